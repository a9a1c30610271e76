import assert from 'node:assert/strict';
import { parseNotebook } from '../../../src/core/notebooks/parse-notebook.ts';
import { applyPatch } from '../../../src/core/tools/apply-patch.ts';
import { editNotebook } from '../../../src/core/tools/edit-notebook.ts';
import { readFile } from '../../../src/core/tools/read-file.ts';
import { createMemoryWorkspace } from '../../support/memory-workspace.ts';
import { codeCell, markdownCell, notebookJson } from '../notebooks/notebook-json.ts';
import { contextOver, textOf, use } from './context.ts';

const three = notebookJson([
  markdownCell('m1', ['# Sales']),
  codeCell(
    'c1',
    ['import csv\n', 'rows = []'],
    [{ output_type: 'stream', name: 'stdout', text: ['12 rows\n'] }],
  ),
  codeCell('c2', 'rows[0]'),
]);

async function opened(text = three) {
  const workspace = createMemoryWorkspace({ 'a.ipynb': text });
  const context = contextOver(workspace);
  const listing = textOf(await use(readFile, { path: 'a.ipynb' }, context));
  const edit = (...operations: object[]) =>
    use(editNotebook, { path: 'a.ipynb', operations }, context);
  const sources = () => {
    const parsed = parseNotebook(workspace.texts.get('a.ipynb') ?? '');
    return parsed.ok ? parsed.notebook.cells.map(({ source }) => source) : parsed.reason;
  };
  return { workspace, context, listing, edit, sources };
}

