import assert from 'node:assert/strict';
import fc from 'fast-check';
import { alignCells } from '../../../src/core/notebooks/align-cells.ts';
import {
  overlayNotebook,
  sameJson,
  sameNotebook,
} from '../../../src/core/notebooks/overlay-notebook.ts';
import { type Notebook, parseNotebook } from '../../../src/core/notebooks/parse-notebook.ts';
import { writeNotebook } from '../../../src/core/notebooks/write-notebook.ts';
import type { ChangedCell } from '../../../src/core/edits/notebook-operations.ts';
import { codeCell, markdownCell, notebookJson } from './notebook-json.ts';

function parse(text: string): Notebook {
  const parsed = parseNotebook(text);
  assert.ok(parsed.ok, parsed.ok ? '' : parsed.reason);
  return parsed.notebook;
}

const same = ({ cells }: Notebook): ChangedCell[] =>
  cells.map(({ kind, language, source }, from) => ({ kind, language, source, from }));

/** Written as no serializer would: what is not touched must stay exactly so. */
const odd = `{ "nbformat":4, "nbformat_minor" : 5,
   "metadata": {"b": 1.0, "a": [ ]},
   "cells": [
      {"source": ["a\\n", "b \\u0041"], "id": "x", "cell_type": "code", "metadata": {"10": 1, "2": 1e2},
       "outputs": [ {"output_type":"stream","name":"stdout","text":"]}\\"\\\\"} ], "execution_count": 7},
      {"cell_type":"markdown","id":"y","metadata":{},"source":"# whole"} ]}`;

describe('a notebook’s text', () => {
  it('changes in nothing but the source that changed', () => {
    const notebook = parse(odd);
    const cells = same(notebook);
    assert.equal(writeNotebook(notebook, cells), odd);
    const [first, second] = cells as [ChangedCell, ChangedCell];
    assert.equal(
      writeNotebook(notebook, [first, { ...second, source: '# other' }]),
      odd.replace('# whole', '# other'),
    );
    assert.equal(
      writeNotebook(notebook, [{ ...first, source: 'c' }, second]).replace(/\[\s*"c"\s*\]/u, '?'),
      odd.replace('["a\\n", "b \\u0041"]', '?'),
    );
    assert.equal(
      writeNotebook(notebook, [second]),
      odd.slice(0, odd.indexOf('{"source"')) + odd.slice(odd.indexOf('{"cell_type":"markdown"')),
    );
  });

  const one = codeCell(
    'aa',
    ['x\n', 'y'],
    [{ output_type: 'stream', name: 'stdout', text: ['é'] }],
  );
  const two = markdownCell('bb', ['# T']);
  for (const [style, write] of [
    ['one space', (cells: object[]) => notebookJson(cells)],
    ['four spaces', (cells: object[]) => notebookJson(cells, 4)],
    ['tabs', (cells: object[]) => notebookJson(cells, '\t')],
    ['one line', (cells: object[]) => notebookJson(cells, 0)],
    ['CRLF', (cells: object[]) => notebookJson(cells).replaceAll('\n', '\r\n')],
    ['no final newline', (cells: object[]) => notebookJson(cells).trimEnd()],
  ] as const) {
    it(`inserts, moves and deletes in a file with ${style}`, () => {
      const notebook = parse(write([one, two]));
      const [first, second] = same(notebook) as [ChangedCell, ChangedCell];
      const added: ChangedCell = { kind: 'code', language: 'python', source: 'n', from: undefined };
      const id = /"([0-9a-f]{8})"/u.exec(writeNotebook(notebook, [added]))?.[1] ?? '';
      const three = codeCell(id, ['n']);
      assert.equal(writeNotebook(notebook, [second, added, first]), write([two, three, one]));
      assert.equal(writeNotebook(notebook, [added]), write([three]));
      assert.equal(writeNotebook(notebook, []), write([]));
      assert.equal(writeNotebook(parse(write([])), [added]), write([three]));
      assert.equal(
        writeNotebook(notebook, [{ ...first, source: 'z' }, second]),
        write([{ ...one, source: ['z'] }, two]),
      );
      assert.equal(
        writeNotebook(notebook, [{ ...first, source: '' }, second]),
        write([{ ...one, source: [] }, two]),
      );
    });
  }

  it('keeps to escapes where the file has nothing else', () => {
    const notebook = parse(notebookJson([codeCell('a', ['é'])]).replace('é', '\\u00e9'));
    const [first] = same(notebook) as [ChangedCell];
    assert.match(
      writeNotebook(notebook, [{ ...first, source: 'ü😀' }]),
      /"\\u00fc\\ud83d\\ude00"/u,
    );
  });

  it('gives ids from nbformat 4.5 on, and never one twice', () => {
    const added: ChangedCell = { kind: 'code', language: 'python', source: 'n', from: undefined };
    const ids = parse(writeNotebook(parse(notebookJson([])), [added, added, added])).cells.map(
      ({ id }) => id,
    );
    assert.equal(new Set(ids).size, 3);
    const old = notebookJson([]).replace('"nbformat_minor": 5', '"nbformat_minor": 4');
    assert.equal(parse(writeNotebook(parse(old), [added])).cells[0]?.id, undefined);
  });

  it('drops the outputs of code that becomes prose, and gives prose that becomes code a place for them', () => {
    const notebook = parse(notebookJson([one, two]));
    const [first, second] = same(notebook) as [ChangedCell, ChangedCell];
    const text = writeNotebook(notebook, [
      { ...first, kind: 'markdown', language: 'markdown' },
      { ...second, kind: 'code', language: 'python' },
    ]);
    assert.deepEqual(
      parse(text).cells.map(({ json }) => json),
      [
        { cell_type: 'markdown', id: 'aa', metadata: {}, source: ['x\n', 'y'] },
        { ...codeCell('bb', ['# T']) },
      ],
    );
  });

  it('holds the cells it was given, whatever they say, and all else as it was', () => {
    const source = fc.array(
      fc.constantFrom('a', '"', '\\', '\n', '[', ']', '{', '}', ',', 'é', '😀'),
    );
    const cell = source.map((parts) => parts.join(''));
    fc.assert(
      fc.property(
        fc.array(cell),
        fc.array(cell),
        fc.constantFrom(0, 1, 2, '\t'),
        fc.infiniteStream(fc.nat()),
        (before, after, indent, numbers) => {
          const cells = before.map((text, index) => codeCell(`c${index}`, text.split(/(?<=\n)/u)));
          const notebook = parse(notebookJson(cells, indent));
          const wanted = after.map((text): ChangedCell => {
            const number = numbers.next().value % (before.length + 1);
            const from = number < before.length ? number : undefined;
            return { kind: 'code', language: 'python', source: text, from };
          });
          const written = parse(writeNotebook(notebook, wanted));
          assert.deepEqual(
            written.cells.map((entry) => entry.source),
            after,
          );
          assert.deepEqual(written.rest, notebook.rest);
        },
      ),
    );
  });

  for (const [why, text, reason] of [
    ['no JSON', '{"cells": [', /is not valid JSON/],
    ['no object', '[]', /is not a notebook/],
    ['format 3', '{"worksheets": [], "nbformat": 3}', /old notebook format 3/],
    ['no cells', '{"nbformat": 4}', /no list of cells/],
    ['a cell that is none', '{"cells": [1]}', /cell 0 is not an object/],
  ] as const) {
    it(`is refused with ${why}`, () => {
      const parsed = parseNotebook(text);
      assert.match(parsed.ok ? '' : parsed.reason, reason);
    });
  }
});

