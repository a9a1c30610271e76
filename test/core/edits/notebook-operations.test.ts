import assert from 'node:assert/strict';
import {
  applyNotebookOperations,
  type NotebookCell,
  type NotebookOperation,
} from '../../../src/core/edits/notebook-operations.ts';

const code = (source: string): NotebookCell => ({ kind: 'code', language: 'python', source });
const cells = [code('import x'), code('x.run()\nx.stop()'), code('done()')];

/** Cells as `from:source`, a new one as `+:source`. */
function result(
  operations: readonly NotebookOperation[],
  given = cells,
): readonly string[] | string {
  const changed = applyNotebookOperations(given, operations);
  if (!changed.ok) return changed.error;
  return changed.cells.map(({ from, source }) => `${from ?? '+'}:${source}`);
}

const [a, b, c] = ['0:import x', '1:x.run()\nx.stop()', '2:done()'] as [string, string, string];

const table: readonly [string, readonly NotebookOperation[], readonly string[] | string][] = [
  ['nothing', [], [a, b, c]],
  ['insert at the start', [{ kind: 'insert', before: 0, cell: code('new') }], ['+:new', a, b, c]],
  ['insert at the end', [{ kind: 'insert', before: 3, cell: code('new') }], [a, b, c, '+:new']],
  [
    'insert two in order',
    [
      { kind: 'insert', before: 1, cell: code('p') },
      { kind: 'insert', before: 1, cell: code('q') },
    ],
    [a, '+:p', '+:q', b, c],
  ],
  ['replace', [{ kind: 'replace', cell: 1, source: 'y' }], [a, '1:y', c]],
  ['delete', [{ kind: 'delete', cell: 0 }], [b, c]],
  [
    'delete two: cells are counted as they were',
    [
      { kind: 'delete', cell: 0 },
      { kind: 'delete', cell: 1 },
    ],
    [c],
  ],
  ['move to the end', [{ kind: 'move', cell: 0, before: 3 }], [b, c, a]],
  ['move to the start', [{ kind: 'move', cell: 2, before: 0 }], [c, a, b]],
  [
    'insert, then move to one place',
    [
      { kind: 'insert', before: 0, cell: code('new') },
      { kind: 'move', cell: 2, before: 0 },
    ],
    ['+:new', c, a, b],
  ],
  [
    'move and delete',
    [
      { kind: 'move', cell: 2, before: 0 },
      { kind: 'delete', cell: 1 },
    ],
    [c, a],
  ],
  [
    'insert before a deleted cell',
    [
      { kind: 'delete', cell: 1 },
      { kind: 'insert', before: 1, cell: code('new') },
    ],
    [a, '+:new', c],
  ],
  [
    'patch',
    [{ kind: 'patch', cell: 1, patch: '@@\n x.run()\n-x.stop()\n+x.halt()\n' }],
    [a, '1:x.run()\nx.halt()', c],
  ],
  [
    'patch, then move',
    [
      { kind: 'patch', cell: 0, patch: '-import x\n+import y' },
      { kind: 'move', cell: 0, before: 3 },
    ],
    [b, c, '0:import y'],
  ],
  [
    'two patches of one cell',
    [
      { kind: 'patch', cell: 1, patch: '-x.run()\n+r()' },
      { kind: 'patch', cell: 1, patch: '-x.stop()\n+s()' },
    ],
    [a, '1:r()\ns()', c],
  ],
  [
    'no such cell',
    [{ kind: 'delete', cell: 3 }],
    'No cell was changed. Operation 1 of 1 (delete): there is no cell 3: the notebook has cells 0 to 2, counted as they were before the first operation.',
  ],
  [
    'no such position',
    [{ kind: 'insert', before: 4, cell: code('x') }],
    'No cell was changed. Operation 1 of 1 (insert): there is no position 4: cells can be put before 0 to 3, where 3 is the end.',
  ],
  [
    'half a cell',
    [{ kind: 'delete', cell: 0.5 }],
    'No cell was changed. Operation 1 of 1 (delete): there is no cell 0.5: the notebook has cells 0 to 2, counted as they were before the first operation.',
  ],
  [
    'change of a deleted cell',
    [
      { kind: 'delete', cell: 1 },
      { kind: 'replace', cell: 1, source: '' },
    ],
    'No cell was changed. Operation 2 of 2 (replace): cell 1 is deleted by an earlier operation.',
  ],
  [
    'a patch that fits nowhere',
    [{ kind: 'patch', cell: 2, patch: '-gone()\n+x' }],
    'No cell was changed. Operation 1 of 1 (patch): cell 2, hunk 1 of 1 (patch line 1): its lines are nowhere in the file, and nothing resembles them. Is it the right file? Read it again.',
  ],
  [
    'a patch in bad form',
    [{ kind: 'patch', cell: 2, patch: 'done()' }],
    'No cell was changed. Operation 1 of 1 (patch): patch line 1: "done()" is not a line of a hunk. Every line of a hunk starts with a space (context), `-` (removed) or `+` (added).',
  ],
  [
    'an empty patch',
    [{ kind: 'patch', cell: 2, patch: '' }],
    'No cell was changed. Operation 1 of 1 (patch): the patch has no hunks.',
  ],
];

describe('operations on a notebook', () => {
  for (const [name, operations, expected] of table) {
    it(name, () => {
      assert.deepEqual(result(operations), expected);
    });
  }

  it('an empty notebook and an empty cell', () => {
    assert.deepEqual(result([{ kind: 'insert', before: 0, cell: code('x') }], []), ['+:x']);
    assert.deepEqual(result([{ kind: 'patch', cell: 0, patch: '+x' }], [code('')]), ['0:x']);
    assert.equal(
      result([{ kind: 'delete', cell: 0 }], []),
      'No cell was changed. Operation 1 of 1 (delete): there is no cell 0: the notebook has no cells, counted as they were before the first operation.',
    );
  });

  it('changes the kind and language of a cell', () => {
    const changed = applyNotebookOperations(cells, [
      { kind: 'replace', cell: 0, source: '# T', cellKind: 'markdown', language: 'markdown' },
    ]);
    assert.ok(changed.ok);
    assert.deepEqual(changed.cells[0], {
      kind: 'markdown',
      language: 'markdown',
      source: '# T',
      from: 0,
    });
  });
});
