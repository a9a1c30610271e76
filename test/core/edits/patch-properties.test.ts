import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyChangeSet } from '../../../src/core/edits/apply-change-set.ts';
import type { ChangeSet } from '../../../src/core/edits/change-set.ts';
import { diffLines } from '../../../src/core/edits/diff-lines.ts';
import { preparePatch } from '../../../src/core/edits/prepare-patch.ts';
import { renderHunks, renderPatch } from '../../../src/core/edits/render-patch.ts';
import { reverseChangeSet } from '../../../src/core/edits/reverse-change-set.ts';
import { readFrom, updatePatch } from './edit-case.ts';
import {
  check,
  distinctLines,
  edited,
  ending,
  fewLines,
  freshLine,
  joinLines,
  seed,
} from './properties.ts';

async function patched(before: string, patch: string): Promise<string | undefined> {
  const prepared = await preparePatch(patch, { readFile: readFrom({ f: before }) });
  if (!prepared.ok) return undefined;
  const [change] = prepared.changeSet.changes;
  return change?.kind === 'modify' ? change.after : undefined;
}

function patchOf(before: string, after: string, context?: number): string {
  return updatePatch(renderHunks(before, after, context).slice(0, -1));
}

interface Texts {
  readonly before: string;
  readonly after: string;
}

function texts(lines: fc.Arbitrary<string[]>, fresh: fc.Arbitrary<string>): fc.Arbitrary<Texts> {
  return (
    fc
      .tuple(lines, ending, fc.boolean())
      .chain(([old, end, final]) =>
        edited(old, fresh).map((next) => ({
          before: joinLines(old, end, final),
          after: joinLines(next, end, final),
          end,
          final,
        })),
      )
      // The format cannot say which ending a file without any gets, nor whether a final one is wanted.
      .filter(
        ({ before, after, end, final }) =>
          before !== after &&
          before.includes(end) &&
          [before, after].every((text) => text !== '' && text.endsWith(end) === final),
      )
  );
}

/** Noise in form that must not matter; what wraps the rest comes last. */
const noises: Readonly<Record<string, (patch: string) => string>> = {
  ranges: (patch) => patch.replaceAll('\n@@\n', '\n@@ -9,7 +8,6 @@ int main()\n'),
  twice: (patch) => patch.replaceAll('\n@@\n', '\n@@\n@@\n'),
  blank: (patch) => patch.replaceAll('\n@@\n', '\n@@\n\n'),
  emptyContext: (patch) => patch.replaceAll('\n \n', '\n\n'),
  padded: (patch) => patch.replace('*** Update File: f', '***  update File :   f  '),
  spaced: (patch) => patch.replace('*** End Patch', '\n\n*** End Patch'),
  noBegin: (patch) => patch.replace('*** Begin Patch\n', ''),
  // Behind a line that is taken out it would look cut off.
  noEnd: (patch) => patch.replace(/(\n[ +].*\S.*\n)\*\*\* End Patch\n/, '$1'),
  indented: (patch) => patch.replaceAll(/^(?=.)/gm, '  '),
  fence: (patch) => `\`\`\`patch\n${patch}\`\`\`\n`,
  heredoc: (patch) => `apply_patch <<'EOF'\n${patch}EOF\n`,
  prose: (patch) => `I will change this.\n\n${patch}`,
  mark: (patch) => `\uFEFF${patch}`,
  crlf: (patch) => patch.replaceAll('\n', '\r\n'),
};
const noise = fc.subarray(Object.keys(noises), { maxLength: 5 });

/** The hunks of a one-file patch in another order. */
function shuffled(patch: string, order: readonly number[]): string {
  const [head = '', ...hunks] = patch.replace('*** End Patch\n', '').split('\n@@\n');
  const body = hunks.map((hunk) => (hunk.endsWith('\n') ? hunk : `${hunk}\n`));
  const keyed = body.map((hunk, at) => ({ hunk, key: order[at] ?? 0 }));
  const mixed = keyed.sort((one, other) => one.key - other.key).map(({ hunk }) => hunk);
  return `${head}\n${mixed.map((hunk) => `@@\n${hunk}`).join('')}*** End Patch\n`;
}

