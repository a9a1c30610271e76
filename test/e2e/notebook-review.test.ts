import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { themes } from '../../scripts/host/base-settings.ts';
import { calls, says, turns } from '../support/practice/turns.ts';
import {
  button,
  sendMessage,
  takePictures,
  untilIdle,
  useRatchetWindows,
} from './support/ratchet-window.ts';

const notebook = `${JSON.stringify(
  {
    cells: [
      {
        cell_type: 'markdown',
        id: 'title',
        metadata: {},
        source: ['# Sales\n', '\n', "It's the **first** quarter:\n", '- north\n', '- south'],
      },
      {
        cell_type: 'code',
        execution_count: 2,
        id: 'load',
        metadata: {},
        outputs: [{ name: 'stdout', output_type: 'stream', text: ['12 rows\n'] }],
        source: [
          'import csv\n',
          '\n',
          'def load(path):\n',
          '    """Rows of a file."""\n',
          '    return list(csv.reader(open(path)))\n',
          '\n',
          "rows = load('sales.csv')\n",
          "print(len(rows), 'rows')",
        ],
      },
      {
        cell_type: 'code',
        execution_count: null,
        id: 'query',
        metadata: { vscode: { languageId: 'sql' } },
        outputs: [],
        source: ["select * from sales where region = 'north'"],
      },
      {
        cell_type: 'code',
        execution_count: null,
        id: 'old',
        metadata: {},
        outputs: [],
        source: ['total = 0\n', 'for row in rows:\n', '    total += int(row[1])'],
      },
    ],
    metadata: { language_info: { name: 'python' } },
    nbformat: 4,
    nbformat_minor: 5,
  },
  undefined,
  1,
)}\n`;

const edits = calls('edit_notebook', {
  path: 'sales.ipynb',
  operations: [
    { op: 'patch', cell: 0, text: '-- south\n+- south\n+- west' },
    {
      op: 'patch',
      cell: 1,
      text: '-    return list(csv.reader(open(path)))\n+    with open(path, newline="") as file:\n+        return list(csv.reader(file))',
    },
    { op: 'insert', before: 2, type: 'markdown', text: '## Totals\n\nBy region.' },
    { op: 'replace', cell: 3, text: 'total = sum(int(row[1]) for row in rows)' },
  ],
});

describe('a notebook in a review', () => {
  const openRatchet = useRatchetWindows();

  it('is read by cell in the colours of its languages, and typed into', async () => {
    const script = turns(
      { items: [calls('read_file', { path: 'sales.ipynb' })] },
      { items: [edits] },
      { items: [says('The notebook is changed.')] },
    );
    const { page, panel, folder } = await openRatchet({
      practice: { script },
      settings: { 'workbench.colorTheme': themes.light, 'diffEditor.renderSideBySide': true },
    });
    const file = path.join(folder, 'sales.ipynb');
    await writeFile(file, notebook);
    await sendMessage(panel, 'Tidy sales.ipynb.');
    const right = page.locator('.monaco-diff-editor .modified-in-monaco-diff-editor');
    await right.getByText('# %% [markdown] id=title').waitFor();
    // Each cell in the colours of its own language: a keyword is a span of its own.
    const spans = (text: string) =>
      right.locator('.view-line', { hasText: text }).locator('span > span');
    await spans('with open')
      .getByText(/^with$/)
      .waitFor();
    await spans('select')
      .getByText(/^select$/)
      .waitFor();
    await takePictures(page, 'notebook-review');
    await right.getByText('- west').click();
    await page.keyboard.press('End');
    await page.keyboard.type(' and the rest');
    await button(panel, 'Keep all').click();
    await untilIdle(panel);
    const written = JSON.parse(await readFile(file, 'utf8')) as {
      cells: { source: string[]; outputs?: unknown[] }[];
    };
    const sources = written.cells.map(({ source }) => source.join(''));
    assert.match(sources[0] ?? '', /- south\n- west and the rest$/);
    assert.deepEqual(sources[2], '## Totals\n\nBy region.');
    assert.equal(written.cells[1]?.outputs?.length, 1);
    assert.equal(sources.length, 5);
  });
});