describe('read_file on a notebook', () => {
  it('shows cells and what they put out', async () => {
    assert.equal(
      (await opened()).listing,
      [
        'a.ipynb (lines 1-9 of 9 of the listing of 3 cells, python; change cells with edit_notebook)',
        '=== cell 0 · markdown · id m1',
        '# Sales',
        '=== cell 1 · code · id c1',
        'import csv',
        'rows = []',
        '--- output of cell 1',
        '12 rows',
        '=== cell 2 · code · id c2',
        'rows[0]',
      ].join('\n'),
    );
  });

  it('names pictures, and cuts long outputs and colours', async () => {
    const { listing } = await opened(
      notebookJson([
        codeCell('a', 'plot()', [
          {
            output_type: 'display_data',
            data: { 'image/png': 'A'.repeat(9_000), 'text/plain': ['<Figure>'] },
            metadata: {},
          },
          {
            output_type: 'error',
            ename: 'KeyError',
            evalue: "'x'",
            traceback: ["\u001b[0;31mKeyError\u001b[0m: 'x'"],
          },
        ]),
        codeCell('b', 'log()', [
          { output_type: 'stream', name: 'stdout', text: `start${'.'.repeat(9_000)}end` },
        ]),
      ]),
    );
    assert.match(listing, /<Figure>\n\[image\/png, 9000 characters\]\nKeyError: 'x'\n/);
    assert.doesNotMatch(listing, /AAAA/);
    assert.match(listing, /start\.+\n\[\d+ characters of output left out\]\n\.+end/);
    assert.ok(listing.length < 3_500, `${listing.length}`);
  });

  it('shows what is no notebook as the text it is', async () => {
    const { listing } = await opened('{"cells": 1}\n');
    assert.equal(listing, 'a.ipynb (lines 1-1 of 1)\n{"cells": 1}');
  });

  it('gives a part, and says how to go on', async () => {
    const { context } = await opened();
    const part = await use(readFile, { path: 'a.ipynb', offset: 3, limit: 2 }, context);
    assert.match(
      textOf(part),
      /^a\.ipynb \(lines 3-4 of 9 .*\)\n=== cell 1.*\nimport csv\n\[5 more/,
    );
  });
});

describe('edit_notebook', () => {
  const cases: readonly [why: string, operations: object[], sources: readonly string[] | RegExp][] =
    [
      [
        'inserts at a place and, by default, at the end',
        [
          { op: 'insert', before: 1, type: 'markdown', text: 'intro' },
          { op: 'insert', text: 'last()' },
        ],
        ['# Sales', 'intro', 'import csv\nrows = []', 'rows[0]', 'last()'],
      ],
      [
        'replaces, deletes and moves, counting cells as they were',
        [
          { op: 'delete', cell: 0 },
          { op: 'replace', cell: 2, text: 'rows[1]' },
          { op: 'move', cell: 2, before: 1 },
        ],
        ['rows[1]', 'import csv\nrows = []'],
      ],
      [
        'patches inside a cell',
        [
          {
            op: 'patch',
            cell: 1,
            text: '@@\n import csv\n-rows = []\n+rows = list(csv.reader([]))',
          },
        ],
        ['# Sales', 'import csv\nrows = list(csv.reader([]))', 'rows[0]'],
      ],
      [
        'refuses a cell that is not there',
        [{ op: 'delete', cell: 3 }],
        /Operation 1 of 1 \(delete\): there is no cell 3: the notebook has cells 0 to 2/,
      ],
      [
        'refuses a place that is not there',
        [{ op: 'insert', before: 9, text: 'x' }],
        /there is no position 9: cells can be put before 0 to 3/,
      ],
      ['says what is missing', [{ op: 'insert' }], /\(insert\): needs `text`/],
      ['says which cell is missing', [{ op: 'delete' }], /\(delete\): needs `cell`/],
      [
        'refuses a patch that does not fit, with the cell’s lines',
        [{ op: 'patch', cell: 2, text: '@@\n-rows[7]\n+rows[8]' }],
        /No cell was changed[\s\S]*rows\[0\]/,
      ],
      [
        'says when nothing changes',
        [{ op: 'replace', cell: 2, text: 'rows[0]' }],
        /change nothing/,
      ],
    ];
  for (const [why, operations, expected] of cases) {
    it(why, async () => {
      const { edit, sources, workspace } = await opened();
      const result = await edit(...operations);
      if (expected instanceof RegExp) {
        assert.equal(result.ok, false);
        assert.match(textOf(result), expected);
        assert.equal(workspace.texts.get('a.ipynb'), three);
      } else {
        assert.equal(result.ok, true, textOf(result));
        assert.deepEqual(sources(), expected);
      }
    });
  }

  it('names the cells anew when their numbers changed, and goes on from there', async () => {
    const { edit, sources } = await opened();
    const first = await edit({ op: 'insert', before: 0, text: 'top()' });
    assert.match(textOf(first), /Its cells are now:\n0 code: top\(\)\n1 markdown: # Sales\n/);
    const second = await edit({ op: 'replace', cell: 3, text: 'rows[5]' });
    assert.equal(textOf(second), 'Kept: a.ipynb.');
    assert.deepEqual(sources(), ['top()', '# Sales', 'import csv\nrows = []', 'rows[5]']);
  });

  it('wants the notebook read first', async () => {
    const context = contextOver(createMemoryWorkspace({ 'a.ipynb': three }));
    const operations = [{ op: 'delete', cell: 0 }];
    const result = await use(editNotebook, { path: 'a.ipynb', operations }, context);
    assert.match(textOf(result), /Read a\.ipynb with read_file first/);
  });

  it('finds cells again after the user moved them', async () => {
    const { edit, sources, workspace } = await opened();
    workspace.texts.set(
      'a.ipynb',
      notebookJson([
        codeCell('new', 'x'),
        codeCell('c2', 'rows[0]'),
        markdownCell('m1', '# Sales'),
      ]),
    );
    const result = await edit({ op: 'replace', cell: 2, text: 'rows[9]' });
    assert.match(textOf(result), /Its cells are now:/);
    assert.deepEqual(sources(), ['x', 'rows[9]', '# Sales']);
  });

  for (const [why, operation, expected] of [
    [
      'replaced',
      { op: 'replace', cell: 2, text: 'mine' },
      /cell 2 reads otherwise since you read it. It is now cell 1:\nrows\[0\] # checked/,
    ],
    ['deleted', { op: 'delete', cell: 2 }, /cell 2 reads otherwise/],
    ['found when it is gone', { op: 'patch', cell: 1, text: '-a\n+b' }, /cell 1 is gone/],
    ['a place when it is gone', { op: 'move', cell: 0, before: 1 }, /cell 1 is gone/],
  ] as const) {
    it(`lets no cell that the user changed be ${why}`, async () => {
      const { edit, workspace } = await opened();
      const users = notebookJson([
        markdownCell('m1', '# Sales'),
        codeCell('c2', 'rows[0] # checked'),
      ]);
      workspace.texts.set('a.ipynb', users);
      const result = await edit(operation);
      assert.equal(result.ok, false);
      assert.match(textOf(result), expected);
      assert.equal(workspace.texts.get('a.ipynb'), users);
    });
  }

  it('patches a cell that the user changed elsewhere', async () => {
    const { edit, sources, workspace } = await opened();
    workspace.texts.set('a.ipynb', three.replace('rows = []', 'rows = [1]'));
    await edit({ op: 'patch', cell: 1, text: '-import csv\n+import json' });
    assert.deepEqual(sources(), ['# Sales', 'import json\nrows = [1]', 'rows[0]']);
  });

  it('does not take what the user undid for known', async () => {
    const { edit, workspace, sources } = await opened();
    workspace.decide = () => 'undone';
    await edit({ op: 'replace', cell: 2, text: 'mine' });
    workspace.decide = () => 'kept';
    workspace.texts.set('a.ipynb', three.replace('rows[0]', 'theirs'));
    const result = await edit({ op: 'replace', cell: 2, text: 'mine' });
    assert.match(textOf(result), /reads otherwise/);
    assert.equal((sources() as string[])[2], 'theirs');
  });

  it('creates a notebook that is missing', async () => {
    const workspace = createMemoryWorkspace();
    const context = contextOver(workspace);
    const operations = [
      { op: 'insert', type: 'markdown', text: '# New' },
      { op: 'insert', text: 'print(1)' },
    ];
    const result = await use(editNotebook, { path: 'new.ipynb', operations }, context);
    assert.equal(result.ok, true, textOf(result));
    assert.equal(workspace.proposed[0]?.changes[0]?.kind, 'create');
    const parsed = parseNotebook(workspace.texts.get('new.ipynb') ?? '');
    assert.ok(parsed.ok);
    assert.deepEqual(
      parsed.notebook.cells.map(({ kind, source }) => [kind, source]),
      [
        ['markdown', '# New'],
        ['code', 'print(1)'],
      ],
    );
  });

  it('sends other files to apply_patch, and apply_patch sends notebooks here', async () => {
    const { context, workspace } = await opened();
    const other = await use(
      editNotebook,
      { path: 'a.ts', operations: [{ op: 'delete' }] },
      context,
    );
    assert.match(textOf(other), /Use apply_patch/);
    for (const patch of [
      '*** Update File: a.ipynb\n@@\n-rows[0]\n+rows[1]',
      '*** Update File: a.ipynb\n@@\n-   "# Sales"\n+   "# Costs"',
      '*** Add File: b.ipynb\n+{}',
    ]) {
      const input = `*** Begin Patch\n${patch}\n*** End Patch\n`;
      const result = await use(applyPatch, input, context);
      assert.match(textOf(result), /is a notebook\. Change its cells with edit_notebook/);
    }
    assert.deepEqual([...workspace.texts], [['a.ipynb', three]]);
    const move = '*** Begin Patch\n*** Update File: a.ipynb\n*** Move to: b.ipynb\n*** End Patch\n';
    assert.equal((await use(applyPatch, move, context)).ok, true);
    const remove = '*** Begin Patch\n*** Delete File: b.ipynb\n*** End Patch\n';
    assert.equal((await use(applyPatch, remove, context)).ok, true);
  });
});
