import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { FileState } from '../../src/host/checkpoints/snapshot.ts';
import type { WantedFile } from '../../src/host/edits/carry-out.ts';
import { orderMoves } from '../../src/host/edits/order-moves.ts';
import { type FileOperations, orderOperations } from '../../src/host/edits/order-operations.ts';
import { check, seed } from '../core/edits/properties.ts';

const missing: FileState = { kind: 'missing' };
const file: FileState = { kind: 'file', bytes: new Uint8Array(), encoding: 'utf8' };

/** `a` stays, `-a` goes, `+a` comes, `a<b` is moved there from b, `+a<b` where nothing was. */
function wanted(words: string): readonly WantedFile[] {
  return words.split(' ').map((word): WantedFile => {
    const [name = '', from] = word.split('<');
    const uri = name.replace(/^[-+]/, '');
    const now = name.startsWith('+') ? missing : file;
    const then = name.startsWith('-') ? missing : file;
    return { uri, now, then, ...(from === undefined ? {} : { from }) };
  });
}

const told = ({ deletes, moves, creates }: FileOperations) =>
  [
    ...deletes.map((uri) => `delete ${uri}`),
    ...moves.map(({ from, to, overwrite }) => `${from} ${overwrite ? '=>' : '->'} ${to}`),
    ...creates.map((uri) => `create ${uri}`),
  ].join(', ');

const cases: readonly (readonly [name: string, files: string, operations: string])[] = [
  ['a change in place needs none', 'a', ''],
  ['a creation', '+a', 'create a'],
  ['a deletion', '-a', 'delete a'],
  ['a move', '-a +b<a', 'a -> b'],
  ['a move told by its target first', '+b<a -a', 'a -> b'],
  ['a move into a new directory', '-a +x/y/a<a', 'a -> x/y/a'],
  ['a move of capitals only', '-a +A<a', 'a -> A'],
  ['a move onto a file that goes', '-a b<a', 'a => b'],
  ['a chain begins where it ends', '-a b<a +c<b', 'b -> c, a => b'],
  ['a long chain', '+d<c -a c<b b<a', 'c -> d, b => c, a => b'],
  ['a swap is rewritten', 'a<b b<a', ''],
  ['a circle of three is rewritten', 'a<c b<a c<b', ''],
  ['a circle beside a chain', 'a<b b<a -c d<c +e<d', 'd -> e, c => d'],
  ['a new file where one has moved away', 'a +b<a', 'a -> b, create a'],
  ['a new file at the beginning of a chain', 'a b<a +c<b', 'b -> c, a => b, create a'],
  ['all kinds', '-a +b<a -c +d e', 'delete c, a -> b, create d'],
];

describe('file operations', () => {
  for (const [name, files, operations] of cases) {
    it(name, () => {
      assert.equal(told(orderOperations(wanted(files))), operations);
    });
  }
});

/** Files in two random orders, the first told where the second's come to lie, and their list. */
const permutations = fc
  .uniqueArray(fc.nat(30), { maxLength: 12 })
  .chain((places) =>
    fc.tuple(
      fc.constant(places),
      fc.shuffledSubarray(places, { minLength: places.length }),
      fc.shuffledSubarray(places, { minLength: places.length }),
    ),
  );

describe(`moves, by random (seed ${seed})`, () => {
  it('each finds its target free, and only circles are left out', () =>
    check(
      fc.property(permutations, fc.nat(12), ([places, sources, order], cut) => {
        // Cutting some of the arrows turns circles into chains.
        const from = new Map(
          places.flatMap((to, at): [number, number][] => {
            const source = sources[at] ?? to;
            return source === to || at < cut ? [] : [[to, source]];
          }),
        );
        const moving = new Set(from.values());
        const files = order.map((place): WantedFile => {
          const source = from.get(place);
          return {
            uri: String(place),
            now: moving.has(place) ? file : missing,
            then: source === undefined ? missing : file,
            ...(source === undefined ? {} : { from: String(source) }),
          };
        });
        const isInCircle = (start: number): boolean => {
          const seen = new Set<number>();
          let at: number | undefined = from.get(start);
          while (at !== undefined && at !== start && !seen.has(at)) {
            seen.add(at);
            at = from.get(at);
          }
          return at === start;
        };
        const taken = new Set([...moving].map(String));
        const moves = orderMoves(files);
        for (const { from: source, to } of moves) {
          assert.ok(taken.delete(source), `${source} is there`);
          assert.ok(!taken.has(to), `${to} is free`);
          taken.add(to);
        }
        const straight = [...from.keys()].filter((to) => !isInCircle(to));
        assert.deepEqual(moves.map(({ to }) => to).sort(), straight.map(String).sort());
      }),
    ));
});
