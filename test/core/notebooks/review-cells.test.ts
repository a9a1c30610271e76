import assert from 'node:assert/strict';
import fc from 'fast-check';
import { composeReview } from '../../../src/core/edits/compose-review.ts';
import {
  applyNotebookOperations,
  type NotebookOperation,
} from '../../../src/core/edits/notebook-operations.ts';
import { cellHunks } from '../../../src/core/notebooks/cell-hunks.ts';
import { readCellTexts, writeCellTexts } from '../../../src/core/notebooks/cell-text.ts';
import { parseNotebook, type StoredCell } from '../../../src/core/notebooks/parse-notebook.ts';
import {
  showByCell,
  showNow,
  takeCells,
  type ReviewedNotebook,
} from '../../../src/core/notebooks/review-cells.ts';
import { writeNotebook } from '../../../src/core/notebooks/write-notebook.ts';
import { check, seed as runSeed } from '../edits/properties.ts';
import { codeCell, markdownCell, notebookJson } from './notebook-json.ts';

const output = { name: 'stdout', output_type: 'stream', text: ['3\n'] };
const before = notebookJson([
  markdownCell('m1', ['# Sales\n', '\n', "it's prose"]),
  { ...codeCell('c1', ['import csv\n', 'rows = []'], [output]), execution_count: 4 },
  codeCell('c2', [], []),
]);
const shownBefore = `# %% [markdown] id=m1
# Sales

it's prose

# %% [python] id=c1
import csv
rows = []

# %% [python] id=c2

`;

function cellsOf(text: string): readonly StoredCell[] {
  const parsed = parseNotebook(text);
  assert.ok(parsed.ok, parsed.ok ? '' : parsed.reason);
  return parsed.notebook.cells;
}

function change(text: string, ...operations: readonly NotebookOperation[]): string {
  const parsed = parseNotebook(text);
  assert.ok(parsed.ok);
  const changed = applyNotebookOperations(parsed.notebook.cells, operations);
  assert.ok(changed.ok, changed.ok ? '' : changed.error);
  return writeNotebook(parsed.notebook, changed.cells);
}

function show(reviewed: ReviewedNotebook): { readonly before: string; readonly after: string } {
  const shown = showByCell(reviewed);
  assert.ok(shown, 'it is shown by cell');
  return shown;
}

function take(reviewed: ReviewedNotebook, text: string, now = reviewed.before) {
  const shown = now === undefined ? undefined : showNow(reviewed, now);
  const below = now === undefined ? undefined : { text: now, shown: shown ?? '' };
  const taken = takeCells(reviewed, below, text);
  assert.ok(taken);
  return taken;
}

const insert: NotebookOperation = {
  kind: 'insert',
  before: 2,
  cell: { kind: 'code', language: 'python', source: 'x = 1' },
};
const patch: NotebookOperation = { kind: 'patch', cell: 1, patch: '-rows = []\n+rows = [1]' };

