import assert from 'node:assert/strict';
import { readFile } from '../../../src/core/tools/read-file.ts';
import { toolLimits } from '../../../src/core/tools/tool-limits.ts';
import { createMemoryWorkspace, versionOf } from '../../support/memory-workspace.ts';
import { contextOver, textOf, use } from './context.ts';

const numbered = (count: number) =>
  Array.from({ length: count }, (_, index) => `line ${index + 1}\n`).join('');

describe('read_file', () => {
  const cases: readonly (readonly [why: string, text: string, input: object, output: string])[] = [
    ['a whole file', 'a\nb\n', {}, 'f.ts (lines 1-2 of 2)\na\nb'],
    ['one line', 'a\n', {}, 'f.ts (lines 1-1 of 1)\na'],
    [
      'no final newline',
      'a\nb',
      {},
      'f.ts (lines 1-2 of 2; no newline at the end of the file)\na\nb',
    ],
    [
      'a part',
      numbered(9),
      { offset: 3, limit: 2 },
      'f.ts (lines 3-4 of 9)\nline 3\nline 4\n[5 more lines; go on with offset 5]',
    ],
    ['the last part', numbered(3), { offset: 3, limit: 9 }, 'f.ts (lines 3-3 of 3)\nline 3'],
    [
      'a part of a file without final newline',
      'a\nb',
      { limit: 1 },
      'f.ts (lines 1-1 of 2)\na\n[1 more lines; go on with offset 2]',
    ],
    ['CRLF', 'a\r\nb\r\n', {}, 'f.ts (lines 1-2 of 2; CRLF, kept by patches)\na\nb'],
    [
      'mixed endings',
      'a\r\nb\n',
      {},
      'f.ts (lines 1-2 of 2; mixed line endings, kept by patches)\na\nb',
    ],
    ['an empty file', '', {}, 'f.ts is empty.'],
    ['a lone newline', '\n', {}, 'f.ts (lines 1-1 of 1)\n'],
    ['trailing empty lines', 'a\n\n', {}, 'f.ts (lines 1-2 of 2)\na\n'],
    [
      'past the end',
      'a\n',
      { offset: 2 },
      'f.ts has 1 line; offset 2 is past its end. Use an offset up to 1.',
    ],
  ];
  for (const [why, text, input, output] of cases) {
    it(`shows ${why}`, async () => {
      const context = contextOver(createMemoryWorkspace({ 'f.ts': text }));
      assert.equal(textOf(await use(readFile, { path: 'f.ts', ...input }, context)), output);
    });
  }

  it('says when the text is not on the disk yet, and remembers what it showed', async () => {
    const workspace = createMemoryWorkspace({ 'f.ts': 'a\n' });
    workspace.unsaved.add('f.ts');
    const context = contextOver(workspace);
    const output = textOf(await use(readFile, { path: './f.ts' }, context));
    assert.equal(output, 'f.ts (lines 1-1 of 1; unsaved edits in the editor)\na');
    assert.equal(context.task.reads.get('f.ts'), versionOf('a\n'));
  });

  it('pages through any file without losing or repeating a character', async () => {
    const long = 'x'.repeat(toolLimits.readLineCharacters + 5);
    const huge = `${'yz'.repeat(toolLimits.readCharacters)}🦀`;
    const text = `${numbered(2_500)}${long}\n${huge}\n${'w'.repeat(1_500)}\nend\n`;
    const context = contextOver(createMemoryWorkspace({ 'f.ts': text }));
    const lines = new Map<number, string>();
    let next: object | undefined = {};
    for (let calls = 0; next !== undefined; calls++) {
      assert.ok(calls < 50);
      const output = textOf(await use(readFile, { path: 'f.ts', ...next }, context));
      assert.ok(output.length <= toolLimits.readCharacters + 500, `${output.length}`);
      const [header = '', ...rest] = output.split('\n');
      const first = Number(/lines (\d+)-/.exec(header)?.[1]);
      const cut = rest.flatMap((line) => {
        const match = /^\[line .*offset (\d+), limit 1, column (\d+)\]$/.exec(line);
        return match ? [{ offset: Number(match[1]), limit: 1, column: Number(match[2]) }] : [];
      });
      const more = /go on with offset (\d+)\]$/.exec(rest.at(-1) ?? '')?.[1];
      const shown = rest.filter((line) => !line.startsWith('['));
      const goesOn = 'column' in next;
      for (const [index, line] of shown.entries()) {
        lines.set(first + index, (goesOn ? (lines.get(first + index) ?? '') : '') + line);
      }
      if (!goesOn && cut.length > 0) {
        // Cut lines are read to their end, then the page goes on.
        for (const start of cut) {
          let piece: { offset: number; limit: number; column: number } | undefined = start;
          while (piece) {
            const text: string = textOf(await use(readFile, { path: 'f.ts', ...piece }, context));
            const [, body = '', note = ''] = text.split('\n');
            lines.set(piece.offset, (lines.get(piece.offset) ?? '') + body);
            const column = /column (\d+)\]$/.exec(note)?.[1];
            piece = column === undefined ? undefined : { ...piece, column: Number(column) };
          }
        }
      }
      next = more === undefined ? undefined : { offset: Number(more) };
    }
    const whole = [...lines].sort(([a], [b]) => a - b).map(([, line]) => `${line}\n`);
    assert.equal(whole.join(''), text);
  });

  const refusals: readonly (readonly [path: string, says: RegExp])[] = [
    ['gone.ts', /gone\.ts does not exist\. Use list_files or search/],
    ['other/f.ts', /does not exist\. Similar: src\/f\.ts\./],
    ['src', /is a directory\. Use list_files/],
    ['a.bin', /binary file of 3 bytes/],
    ['locked.ts', /was not read: no permission/],
  ];
  for (const [path, says] of refusals) {
    it(`answers for ${path} with the next step`, async () => {
      const workspace = createMemoryWorkspace({ 'src/f.ts': 'a', 'locked.ts': 'x' });
      workspace.bytes.set('a.bin', Uint8Array.of(1, 0, 2));
      workspace.refused.set('locked.ts', { reason: 'no permission' });
      const context = contextOver(workspace);
      const result = await use(readFile, { path }, context);
      assert.equal(result.ok, false);
      assert.match(textOf(result), says);
      assert.equal(context.needs.length, 0);
      assert.equal(context.task.reads.size, 0);
    });
  }

  describe('asks for leave', () => {
    const secret = () => {
      const workspace = createMemoryWorkspace({ '.env': 'KEY=1\n' });
      const ask = { why: 'secret', covers: '.env' } as const;
      workspace.refused.set('.env', { reason: 'it usually holds secrets', ask });
      return workspace;
    };

    it('and reads when it is given', async () => {
      const context = contextOver(secret());
      const output = textOf(await use(readFile, { path: '.env' }, context));
      assert.equal(output, '.env (lines 1-1 of 1)\nKEY=1');
      assert.equal(context.needs.length, 1);
    });

    it('and shows nothing when it is denied', async () => {
      const approve = async () => ({ kind: 'denied', reason: 'the user said no' }) as const;
      const result = await use(readFile, { path: '.env' }, contextOver(secret(), { approve }));
      assert.equal(result.ok, false);
      assert.match(textOf(result), /the user said no/);
      assert.doesNotMatch(textOf(result), /KEY/);
    });

    it('for the place that was named, not for where a link leads later', async () => {
      const workspace = secret();
      const context = contextOver(workspace);
      const { files } = workspace;
      const result = await use(
        readFile,
        { path: '.env' },
        {
          ...context,
          files: {
            ...files,
            read: async (path, signal, options) => {
              const outcome = await files.read(path, signal, options);
              return options?.granted && outcome.kind === 'text'
                ? { ...outcome, path: '/home/me/.ssh/id_rsa' }
                : outcome;
            },
          },
        },
      );
      assert.equal(result.ok, false);
      assert.doesNotMatch(textOf(result), /KEY/);
    });
  });
});
