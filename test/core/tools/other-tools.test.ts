import assert from 'node:assert/strict';
import type { ShellOutput } from '../../../src/core/ports.ts';
import { askUser } from '../../../src/core/tools/ask-user.ts';
import { changes } from '../../../src/core/tools/changes.ts';
import { diagnostics } from '../../../src/core/tools/diagnostics.ts';
import { execCommand } from '../../../src/core/tools/exec-command.ts';
import { listFiles } from '../../../src/core/tools/list-files.ts';
import { references } from '../../../src/core/tools/references.ts';
import { report } from '../../../src/core/tools/report.ts';
import { search } from '../../../src/core/tools/search.ts';
import { symbols } from '../../../src/core/tools/symbols.ts';
import { toolLimits } from '../../../src/core/tools/tool-limits.ts';
import { updatePlan } from '../../../src/core/tools/update-plan.ts';
import { viewImage } from '../../../src/core/tools/view-image.ts';
import { writeStdin } from '../../../src/core/tools/write-stdin.ts';
import { createMemoryWorkspace, exited } from '../../support/memory-workspace.ts';
import { contextOver, textOf, use } from './context.ts';

describe('list_files', () => {
  it('lists nearest first and says how to see more', async () => {
    const workspace = createMemoryWorkspace({ 'src/deep/c.ts': '', 'a.ts': '', 'src/b.ts': '' });
    const output = textOf(await use(listFiles, { limit: 2 }, contextOver(workspace)));
    assert.match(output, /^a\.ts\nsrc\/b\.ts\n\[more than 2 entries; narrow with path or glob/);
  });

  it('says what to try when nothing matches', async () => {
    const context = contextOver(createMemoryWorkspace({ 'a.ts': '' }));
    assert.match(textOf(await use(listFiles, { glob: '*.py' }, context)), /No file matches \*\.py/);
    const outside = await use(listFiles, { path: '../..' }, context);
    assert.equal(outside.ok, false);
  });
});

describe('search', () => {
  const workspace = createMemoryWorkspace({
    'a.ts': 'one\ntwo\nthree\ntwo\nfive\n',
    'b.ts': 'two()\n',
    'long.js': `${'x'.repeat(5_000)}two`,
  });
  const context = contextOver(workspace);

  it('groups by file and prints each context line once', async () => {
    const output = textOf(
      await use(search, { pattern: 'two', glob: 'a.ts', context_lines: 1 }, context),
    );
    assert.equal(
      output,
      '2 matches in 1 file\na.ts\n  1- one\n  2: two\n  3- three\n  4: two\n  5- five',
    );
  });

  it('separates places that do not touch', async () => {
    const far = createMemoryWorkspace({ 'a.ts': 'x\n1\n2\n3\n4\nx\n' });
    const output = textOf(await use(search, { pattern: 'x', context_lines: 1 }, contextOver(far)));
    assert.equal(output, '2 matches in 1 file\na.ts\n  1: x\n  2- 1\n  --\n  5- 4\n  6: x\n  7- ');
  });

  it('bounds lines, and says when there is more', async () => {
    const output = textOf(await use(search, { pattern: 'two', limit: 2 }, context));
    assert.match(output, /^2 matches in 1 file \(more exist\)/);
    assert.match(output, /raise limit up to 500\]$/);
    const long = textOf(await use(search, { pattern: 'two', path: 'long.js' }, context));
    assert.ok(long.length < 500, `${long.length}`);
  });

  it('never gives more than its share', async () => {
    const big = createMemoryWorkspace({ 'a.ts': `${'two '.repeat(60)}\n`.repeat(500) });
    const result = await use(search, { pattern: 'two', limit: 500 }, contextOver(big));
    assert.ok(textOf(result).length <= toolLimits.searchCharacters + 300);
    assert.match(textOf(result), /lines of the result left out/);
  });

  it('says what to try when nothing matches', async () => {
    const output = textOf(await use(search, { pattern: 'foo(', literal: true }, context));
    assert.match(output, /^No match/);
    const regex = textOf(await use(search, { pattern: 'f.o', path: 'a.ts' }, context));
    assert.match(regex, /search the whole workspace.*literal: true/);
    const broken = await use(search, { pattern: '(' }, context);
    assert.equal(broken.ok, false);
  });
});