describe(`patches, by random (seed ${seed})`, () => {
  it('a diff as a patch gives the second text, whatever the noise in form', () =>
    check(
      fc.asyncProperty(texts(distinctLines, freshLine), noise, async ({ before, after }, names) => {
        let patch = patchOf(before, after);
        for (const name of names) patch = noises[name]?.(patch) ?? patch;
        assert.equal(await patched(before, patch), after, JSON.stringify(patch));
      }),
    ));

  it('hunks out of order give the same text', () =>
    check(
      fc.asyncProperty(
        texts(distinctLines, freshLine),
        fc.array(fc.nat(), { minLength: 40, maxLength: 40 }),
        async ({ before, after }, order) => {
          const patch = shuffled(patchOf(before, after, 1), order);
          assert.equal(await patched(before, patch), after, patch);
        },
      ),
    ));

  it('where lines repeat, a diff gives the second text or is refused', () => {
    let applied = 0;
    return Promise.resolve(
      check(
        fc.asyncProperty(
          texts(fewLines, fc.constantFrom('a', 'b', 'x')),
          fc.nat(3),
          async ({ before, after }, context) => {
            const patch = patchOf(before, after, context);
            const result = await patched(before, patch);
            if (result === undefined) return;
            applied += 1;
            // A pure addition without context goes to the end of the file by definition.
            if (context > 0 || !/\n@@\n(\+.*\n)+(@@|\*)/.test(patch))
              assert.equal(result, after, patch);
          },
        ),
        600,
      ),
    ).then(() => {
      assert.ok(applied > 50, `only ${applied} patches applied`);
    });
  });

  it('cut off in the middle of a line, a patch is refused or makes its first changes whole', () =>
    check(
      fc.asyncProperty(
        distinctLines.chain((old) => edited(old, freshLine).map((next) => [old, next] as const)),
        async ([old, next]) => {
          const changes = diffLines(old, next);
          fc.pre(changes.length > 0);
          const partly = changes.map(({ beforeEnd, afterEnd }) =>
            joinLines([...next.slice(0, afterEnd), ...old.slice(beforeEnd)], '\n', true),
          );
          const before = joinLines(old, '\n', true);
          const patch = patchOf(before, joinLines(next, '\n', true));
          for (let length = 0; length < patch.length; length += 1) {
            if (patch[length - 1] === '\n') continue;
            const text = await patched(before, patch.slice(0, length));
            if (text !== undefined) assert.ok(partly.includes(text), patch.slice(0, length));
          }
        },
      ),
      30,
    ));

  it('a patch with one old line altered is refused', () =>
    check(
      fc.asyncProperty(texts(fewLines, freshLine), fc.nat(), async ({ before, after }, pick) => {
        const lines = renderHunks(before, after).slice(0, -1).split('\n');
        const old = [...lines.keys()].filter((at) => /^[ -]/.test(lines[at] ?? ''));
        fc.pre(old.length > 0);
        const at = old[pick % old.length] ?? 0;
        lines[at] = `${lines[at]?.[0] ?? ' '}altered beyond recognition`;
        assert.equal(await patched(before, updatePatch(lines.join('\n'))), undefined);
      }),
    ));

  it('a text altered under one old line refuses the patch', () =>
    check(
      fc.asyncProperty(
        texts(distinctLines, freshLine),
        fc.nat(),
        async ({ before, after }, pick) => {
          const lines = renderHunks(before, after).slice(0, -1).split('\n');
          const old = lines.filter((line) => /^[ -]/.test(line));
          fc.pre(old.length > 0);
          const line = old[pick % old.length]?.slice(1) ?? '';
          assert.equal(
            await patched(before.replace(line, `${line} altered`), updatePatch(lines.join('\n'))),
            undefined,
          );
        },
      ),
    ));

  it('carried out and reversed, all files are as they were', () =>
    check(
      fc.asyncProperty(fileChanges, async ({ files, changeSet }) => {
        const there = applyChangeSet(files, changeSet);
        if (!there.ok) assert.fail(`${there.path}: ${there.change.kind}`);
        const back = applyChangeSet(there.files, reverseChangeSet(changeSet));
        assert.ok(back.ok);
        assert.deepEqual([...back.files].sort(), [...files].sort());
      }),
    ));

  it('any change of several files, rendered, prepares to the same files', () =>
    check(
      fc.asyncProperty(fileChanges, async ({ files, changeSet }) => {
        const there = applyChangeSet(files, changeSet);
        assert.ok(there.ok);
        const readFile = readFrom(Object.fromEntries(files));
        const prepared = await preparePatch(renderPatch(changeSet), { readFile });
        if (!prepared.ok) assert.fail(prepared.error);
        const again = applyChangeSet(files, prepared.changeSet);
        assert.ok(again.ok);
        assert.deepEqual([...again.files].sort(), [...there.files].sort());
        const back = applyChangeSet(again.files, reverseChangeSet(prepared.changeSet));
        assert.ok(back.ok);
        assert.deepEqual([...back.files].sort(), [...files].sort());
      }),
    ));
});

/** Files and what becomes of each: kept, changed, deleted, moved to a free path; and new ones. */
const fileChanges = fc
  .array(
    fc.tuple(
      fc.constantFrom('modify' as const, 'delete' as const, 'rename' as const, 'create' as const),
      texts(distinctLines, freshLine),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts): { files: Map<string, string>; changeSet: ChangeSet } => {
    const files = new Map<string, string>();
    const changes = parts.map(([kind, { before, after }], at): ChangeSet['changes'][number] => {
      const path = `folder/${at}`;
      const baseVersion = '1';
      if (kind === 'create') {
        const text = after.replaceAll(/\r\n?/g, '\n');
        return { kind, path, after: text.endsWith('\n') ? text : `${text}\n` };
      }
      files.set(path, before);
      if (kind === 'modify') return { kind, path, before, after, baseVersion };
      if (kind === 'delete') return { kind, path, before, baseVersion };
      return { kind, from: path, to: `moved/${at}`, before, after, baseVersion };
    });
    return { files, changeSet: { changes } };
  });