describe(`a notebook reviewed by cell (seed ${runSeed})`, () => {
  it('reads as heads and sources', () => {
    const reviewed = { before, after: change(before, patch) };
    const shown = show(reviewed);
    assert.equal(shown.before, shownBefore);
    assert.equal(shown.after, shownBefore.replace('[]', '[1]'));
    assert.equal(take(reviewed, shown.after).text, reviewed.after);
    assert.equal(take(reviewed, shown.before).text, before);
  });

  const noIds = withoutIds(
    notebookJson([
      { cell_type: 'markdown', metadata: {}, source: ['one'] },
      { cell_type: 'raw', metadata: {}, source: 'two' },
      { ...codeCell('', ['three'], [output]), id: undefined },
    ]),
  );
  const oddId = before.replace('"m1"', '"m 1"');
  const whole: readonly (readonly [string, ReviewedNotebook])[] = [
    ['an inserted cell', { before, after: change(before, insert) }],
    ['a deleted cell', { before, after: change(before, { kind: 'delete', cell: 1 }) }],
    [
      'lines of a source patched in the JSON',
      { before, after: before.replace('"rows = []"', '"rows = [\\"é\\"]\\n",\n    "rows"') },
    ],
    ['a moved cell', { before, after: change(before, { kind: 'move', cell: 2, before: 0 }) }],
    [
      'another kind of cell',
      {
        before,
        after: change(before, {
          kind: 'replace',
          cell: 1,
          source: 'text',
          cellKind: 'markdown',
          language: 'markdown',
        }),
      },
    ],
    [
      'heads in sources',
      {
        before,
        after: change(before, { kind: 'replace', cell: 0, source: '# %%\n\\# %% [r]\n# %% x\n' }),
      },
    ],
    ['a new notebook', { before: undefined, after: before }],
    ['a notebook that goes', { before, after: undefined }],
    ['cells without ids', { before: noIds, after: change(noIds, replaceLine(0, 'one', 'uno')) }],
    [
      'cells without ids that move',
      { before: noIds, after: change(noIds, { kind: 'move', cell: 2, before: 0 }) },
    ],
    ['an id that no head takes', { before: oddId, after: change(oddId, patch) }],
    ['all cells deleted', { before: noIds, after: change(noIds, ...[0, 1, 2].map(deletion)) }],
  ];
  for (const [what, reviewed] of whole) {
    it(`comes back to the byte: ${what}`, () => {
      const shown = show(reviewed);
      const text = reviewed.after === undefined ? shown.before : shown.after;
      const taken = take(reviewed, text);
      assert.equal(taken.text, reviewed.after ?? reviewed.before);
      assert.deepEqual(taken.notices, []);
      assert.equal(composeReview(shown.before, cellHunks(shown.before, shown.after)), shown.after);
    });
  }

  const refused: readonly (readonly [string, ReviewedNotebook])[] = [
    ['outputs changed', { before, after: before.replace('3\\n', '4\\n') }],
    ['metadata changed', { before, after: before.replace('3.11', '3.12') }],
    ['no JSON', { before, after: before.slice(1) }],
    ['one id twice', { before, after: before.replace('"m1"', '"c1"') }],
    ['nbformat 3', { before: before.replace('"nbformat": 4', '"nbformat": 3'), after: before }],
    ['a lone CR', { before, after: change(before, replaceLine(1, 'import csv', 'a\rb')) }],
    ['half a character', { before, after: change(before, replaceLine(1, 'import csv', '\uD800')) }],
    ['another indentation', { before, after: JSON.stringify(JSON.parse(before)) }],
    ['a new notebook without cells', { before: undefined, after: notebookJson([]) }],
  ];
  for (const [what, reviewed] of refused) {
    it(`is left to its JSON: ${what}`, () => {
      assert.equal(showByCell(reviewed), undefined);
    });
  }

  it('has no hunk over the border of a cell that stays', () => {
    const after = change(
      before,
      { kind: 'replace', cell: 1, source: 'q' },
      insert,
      { ...insert, cell: { ...insert.cell, source: 'y' } },
      { kind: 'delete', cell: 2 },
      { kind: 'delete', cell: 0 },
    );
    const shown = show({ before, after });
    assert.deepEqual(
      cellHunks(shown.before, shown.after).map(({ baseStart, baseLines, text }) => [
        baseStart,
        baseLines,
        text.replaceAll(/id=[0-9a-f]{8}/gu, 'id=?'),
      ]),
      [
        [0, 5, ''],
        [6, 2, 'q\n'],
        [9, 2, ''],
        [11, 0, '# %% [python] id=?\nx = 1\n\n# %% [python] id=?\ny\n\n'],
      ],
    );
  });

  it('is taken on top of what the notebook holds by now', () => {
    const reviewed = { before, after: change(before, patch, insert) };
    const now = change(
      before
        .replace('"3\\n"', '"run again\\n"')
        .replace('"execution_count": 4', '"execution_count": 5'),
      { kind: 'replace', cell: 2, source: 'mine()' },
      {
        kind: 'insert',
        before: 0,
        cell: { kind: 'markdown', language: 'markdown', source: 'My own' },
      },
    );
    const shownNow = showNow(reviewed, now);
    assert.ok(shownNow !== undefined);
    assert.match(shownNow, /^# %% \[markdown\] id=[0-9a-f]{8}\n/u);
    assert.equal(take(reviewed, shownNow, now).text, now);
    const wanted = change(now, { ...patch, cell: 2 });
    assert.equal(take(reviewed, shownNow.replace('[]', '[1]'), now).text, wanted);
  });

  const edited: readonly (readonly [
    string,
    (text: string) => string,
    RegExp,
    readonly string[],
  ])[] = [
    [
      'a cell typed in',
      (text) => text.replace('# %% [python] id=c2\n', '# %%\nnew()\n\n$&'),
      /^$/u,
      ["# Sales\n\nit's prose", 'import csv\nrows = [1]', 'new()', ''],
    ],
    [
      'the head of a cell gone',
      (text) => text.replace('# %% [python] id=c1\n', ''),
      /Cell id=c1 has lost its head: its source went to another/u,
      ["# Sales\n\nit's prose\n\nimport csv\nrows = [1]", ''],
    ],
    [
      'the first head gone',
      (text) => text.replace('# %% [markdown] id=m1\n', ''),
      /above the first cell became a cell/u,
      ["# Sales\n\nit's prose", 'import csv\nrows = [1]', ''],
    ],
    [
      'a name that no cell has',
      (text) => text.replace('id=c1', 'id=zz'),
      /no cell id=zz/u,
      ["# Sales\n\nit's prose", 'import csv\nrows = [1]', ''],
    ],
    [
      'a cell twice',
      (text) => `${text}# %% [python] id=c1\nagain\n`,
      /id=c1 is there twice/u,
      ["# Sales\n\nit's prose", 'import csv\nrows = [1]', '', 'again'],
    ],
    [
      'a broken head',
      (text) => text.replace('# %% [python] id=c2', '# %% [python id=c2'),
      /Line 10 looks like the head of a cell/u,
      ["# Sales\n\nit's prose", 'import csv\nrows = [1]\n\n# %% [python id=c2'],
    ],
    ['nothing left', () => '', /^$/u, []],
  ];
  for (const [what, edit, notice, sources] of edited) {
    it(`loses no text: ${what}`, () => {
      const reviewed = { before, after: change(before, patch) };
      const taken = take(reviewed, edit(show(reviewed).after));
      assert.match(taken.notices.join(' '), notice);
      const cells = cellsOf(taken.text);
      assert.deepEqual(
        cells.map(({ source }) => source),
        sources,
      );
      assert.equal(new Set(cells.map(({ id }) => id)).size, cells.length, 'ids are unique');
    });
  }

  it('is not taken on top of a notebook that it is not about', () => {
    const reviewed = { before, after: change(before, patch) };
    const text = change(before, insert);
    const { after } = show(reviewed);
    assert.equal(takeCells(reviewed, { text, shown: shownBefore }, after), undefined);
    assert.equal(takeCells(reviewed, { text: '{', shown: shownBefore }, after), undefined);
  });

  it('notes the language of a cell that is not the notebook’s', () => {
    const reviewed = { before, after: change(before, patch) };
    const text = show(reviewed).after.replace('[python] id=c1', '[sql] id=c1');
    const [, cell] = cellsOf(take(reviewed, text).text);
    assert.equal(cell?.language, 'sql');
    assert.deepEqual(cell.json['outputs'], [output]);
    const back = take(reviewed, show(reviewed).after, take(reviewed, text).text).text;
    assert.deepEqual(JSON.parse(back), JSON.parse(reviewed.after));
  });

  const line = fc.oneof(
    fc.constantFrom(
      '',
      ' ',
      '# %%',
      '\\# %% [python] id=c1',
      '# %% [markdown] cell=1',
      "'''",
      'é✓',
    ),
    fc.string({ maxLength: 8, unit: 'grapheme' }).filter((text) => !/[\r\n\0]/u.test(text)),
  );
  const source = fc.array(line, { maxLength: 4 }).map((lines) => lines.join('\n'));
  const language = fc.constantFrom('python', 'markdown', 'raw', 'sql');

  it('reads back every text that it writes', () => {
    const cell = fc.record(
      {
        name: fc.constantFrom(undefined, 'id=a', 'cell=3'),
        language: fc.option(language, { nil: undefined }),
        source,
      },
      { noNullPrototype: true },
    );
    void check(
      fc.property(fc.array(cell, { maxLength: 5 }), (cells) => {
        assert.deepEqual(readCellTexts(writeCellTexts(cells)), { cells, lead: '', notHeads: [] });
      }),
    );
  });

  const content = fc.record({ language, source });
  const operation = fc.record({
    kind: fc.constantFrom('insert', 'replace', 'delete', 'move'),
    at: fc.nat(),
    to: fc.nat(),
    content,
  });

  it('comes back to the byte, whole or in part, whatever was done', () => {
    const cells = fc.array(content, { maxLength: 6 });
    const operations = fc.array(operation, { maxLength: 5 });
    void check(
      fc.property(cells, operations, fc.boolean(), fc.nat(), (contents, steps, ids, seed) => {
        const stored = contents.map(({ language: own, source: text }, index) =>
          own === 'markdown'
            ? markdownCell(`i${index}`, text)
            : {
                ...codeCell(`i${index}`, text, own === 'raw' ? [] : [output]),
                ...(own === 'raw' ? { cell_type: 'raw' } : {}),
                metadata: own === 'sql' ? { vscode: { languageId: 'sql' } } : {},
              },
        );
        const there = ids
          ? notebookJson(stored)
          : withoutIds(notebookJson(stored.map((cell) => ({ ...cell, id: undefined }))));
        const count = contents.length;
        const wantedSteps = steps.map((step): NotebookOperation => {
          const { language: own, source: inside } = step.content;
          const kind = own === 'markdown' ? 'markdown' : 'code';
          const before = step.to % (count + 1);
          if (step.kind === 'insert' || count === 0) {
            return { kind: 'insert', before, cell: { kind, language: own, source: inside } };
          }
          const cell = step.at % count;
          if (step.kind === 'delete') return { kind: 'delete', cell };
          if (step.kind === 'move') return { kind: 'move', cell, before };
          return { kind: 'replace', cell, source: inside, language: own, cellKind: kind };
        });
        const parsed = parseNotebook(there);
        assert.ok(parsed.ok);
        const done = applyNotebookOperations(parsed.notebook.cells, wantedSteps);
        fc.pre(done.ok);
        const changed = writeNotebook(parsed.notebook, done.cells);
        const reviewed = { before: there, after: changed };
        const shown = showByCell(reviewed);
        // Which of two equal cells without ids is the new one, nobody knows.
        assert.ok(shown !== undefined || !ids, 'it is shown by cell');
        fc.pre(shown !== undefined);
        assert.equal(take(reviewed, shown.after).text, changed);
        const hunks = cellHunks(shown.before, shown.after);
        assert.equal(composeReview(shown.before, hunks), shown.after);
        const kept = hunks.filter((_, index) => ((seed >> index) & 1) === 1);
        const text = composeReview(shown.before, kept);
        const part = take(reviewed, text);
        const wanted = readCellTexts(text).cells.map((cell) => cell.source);
        assert.deepEqual(
          cellsOf(part.text).map((cell) => cell.source),
          wanted,
        );
      }),
    );
  });

  it('keeps every line of any text', () => {
    const reviewed = { before, after: change(before, patch) };
    const heads = fc.constantFrom('# %%', '# %% [python] id=c1', '# %% [markdown] id=x', '# %% [');
    void check(
      fc.property(fc.array(fc.oneof(line, heads), { maxLength: 12 }), (lines) => {
        const { cells, lead } = readCellTexts(lines.join('\n'));
        const text = cellsOf(take(reviewed, lines.join('\n')).text)
          .map((cell) => cell.source)
          .join('\n');
        for (const part of [lead, ...cells.map((cell) => cell.source)]) {
          if (part.trim() !== '') assert.ok(text.includes(part), part);
        }
      }),
    );
  });
});

function withoutIds(text: string): string {
  return text.replace('"nbformat_minor": 5', '"nbformat_minor": 2');
}

function deletion(cell: number): NotebookOperation {
  return { kind: 'delete', cell };
}

function replaceLine(cell: number, from: string, to: string): NotebookOperation {
  return { kind: 'patch', cell, patch: `-${from}\n+${to}` };
}
