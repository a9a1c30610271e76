import assert from 'node:assert/strict';
import { applyChangeSet } from '../../../src/core/edits/apply-change-set.ts';
import type { ChangeSet } from '../../../src/core/edits/change-set.ts';
import { parsePatch } from '../../../src/core/edits/parse-patch.ts';
import { prepareChangeSet } from '../../../src/core/edits/prepare-change-set.ts';
import { preparePatch } from '../../../src/core/edits/prepare-patch.ts';
import { reverseChangeSet } from '../../../src/core/edits/reverse-change-set.ts';
import { readFrom, updatePatch } from './edit-case.ts';

const files = { a: '1\n', b: '2\n', c: '3\n' };

async function prepare(...lines: string[]): Promise<ChangeSet> {
  const patch = ['*** Begin Patch', ...lines, '*** End Patch'].join('\n');
  const prepared = await preparePatch(patch, { readFile: readFrom(files) });
  if (!prepared.ok) assert.fail(prepared.error);
  return prepared.changeSet;
}

const move = (from: string, to: string) => [`*** Update File: ${from}`, `*** Move to: ${to}`];

const told: readonly [string, string[], string[]][] = [
  [
    'a file moved onto a deleted one is an edit there',
    ['*** Delete File: b', ...move('a', 'b')],
    ['modify b', 'delete a'],
  ],
  [
    'files that swap are two edits',
    [...move('a', 'b'), ...move('b', 'a')],
    ['modify a', 'modify b'],
  ],
  [
    'a chain starts where it ends',
    [...move('a', 'b'), ...move('b', 'd')],
    ['rename b d', 'rename a b'],
  ],
  ['deleted and added is an edit', ['*** Delete File: a', '*** Add File: a', '+x'], ['modify a']],
  [
    'an edit that changes nothing is left out',
    ['*** Update File: a', '-1', '+1', '*** Delete File: b'],
    ['delete b'],
  ],
];

describe('a change set', () => {
  for (const [name, lines, expected] of told) {
    it(name, async () => {
      const changeSet = await prepare(...lines);
      const changes = changeSet.changes.map((change) =>
        change.kind === 'rename'
          ? `rename ${change.from} ${change.to}`
          : `${change.kind} ${change.path}`,
      );
      assert.deepEqual(changes.sort(), [...expected].sort());
      const there = applyChangeSet(new Map(Object.entries(files)), changeSet);
      assert.ok(there.ok);
      const back = applyChangeSet(there.files, reverseChangeSet(changeSet));
      assert.ok(back.ok);
      assert.deepEqual(Object.fromEntries([...back.files].sort()), files);
    });
  }

  it('carries the version each file was read at, and the reverse one the version given', async () => {
    const changeSet = await prepare('*** Update File: a', '-1', '+x', ...move('b', 'd'));
    assert.deepEqual(changeSet.changes, [
      { kind: 'modify', path: 'a', before: '1\n', after: 'x\n', baseVersion: '1' },
      { kind: 'rename', from: 'b', to: 'd', before: '2\n', after: '2\n', baseVersion: '1' },
    ]);
    assert.deepEqual(reverseChangeSet(changeSet, (path) => `after ${path}`).changes, [
      { kind: 'rename', from: 'd', to: 'b', before: '2\n', after: '2\n', baseVersion: 'after d' },
      { kind: 'modify', path: 'a', before: 'x\n', after: '1\n', baseVersion: 'after a' },
    ]);
  });

  it('is not carried out on files that are not as it expects', async () => {
    const changeSet = await prepare('*** Update File: a', '-1', '+x');
    const applied = applyChangeSet(new Map([['a', 'other\n']]), changeSet);
    assert.deepEqual(applied, { ok: false, path: 'a', change: changeSet.changes[0] });
  });

  it('reads each file once and pauses on the way', async () => {
    const read: string[] = [];
    let pauses = 0;
    const prepared = await preparePatch(updatePatch(`@@\n-1\n+x\n*** Update File: f\n@@\n-2\n+y`), {
      readFile: (path) => {
        read.push(path);
        return Promise.resolve({ kind: 'text', text: '1\n2\n', version: '1' });
      },
      pause: () => {
        pauses += 1;
        return Promise.resolve();
      },
    });
    assert.ok(prepared.ok);
    assert.deepEqual(read, ['f']);
    assert.ok(pauses > 2);
  });

  it('notes what was read leniently', async () => {
    const patch = '*** Begin Patch\n*** Update File: f\n@@\n-x\n+y\n z';
    const prepared = await preparePatch(patch, { readFile: readFrom({ f: '  x\n  z\n' }) });
    assert.ok(prepared.ok);
    assert.deepEqual(prepared.notes, [
      "f: hunk 1 matched only when white space or punctuation was read loosely; the file's own was kept.",
      'The patch had no `*** End Patch` line. If it was cut off, send what is missing as another patch.',
    ]);
  });

  it('bounds the answer to a patch with many faults', async () => {
    const sections = Array.from({ length: 500 }, (_, at) => `*** Update File: f${at}\n-x\n+y\n`);
    const parsed = parsePatch(`*** Begin Patch\n${sections.join('')}*** End Patch\n`);
    assert.ok(parsed.ok);
    const prepared = await prepareChangeSet(parsed.patch, { readFile: readFrom({}) });
    assert.ok(!prepared.ok);
    assert.equal(prepared.error.split('\n').length, 22);
    assert.match(prepared.error, /And 480 more problems like these\.$/);
  });
});
