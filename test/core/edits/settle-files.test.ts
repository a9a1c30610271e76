import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type SettledFiles, settleFiles } from '../../../src/core/edits/settle-files.ts';
import { openStage, pathKey, type StagedFile } from '../../../src/core/edits/stage.ts';
import { check, seed } from './properties.ts';
import { createDisk, type Disk } from './strict-disk.ts';

/** A file of the patch: where it is and where it shall be, and whether it is edited on the way. */
interface Fate {
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly isEdited: boolean;
}

const textAt = (path: string) => `was ${path}\n`;
const textOf = ({ from, isEdited }: Fate) =>
  from === undefined ? 'new\n' : isEdited ? `edited ${from}\n` : textAt(from);

function settle(fates: readonly Fate[], disk: Disk, ignoreCase: boolean): Promise<SettledFiles> {
  const readFile = (path: string) => Promise.resolve(disk.stateOf(path));
  const stage = openStage({ ignoreCase, readFile });
  for (const fate of fates) {
    const { from, to } = fate;
    const origin =
      from === undefined ? undefined : { path: from, text: textAt(from), version: '1' };
    const file: StagedFile = { origin, path: to, text: textOf(fate), hunks: [] };
    stage.files.add(file);
    if (from !== undefined) stage.byOrigin.set(pathKey(from, stage.options), file);
  }
  return settleFiles(stage);
}

/** `a>b` moves, `a>` deletes, `>b` creates, `a` is edited where it is, `a>b!` with edits. */
function fates(words: string): readonly Fate[] {
  return words.split(' ').map((word) => {
    const isEdited = word.endsWith('!') || !word.includes('>');
    const [from = '', to = from] = word.replace('!', '').split('>');
    return { from: from === '' ? undefined : from, to: to === '' ? undefined : to, isEdited };
  });
}

const told = ({ changeSet }: SettledFiles) =>
  changeSet.changes
    .map((change) =>
      change.kind === 'rename' ? `${change.from} -> ${change.to}` : `${change.kind} ${change.path}`,
    )
    .join(', ');

const cases: readonly (readonly [name: string, files: string, changes: string])[] = [
  ['an edit', 'a', 'modify a'],
  ['a creation', '>a', 'create a'],
  ['a deletion', 'a>', 'delete a'],
  ['a move', 'a>b', 'a -> b'],
  ['a move into a new directory', 'a>x/y/a', 'a -> x/y/a'],
  ['a move of capitals only', 'a>A', 'a -> A'],
  ['a move and a new file in its place', 'a>b >a', 'a -> b, create a'],
  ['a move onto a file that goes', 'b> a>b', 'modify b, delete a'],
  ['a chain', 'a>b b>c', 'b -> c, a -> b'],
  ['a long chain, told from its end', 'c>d b>c a>b', 'c -> d, b -> c, a -> b'],
  ['a chain onto a file that goes', 'a>b b>c c>', 'modify c, delete b, a -> b'],
  ['a swap', 'a>b b>a', 'modify a, modify b'],
  ['a circle of three', 'a>b b>c c>a', 'modify a, modify c, modify b'],
  ['a circle and a chain', 'a>b b>a c>d d>e', 'modify a, modify b, d -> e, c -> d'],
  ['a deletion, and a file that comes to be there', 'a> >a/b', 'delete a, create a/b'],
  ['all kinds', 'a b> c>d >e', 'delete b, modify a, c -> d, create e'],
];

const refused: readonly (readonly [name: string, files: string, problem: RegExp])[] = [
  ['two moves to one path', 'a>c b>c', /^c: two files would be at this path/],
  ['a move onto a file that stays', 'a>b b', /^b: two files would be at this path/],
  ['a move onto a file outside the patch', 'a>outside', /onto a file that exists/],
  ['a move onto a folder', 'a>folder', /onto a folder that exists/],
  ['a file that would be a folder too', '>a >a/b', /^a\/b: a is a file in this patch/],
  ['a move to below a file that moves away', 'a>b/a b>c', /^b\/a: b is a file and/],
  ['a file moved below itself', 'a>a/b', /^a\/b: a is a file/],
];

describe('settling files', () => {
  const disk = () =>
    createDisk(
      ['outside', 'folder/file'].map((path) => [path, '']),
      false,
    );
  for (const [name, files, changes] of cases) {
    it(name, async () => {
      const settled = await settle(fates(files), disk(), false);
      assert.deepEqual([told(settled), settled.problems], [changes, []]);
    });
  }
  for (const [name, files, problem] of refused) {
    it(`refuses ${name}`, async () => {
      const { problems } = await settle(fates(files), disk(), false);
      assert.equal(problems.length, 1);
      assert.match(problems[0] ?? '', problem);
    });
  }
});

const paths = ['a', 'b', 'c', 'A', 'B', 'x', 'x/a', 'x/b', 'x/y/c', 'd'] as const;
const tree = fc.record({
  ignoreCase: fc.boolean(),
  /** Files that are there, each with what becomes of it; `undefined`: the patch does not name it. */
  there: fc.uniqueArray(
    fc.tuple(
      fc.constantFrom(...paths),
      fc.option(fc.record({ to: fc.option(fc.constantFrom(...paths)), isEdited: fc.boolean() }), {
        nil: undefined,
        freq: 6,
      }),
    ),
    { selector: ([path]) => path, maxLength: 6, size: 'max' },
  ),
  created: fc.uniqueArray(fc.constantFrom(...paths), { maxLength: 2 }),
});

describe(`settling files, by random (seed ${seed})`, () => {
  it('whatever is not refused can be carried out one by one, and gives just what was asked', () =>
    check(
      fc.asyncProperty(tree, async ({ ignoreCase, there, created }) => {
        const disk = createDisk([], ignoreCase);
        const known = there.filter(([path]) => disk.add(path, textAt(path)));
        const named = known.flatMap(([from, fate]): Fate[] =>
          fate === undefined ? [] : [{ from, to: fate.to ?? undefined, isEdited: fate.isEdited }],
        );
        const freed = new Set(named.map(({ from, to }) => (from === to ? undefined : from)));
        // A creation onto a file that stays is refused where sections are staged.
        const news = created
          .filter((path) => disk.stateOf(path).kind === 'missing' || freed.has(path))
          .map((to): Fate => ({ from: undefined, to, isEdited: false }));
        const all = [...named, ...news];
        // What lies outside the patch is only asked about where a file is to come itself.
        const outside = known.flatMap(([path, fate]) => (fate === undefined ? [`${path}/`] : []));
        const isBelow = ({ from, to }: Fate) =>
          from !== to && outside.some((path) => to?.toLowerCase().startsWith(path.toLowerCase()));
        fc.pre(!all.some(isBelow));
        const settled = await settle(all, disk, ignoreCase);
        if (settled.problems.length > 0) return;
        const wanted = new Map(disk.files());
        for (const { from } of all) if (from !== undefined) wanted.delete(from);
        for (const fate of all) if (fate.to !== undefined) wanted.set(fate.to, textOf(fate));
        for (const change of settled.changeSet.changes) {
          assert.equal(disk.carryOut(change), undefined, told(settled));
        }
        // Where capitals do not tell files apart, a file that trades places keeps those it had.
        const listed = (files: Iterable<readonly [string, string]>) =>
          [...files].map(([path, text]) => [ignoreCase ? path.toLowerCase() : path, text]).sort();
        assert.deepEqual(listed(disk.files()), listed(wanted));
      }),
      1000,
    ));
});