describe('diagnostics', () => {
  const workspace = createMemoryWorkspace({ 'a.ts': '' });
  workspace.found.push(
    { path: 'a.ts', severity: 'error', message: 'bad\n  thing', line: 2, column: 1, source: 'ts' },
    { path: 'a.ts', severity: 'hint', message: 'unused', line: 3, column: 1 },
    { path: 'b.ts', severity: 'warning', message: 'hm', line: 1, column: 1, code: 'no-x' },
  );
  const context = contextOver(workspace);

  it('groups by file, errors first, and leaves hints out', async () => {
    assert.equal(
      textOf(await use(diagnostics, {}, context)),
      '1 error, 1 other problem\na.ts\n  2:1 error: bad / thing (ts)\nb.ts\n  1:1 warning: hm (no-x)',
    );
    assert.match(textOf(await use(diagnostics, { severity: 'hint' }, context)), /unused/);
  });

  it('says which cell of a notebook a line is in', async () => {
    const notebooks = createMemoryWorkspace();
    notebooks.found.push({
      path: 'n.ipynb',
      severity: 'error',
      message: 'bad',
      cell: 3,
      line: 2,
      column: 5,
    });
    assert.match(
      textOf(await use(diagnostics, {}, contextOver(notebooks))),
      /n\.ipynb\n {2}cell 3, line 2:5 error: bad$/,
    );
  });

  it('does not claim that all is well', async () => {
    const output = textOf(await use(diagnostics, { paths: ['b.ts'], severity: 'error' }, context));
    assert.match(
      output,
      /^No problems in b\.ts \(1 less severe one not shown\)\..*run the project/,
    );
  });

  it('is bounded', async () => {
    const many = createMemoryWorkspace();
    for (let line = 1; line <= 500; line++) {
      many.found.push({ path: 'a', severity: 'error', message: 'x'.repeat(900), line, column: 1 });
    }
    const output = textOf(await use(diagnostics, {}, contextOver(many)));
    assert.match(output, /\[440 more; narrow/);
    assert.ok(output.length < 40_000);
  });
});

describe('exec_command and write_stdin', () => {
  const answer = (state: ShellOutput['state'], output = 'out\n'): ShellOutput => ({
    output,
    state,
    wallMs: 1_234,
  });
  const cases: readonly (readonly [why: string, ShellOutput, ok: boolean, says: RegExp])[] = [
    ['success', exited('fine\n'), true, /^exit code 0 \(0\.0 s\)\nfine\n$/],
    ['failure', exited('no\n', 2), false, /^exit code 2 \(0\.0 s\)\nno\n$/],
    ['silence', exited(''), true, /^exit code 0 \(0\.0 s\)\n\(no output\)$/],
    [
      'a signal',
      answer({ kind: 'exited', code: 128, signal: 'SIGKILL' }),
      false,
      /^ended by SIGKILL/,
    ],
    [
      'what lingers',
      answer({ kind: 'exited', code: 0, lingering: true }),
      true,
      /still run in the background/,
    ],
    [
      'the background',
      answer({ kind: 'running', sessionId: 4 }),
      true,
      /^still running after 1\.2 s with session_id 4; call write_stdin/,
    ],
    [
      'a silent wait',
      answer({ kind: 'running', sessionId: 4 }, ''),
      true,
      /no output yet; if it waits/,
    ],
    [
      'a command that cannot start',
      answer({ kind: 'failed', message: 'No such folder.' }, ''),
      false,
      /^No such folder\.$/,
    ],
    [
      'long output',
      { ...exited('a\n'), omitted: { characters: 99, file: 'ratchet:/output/1.txt' } },
      true,
      /99 characters left out of the middle; all of it is in ratchet:\/output\/1\.txt/,
    ],
  ];
  for (const [why, outcome, ok, says] of cases) {
    it(`tells of ${why}`, async () => {
      const workspace = createMemoryWorkspace();
      workspace.commands.set('run', outcome);
      const result = await use(execCommand, { cmd: 'run' }, contextOver(workspace));
      assert.equal(result.ok, ok);
      assert.match(textOf(result), says);
      assert.equal(result.detail?.kind, 'command');
    });
  }

  it('runs nothing that is not allowed', async () => {
    const workspace = createMemoryWorkspace();
    const approve = async () => ({ kind: 'denied', reason: 'a rule forbids it' }) as const;
    const result = await use(execCommand, { cmd: 'rm x' }, contextOver(workspace, { approve }));
    assert.equal(textOf(result), 'Not run: a rule forbids it');
    assert.deepEqual(workspace.ran, []);
  });

  it('shows output as it comes', async () => {
    const workspace = createMemoryWorkspace();
    workspace.commands.set('run', exited('line\n'));
    const context = contextOver(workspace);
    await use(execCommand, { cmd: 'run' }, context);
    assert.deepEqual(context.events, [{ type: 'tool-output', callId: 'call-1', chunk: 'line\n' }]);
  });

  it('keeps waits and sizes within bounds', async () => {
    const seen: { yieldMs: number; maxCharacters: number }[] = [];
    const workspace = createMemoryWorkspace();
    const shell = {
      ...workspace.shell,
      run: async (request: { yieldMs: number; maxCharacters: number }) => {
        seen.push({ yieldMs: request.yieldMs, maxCharacters: request.maxCharacters });
        return exited('');
      },
    };
    const context = contextOver(workspace, { shell });
    await use(execCommand, { cmd: 'x' }, context);
    await use(execCommand, { cmd: 'x', yield_time_ms: 0, max_output_tokens: 1 }, context);
    await use(execCommand, { cmd: 'x', yield_time_ms: 1e9, max_output_tokens: 1e9 }, context);
    assert.deepEqual(seen, [
      { yieldMs: 10_000, maxCharacters: 40_000 },
      { yieldMs: 250, maxCharacters: 4 },
      { yieldMs: 300_000, maxCharacters: 160_000 },
    ]);
  });

  it('tells which sessions there are not', async () => {
    const result = await use(writeStdin, { session_id: 9 }, contextOver(createMemoryWorkspace()));
    assert.equal(result.ok, false);
    assert.match(textOf(result), /no running command 9/);
  });
});

describe('update_plan', () => {
  it('shows the plan and keeps it for the task', async () => {
    const context = contextOver(createMemoryWorkspace());
    const plan = [
      { step: 'Look', status: 'completed' },
      { step: 'Fix', status: 'in_progress' },
    ];
    const result = await use(updatePlan, { explanation: 'found it', plan }, context);
    assert.equal(textOf(result), 'Plan shown.');
    assert.equal(result.summary, '1 of 2 done');
    assert.deepEqual(context.task.plan, plan);
    assert.deepEqual(context.events, [{ type: 'plan', explanation: 'found it', plan }]);
  });

  const advice: readonly (readonly [statuses: string[], says: RegExp])[] = [
    [['in_progress', 'in_progress'], /one step in_progress at a time/],
    [['completed', 'pending'], /Mark the step you are working on/],
    [['completed', 'completed'], /^Plan shown\.$/],
    [[], /^Plan shown\.$/],
  ];
  for (const [statuses, says] of advice) {
    it(`takes ${statuses.join(', ') || 'an empty plan'} and advises`, async () => {
      const context = contextOver(createMemoryWorkspace());
      const plan = statuses.map((status) => ({ step: 'x', status }));
      const result = await use(updatePlan, { plan }, context);
      assert.equal(result.ok, true);
      assert.match(textOf(result), says);
    });
  }
});

describe('ask_user', () => {
  it('pairs questions and answers', async () => {
    const ask = async () => ['blue', '  '];
    const context = contextOver(createMemoryWorkspace(), { ask });
    const questions = [{ question: 'Colour?', options: ['red', 'blue'] }, { question: 'Size?' }];
    assert.equal(
      textOf(await use(askUser, { questions }, context)),
      'Q: Colour?\nA: blue\nQ: Size?\nA: (no answer: take the sensible choice and say which)',
    );
  });
});

describe('report', () => {
  const cases: readonly (readonly [met: boolean[], evidence: string, ok: boolean, says: RegExp])[] =
    [
      [[true, true], 'npm test: 18 passed', true, /all met/],
      [[true, false], 'seen', true, /1 of 2 met.*not met and why/],
      [[true], ' ', false, /met without evidence: c0/],
    ];
  for (const [met, evidence, ok, says] of cases) {
    it(`answers ${JSON.stringify(met)} with ${JSON.stringify(evidence)}`, async () => {
      const context = contextOver(createMemoryWorkspace());
      const criteria = met.map((value, index) => ({
        criterion: `c${index}`,
        met: value,
        evidence,
      }));
      const result = await use(report, { summary: 's', criteria }, context);
      assert.equal(result.ok, ok);
      assert.match(textOf(result), says);
      assert.deepEqual(context.task.criteria, criteria);
    });
  }
});

describe('changes', () => {
  it('shows files and diff, or that there are none', async () => {
    const workspace = createMemoryWorkspace({ 'a.ts': 'x' });
    const context = contextOver(workspace);
    assert.match(textOf(await use(changes, {}, context)), /changed no file/);
    const change = {
      kind: 'modify',
      path: 'a.ts',
      before: 'x',
      after: 'y',
      baseVersion: '',
    } as const;
    await workspace.editor.propose(
      { changes: [change] },
      { callId: 'c', emit: () => undefined },
      context.signal,
    );
    assert.equal(textOf(await use(changes, {}, context)), 'modified a.ts (kept)\n\nmodified a.ts');
  });

  it("shows Git's diff of a scope, that nothing differs, or that there is no repository", async () => {
    const workspace = createMemoryWorkspace();
    const context = contextOver(workspace);
    const none = await use(changes, { scope: 'staged' }, context);
    assert.deepEqual(
      [none.ok, textOf(none)],
      [false, 'No Git repository is open in this workspace.'],
    );
    workspace.diffs.set('staged', '').set('working tree', 'diff --git a/x b/x\n+y\n');
    assert.equal(
      textOf(await use(changes, { scope: 'staged' }, context)),
      'Nothing differs (staged).',
    );
    const found = await use(changes, { scope: 'working tree' }, context);
    assert.deepEqual([textOf(found), found.summary], ['diff --git a/x b/x\n+y\n', '1 file']);
  });
});

describe('symbols and references', () => {
  const workspace = createMemoryWorkspace({ 'a.ts': '' });
  const found = [
    { name: 'Cart', kind: 'class', path: 'a.ts', line: 1, endLine: 9 },
    { name: 'add', kind: 'method', path: 'a.ts', line: 3, endLine: 5, container: 'Cart' },
  ];
  const languages = {
    outline: async () => ({ kind: 'found', found }) as const,
    find: async () => ({ kind: 'found', found }) as const,
    places: async () =>
      ({
        kind: 'found',
        found: [
          { path: 'a.ts', line: 3, text: 'add() {' },
          { path: 'b.ts', line: 7, text: 'cart.add()' },
        ],
      }) as const,
  };
  const context = contextOver(workspace, { languages });

  it('prints an outline, and symbols by name', async () => {
    assert.equal(
      textOf(await use(symbols, { path: 'a.ts' }, context)),
      'a.ts\n  1-9 class Cart\n  3-5 method Cart.add',
    );
    assert.equal(
      textOf(await use(symbols, { query: 'a' }, context)),
      'a.ts:1 class Cart\na.ts:3 method Cart.add',
    );
    assert.equal((await use(symbols, {}, context)).ok, false);
  });

  it('prints places grouped by file', async () => {
    assert.equal(
      textOf(await use(references, { path: 'a.ts', line: 3, symbol: 'add' }, context)),
      '2 places in 2 files\na.ts\n  3: add() {\nb.ts\n  7: cart.add()',
    );
  });

  it('says what to do when the language server knows nothing', async () => {
    const without = contextOver(workspace);
    assert.match(textOf(await use(symbols, { query: 'x' }, without)), /use search instead/);
    const none = await use(references, { path: 'a.ts', line: 3, symbol: 'add' }, without);
    assert.match(textOf(none), /search for the name/);
  });
});

describe('view_image', () => {
  const png = (width: number, height: number): Uint8Array => {
    const bytes = new Uint8Array(24);
    bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    const view = new DataView(bytes.buffer);
    view.setUint32(16, width);
    view.setUint32(20, height);
    return bytes;
  };
  const view = async (bytes: Uint8Array) => {
    const workspace = createMemoryWorkspace();
    workspace.bytes.set('a.png', bytes);
    return use(viewImage, { path: 'a.png' }, contextOver(workspace));
  };

  it('gives the bytes as they are', async () => {
    const result = await view(png(20, 10));
    assert.ok(result.ok && typeof result.output !== 'string');
    const [text, image] = result.output;
    assert.deepEqual(text, { type: 'input_text', text: 'a.png (image/png, 20×10)' });
    assert.ok(image?.type === 'input_image');
    const [, base64 = ''] = image.image_url.split(',');
    assert.deepEqual(new Uint8Array(Buffer.from(base64, 'base64')), png(20, 10));
  });

  const refusals: readonly (readonly [why: string, bytes: Uint8Array, says: RegExp])[] = [
    ['no image', new TextEncoder().encode('hello'), /is not a PNG/],
    ['too wide', png(6_001, 10), /6001×10 pixels, more than the model takes/],
    ['too many pixels', png(4_000, 4_000), /more than the model takes/],
    ['cut', png(20, 10).subarray(0, 12), /is not a PNG/],
  ];
  for (const [why, bytes, says] of refusals) {
    it(`refuses what is ${why}`, async () => {
      const result = await view(bytes);
      assert.equal(result.ok, false);
      assert.match(textOf(result), says);
    });
  }
});