describe('aligning cells', () => {
  const cells = (...list: readonly [id: string | undefined, source: string][]) =>
    list.map(([id, source]) => ({ id, source, kind: 'code' as const }));
  const none = undefined;
  for (const [why, before, after, expected] of [
    [
      'by id, whatever they say',
      cells(['a', '1'], ['b', '2']),
      cells(['b', 'x'], ['a', 'y']),
      [1, 0],
    ],
    ['new ids as new', cells(['a', '1']), cells(['n', '1'], ['a', '1']), [none, 0]],
    ['by content without ids', cells([none, '1'], [none, '2']), cells([none, '2']), [1]],
    [
      'what changed between two that stay',
      cells([none, '1'], [none, '2'], [none, '3']),
      cells([none, '1'], [none, 'x'], [none, '3']),
      [0, 1, 2],
    ],
    ['an id that came with saving', cells([none, '1']), cells(['a', '1']), [0]],
    [
      'ids that are there twice by content',
      cells(['a', '1'], ['a', '2']),
      cells(['a', '2']),
      [none],
    ],
    ['nothing to nothing', [], cells(['a', '1']), [none]],
  ] as const) {
    it(`takes ${why}`, () => {
      assert.deepEqual(alignCells(before, after), expected);
    });
  }
});

describe('what an editor holds over what is saved', () => {
  it('is the saved text where nothing differs but the way to write it', () => {
    const live = JSON.stringify(JSON.parse(odd), undefined, 2);
    assert.equal(overlayNotebook(parse(odd), parse(live)), odd);
  });

  it('takes sources, new cells and outputs from the editor, the rest from the file', () => {
    const live = JSON.parse(odd) as { cells: { source: unknown; outputs?: unknown }[] };
    const [first] = live.cells;
    assert.ok(first);
    first.source = ['live'];
    live.cells.push(codeCell('z', ['new']));
    const text = overlayNotebook(parse(odd), parse(JSON.stringify(live)));
    assert.deepEqual(
      parse(text).cells.map(({ source }) => source),
      ['live', '# whole', 'new'],
    );
    assert.ok(text.includes('"10": 1, "2": 1e2'), 'the metadata is as it was written');
    assert.ok(text.includes('"b": 1.0'));
    first.outputs = [];
    const cleared = parse(overlayNotebook(parse(odd), parse(JSON.stringify(live)))).cells[0];
    assert.deepEqual(cleared?.json['outputs'], []);
  });
});

describe('two texts of one notebook', () => {
  const first = notebookJson([codeCell('a', ['x\n', 'y'])]);
  for (const [why, other, expected] of [
    ['another way to write it', notebookJson([codeCell('a', 'x\ny')], 4), true],
    ['a run count', first.replace('"execution_count": null', '"execution_count": 2'), true],
    ['another source', notebookJson([codeCell('a', 'x\nz')]), false],
    ['another notebook around it', first.replace('python', 'julia'), false],
    ['a cell more', notebookJson([codeCell('a', 'x\ny'), codeCell('b', '')]), false],
    ['no notebook', 'x', false],
  ] as const) {
    it(`${expected ? 'are the same' : 'differ'} with ${why}`, () => {
      assert.equal(sameNotebook(first, other), expected);
    });
  }

  it('tells a list of names from the lines of a text', () => {
    assert.ok(!sameJson({ tags: ['ab'] }, { tags: ['a', 'b'] }));
    assert.ok(sameJson({ text: ['a\n', 'b'] }, { text: 'a\nb' }));
  });
});
