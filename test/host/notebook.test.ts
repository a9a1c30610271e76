import assert from 'node:assert/strict';
import {
  NotebookCellData,
  NotebookCellKind,
  NotebookCellOutput,
  NotebookCellOutputItem,
  NotebookEdit,
  NotebookRange,
  Range,
  TabInputTextDiff,
  WorkspaceEdit,
  window,
  workspace,
  type NotebookDocument,
} from 'vscode';
import type { FileChange } from '../../src/core/edits/change-set.ts';
import {
  applyNotebookOperations,
  type NotebookOperation,
} from '../../src/core/edits/notebook-operations.ts';
import { parseNotebook } from '../../src/core/notebooks/parse-notebook.ts';
import { writeNotebook } from '../../src/core/notebooks/write-notebook.ts';
import { readPlainText } from '../../src/host/workspace/read-text.ts';
import { createReviewFixture, until, type ReviewFixture } from './support/review-fixture.ts';

const stream = (text: string) => ({ name: 'stdout', output_type: 'stream', text: [text] });
const picture = {
  data: { 'image/png': 'iVBORw0KGgo=', 'text/plain': ['<Figure>'] },
  execution_count: 3,
  metadata: {},
  output_type: 'execute_result',
};
const saved = `${JSON.stringify(
  {
    cells: [
      { cell_type: 'markdown', id: 'm1', metadata: { tags: ['top'] }, source: ['# Sales'] },
      {
        cell_type: 'code',
        execution_count: 3,
        id: 'c1',
        metadata: {},
        outputs: [stream('12 rows\n'), picture],
        source: ['import csv\n', 'rows = []\n', 'rows'],
      },
      { cell_type: 'code', execution_count: null, id: 'c2', metadata: {}, outputs: [], source: [] },
    ],
    metadata: { language_info: { name: 'python' } },
    nbformat: 4,
    nbformat_minor: 5,
  },
  undefined,
  1,
)}\n`;

const patch: NotebookOperation = { kind: 'patch', cell: 1, patch: '-rows = []\n+rows = [1]' };
const insert: NotebookOperation = {
  kind: 'insert',
  before: 3,
  cell: { kind: 'code', language: 'python', source: 'done()' },
};

describe('a notebook under review', () => {
  let fixture: ReviewFixture;
  beforeEach(async () => {
    fixture = await createReviewFixture();
    await fixture.write('a.ipynb', saved);
  });
  afterEach(async () => {
    for (const notebook of workspace.notebookDocuments) {
      if (notebook.isDirty) await notebook.save();
    }
    await fixture.dispose();
  });

  const open = async (): Promise<NotebookDocument> => {
    const notebook = await workspace.openNotebookDocument(fixture.at('a.ipynb'));
    await window.showNotebookDocument(notebook, { preserveFocus: true });
    return notebook;
  };
  const sources = (notebook: NotebookDocument) =>
    notebook.getCells().map(({ document }) => document.getText());
  const storedCells = async () => {
    const parsed = parseNotebook(await fixture.text('a.ipynb'));
    assert.ok(parsed.ok);
    return parsed.notebook.cells;
  };
  const storedSources = async () => (await storedCells()).map(({ source }) => source);
  const type = async (notebook: NotebookDocument, cell: number, text: string): Promise<void> => {
    const edit = new WorkspaceEdit();
    const { document } = notebook.cellAt(cell);
    edit.insert(document.uri, document.positionAt(document.getText().length), text);
    assert.ok(await workspace.applyEdit(edit));
  };
  /** As the tool does it: against what the editor holds. */
  const change = async (...operations: NotebookOperation[]): Promise<FileChange> => {
    const read = await readPlainText(fixture.at('a.ipynb'), 'a.ipynb');
    assert.ok(read !== 'missing' && read.kind === 'text');
    const parsed = parseNotebook(read.text);
    assert.ok(parsed.ok);
    const changed = applyNotebookOperations(parsed.notebook.cells, operations);
    assert.ok(changed.ok, changed.ok ? '' : changed.error);
    const after = writeNotebook(parsed.notebook, changed.cells);
    return { kind: 'modify', path: 'a.ipynb', before: read.text, after, baseVersion: read.version };
  };
  const keep = async (...operations: NotebookOperation[]) => {
    const { outcome, reviewId } = await fixture.propose(await change(...operations));
    fixture.controller.reviews.decide(reviewId, { type: 'keepAll' });
    return outcome;
  };

  const hunksOf = (reviewId: string) =>
    fixture.controller.reviews.get(reviewId)?.session.record().state.files[0]?.hunks ?? [];
  const proposalOf = (reviewId: string) =>
    workspace.openTextDocument(fixture.uris.proposal(reviewId, 'a.ipynb', 'cells'));

  it('is shown as text, and written as a file when no editor has it', async () => {
    const wanted = await change(patch, insert);
    const { outcome, reviewId } = await fixture.propose(wanted);
    await until('the diff is open as text', () =>
      window.tabGroups.all.some(({ tabs }) =>
        tabs.some(({ input }) => input instanceof TabInputTextDiff),
      ),
    );
    fixture.controller.reviews.decide(reviewId, { type: 'keepAll' });
    const { status, report } = await outcome;
    assert.equal(status, 'kept', report);
    assert.equal(await fixture.text('a.ipynb'), wanted.kind === 'modify' ? wanted.after : '');
    assert.equal((await fixture.controller.undo('task-1', { kind: 'task' })).kind, 'done');
    assert.equal(await fixture.text('a.ipynb'), saved);
  });

  it('changes in its editor by cell, and leaves the other cells and all outputs alone', async () => {
    const notebook = await open();
    const [first, second] = notebook.getCells();
    const { status, report } = await keep(patch, insert);
    assert.equal(status, 'kept', report);
    assert.equal(notebook.cellAt(0), first, 'the cell was not replaced');
    assert.equal(notebook.cellAt(1), second, 'its source was edited in place');
    assert.deepEqual(sources(notebook), ['# Sales', 'import csv\nrows = [1]\nrows', '', 'done()']);
    assert.equal(notebook.cellAt(1).outputs.length, 2);
    assert.ok(!notebook.isDirty);
    const read = await readPlainText(notebook.uri, 'a.ipynb');
    assert.ok(read !== 'missing' && read.kind === 'text' && !read.unsaved);
    assert.equal(read.text, await fixture.text('a.ipynb'), 'what is read next is what was saved');
    const cells = await storedCells();
    assert.deepEqual(
      cells.map(({ source }) => source),
      sources(notebook),
    );
    assert.deepEqual(cells[1]?.json['outputs'], [stream('12 rows\n'), picture]);
    assert.doesNotMatch(report, /Saving changed/);
  });

  it('is read as its editor holds it, and keeps what is unsaved there', async () => {
    const notebook = await open();
    await type(notebook, 0, ' of May');
    const edit = new WorkspaceEdit();
    edit.set(notebook.uri, [NotebookEdit.deleteCells(new NotebookRange(2, 3))]);
    assert.ok(await workspace.applyEdit(edit));
    const read = await readPlainText(notebook.uri, 'a.ipynb');
    assert.ok(read !== 'missing' && read.kind === 'text');
    assert.ok(read.unsaved);
    assert.equal(await fixture.text('a.ipynb'), saved);
    const { status, report } = await keep(patch);
    assert.equal(status, 'kept', report);
    const expected = ['# Sales of May', 'import csv\nrows = [1]\nrows'];
    assert.deepEqual(sources(notebook), expected);
    assert.deepEqual(await storedSources(), expected);
  });

  it('takes what the user types in other cells during the review', async () => {
    const notebook = await open();
    const { outcome, reviewId } = await fixture.propose(await change(patch));
    await type(notebook, 2, 'mine()');
    fixture.controller.reviews.decide(reviewId, { type: 'keepAll' });
    const { status, report } = await outcome;
    assert.equal(status, 'kept', report);
    assert.deepEqual(sources(notebook), ['# Sales', 'import csv\nrows = [1]\nrows', 'mine()']);
  });

  it('is kept in part', async () => {
    const notebook = await open();
    const { outcome, reviewId } = await fixture.propose(await change(patch, insert));
    const [, second] = hunksOf(reviewId);
    assert.ok(second);
    const { reviews } = fixture.controller;
    reviews.decide(reviewId, { type: 'undoHunk', path: 'a.ipynb', hunkId: second.id });
    reviews.decide(reviewId, { type: 'keepAll' });
    const { status, report } = await outcome;
    assert.equal(status, 'partly', report);
    assert.deepEqual(sources(notebook), ['# Sales', 'import csv\nrows = [1]\nrows', '']);
  });

  it('moves and deletes cells with all they have, and brings them back', async () => {
    const notebook = await open();
    const { status, report } = await keep(
      { kind: 'move', cell: 1, before: 0 },
      { kind: 'delete', cell: 0 },
    );
    assert.equal(status, 'kept', report);
    assert.deepEqual(sources(notebook), ['import csv\nrows = []\nrows', '']);
    assert.equal(notebook.cellAt(0).outputs.length, 2);
    assert.deepEqual((await storedCells())[0]?.json['outputs'], [stream('12 rows\n'), picture]);
    assert.equal((await fixture.controller.undo('task-1', { kind: 'task' })).kind, 'done');
    assert.equal(await fixture.text('a.ipynb'), saved);
    assert.deepEqual(sources(notebook), ['# Sales', 'import csv\nrows = []\nrows', '']);
    assert.equal(notebook.cellAt(1).outputs.length, 2);
  });

  it('brings a deleted cell back with its outputs', async () => {
    const notebook = await open();
    await keep({ kind: 'delete', cell: 1 });
    assert.deepEqual(sources(notebook), ['# Sales', '']);
    assert.equal((await fixture.controller.undo('task-1', { kind: 'task' })).kind, 'done');
    assert.equal(await fixture.text('a.ipynb'), saved);
    const back = notebook.cellAt(1);
    assert.deepEqual(
      back.outputs.map(({ items }) => items.map(({ mime }) => mime)),
      [['application/vnd.code.notebook.stdout'], ['image/png', 'text/plain']],
    );
    assert.equal(back.metadata['id'], 'c1');
  });

  it('is written at once and taken back by hunk where the review comes after', async () => {
    await fixture.dispose();
    fixture = await createReviewFixture({ review: 'after' });
    await fixture.write('a.ipynb', saved);
    const notebook = await open();
    const { outcome, reviewId } = await fixture.propose(await change(patch, insert));
    const { status, report } = await outcome;
    assert.equal(status, 'written', report);
    assert.deepEqual(await storedSources(), sources(notebook));
    const first = fixture.controller.reviews.get(reviewId)?.session.record().state.files[0]
      ?.hunks[0];
    assert.ok(first);
    await type(notebook, 0, ' of May');
    const undo = { type: 'undoHunk', path: 'a.ipynb', hunkId: first.id } as const;
    fixture.controller.reviews.decide(reviewId, undo);
    await fixture.controller.settled();
    const expected = ['# Sales of May', 'import csv\nrows = []\nrows', '', 'done()'];
    assert.deepEqual(sources(notebook), expected);
    assert.deepEqual(await storedSources(), expected);
  });

  it('is reviewed by cell: keeps one, undoes another, and goes back to the byte', async () => {
    await fixture.write('a.ipynb', saved);
    const wanted = await change(patch, insert, { kind: 'replace', cell: 0, source: '# May' });
    const { outcome, reviewId } = await fixture.propose(wanted);
    const proposal = await proposalOf(reviewId);
    assert.match(proposal.getText(), /^# %% \[markdown\] id=m1\n# May\n\n# %% \[python\] id=c1\n/u);
    const { reviews } = fixture.controller;
    const [title, , added] = hunksOf(reviewId);
    assert.equal(hunksOf(reviewId).length, 3);
    assert.ok(title && added);
    reviews.decide(reviewId, { type: 'undoHunk', path: 'a.ipynb', hunkId: title.id });
    reviews.decide(reviewId, { type: 'undoHunk', path: 'a.ipynb', hunkId: added.id });
    await until('the right side shows it undone', () => /^# Sales$/mu.test(proposal.getText()));
    assert.equal(await fixture.text('a.ipynb'), saved);
    reviews.decide(reviewId, { type: 'keepAll' });
    const { status, report } = await outcome;
    assert.equal(status, 'partly', report);
    assert.match(report, /undone: `# May`/u);
    assert.equal(await fixture.text('a.ipynb'), saved.replace('rows = []', 'rows = [1]'));
    assert.equal((await fixture.controller.undo('task-1', { kind: 'task' })).kind, 'done');
    assert.equal(await fixture.text('a.ipynb'), saved);
  });

  it('takes what is typed into the proposal, cells too, over a reload', async () => {
    const notebook = await open();
    await type(notebook, 0, ' of May');
    const { reviewId } = await fixture.propose(await change(patch, insert));
    const proposal = await proposalOf(reviewId);
    const edit = new WorkspaceEdit();
    const at = (text: string) => proposal.positionAt(proposal.getText().indexOf(text));
    edit.insert(proposal.uri, at('[1]'), 'own or ');
    edit.insert(proposal.uri, at('# %% [python] id=c2'), '# %% [markdown]\nMy own\n\n');
    assert.ok(await workspace.applyEdit(edit));
    await until(
      'it is part of the review',
      () => hunksOf(reviewId).some(({ decision }) => decision === 'edited'),
      fixture.controller.onDidReview,
    );
    await fixture.reload();
    fixture.controller.reviews.decide(reviewId, { type: 'keepAll' });
    await until(
      'it is written',
      () => fixture.reviews.at(-1)?.state === 'closed',
      fixture.controller.onDidReview,
    );
    await fixture.controller.settled();
    const expected = [
      '# Sales of May',
      'import csv\nrows = own or [1]\nrows',
      'My own',
      '',
      'done()',
    ];
    assert.deepEqual(sources(notebook), expected);
    assert.deepEqual(await storedSources(), expected);
    assert.deepEqual((await storedCells())[1]?.json['outputs'], [stream('12 rows\n'), picture]);
    assert.deepEqual(fixture.asked, []);
  });

  it('loses no text where the head of a cell is deleted, and says what became of it', async () => {
    const { outcome, reviewId } = await fixture.propose(await change(patch, insert));
    const proposal = await proposalOf(reviewId);
    const edit = new WorkspaceEdit();
    const head = '# %% [python] id=c1\n';
    const start = proposal.getText().indexOf(head);
    edit.delete(
      proposal.uri,
      new Range(proposal.positionAt(start), proposal.positionAt(start + head.length)),
    );
    assert.ok(await workspace.applyEdit(edit));
    await until(
      'it is part of the review',
      () => hunksOf(reviewId).some(({ decision }) => decision === 'edited'),
      fixture.controller.onDidReview,
    );
    fixture.controller.reviews.decide(reviewId, { type: 'keepAll' });
    const { status, report } = await outcome;
    assert.equal(status, 'partly', report);
    const expected = ['# Sales\n\nimport csv\nrows = [1]\nrows', '', 'done()'];
    assert.deepEqual(await storedSources(), expected);
    assert.match(fixture.asked.join(), /told a\.ipynb: Cell id=c1 has lost its head/u);
  });

  it('goes on from cells that were run, added and rewritten meanwhile', async () => {
    const notebook = await open();
    const { outcome, reviewId } = await fixture.propose(await change(patch, insert));
    const edit = new WorkspaceEdit();
    const [, second] = notebook.getCells();
    assert.ok(second);
    const again = new NotebookCellOutput([NotebookCellOutputItem.stdout('99 rows\n')], {
      outputType: 'stream',
    });
    const data = new NotebookCellData(second.kind, second.document.getText(), 'python');
    data.outputs = [again];
    data.metadata = { ...second.metadata };
    edit.set(notebook.uri, [
      NotebookEdit.replaceCells(new NotebookRange(1, 2), [data]),
      NotebookEdit.insertCells(0, [
        new NotebookCellData(NotebookCellKind.Markup, 'My own', 'markdown'),
      ]),
    ]);
    assert.ok(await workspace.applyEdit(edit));
    await type(notebook, 3, 'mine()');
    fixture.controller.reviews.decide(reviewId, { type: 'keepAll' });
    const { status, report } = await outcome;
    assert.equal(status, 'kept', report);
    const expected = ['My own', '# Sales', 'import csv\nrows = [1]\nrows', 'mine()', 'done()'];
    assert.deepEqual(sources(notebook), expected);
    assert.deepEqual(await storedSources(), expected);
    assert.deepEqual((await storedCells())[2]?.json['outputs'], [stream('99 rows\n')]);
  });

  it('asks where the user rewrote the same cell, by cell', async () => {
    await fixture.dispose();
    fixture = await createReviewFixture({
      questions: { settleConflict: () => Promise.resolve('proposal') },
    });
    await fixture.write('a.ipynb', saved);
    const { outcome, reviewId } = await fixture.propose(await change(patch, insert));
    await fixture.write('a.ipynb', saved.replace('rows = []', 'rows = mine'));
    fixture.controller.reviews.decide(reviewId, { type: 'keepAll' });
    await until(
      'it was settled',
      () => fixture.controller.reviews.get(reviewId) === undefined,
      fixture.controller.onDidReview,
    );
    await outcome;
    const expected = ['# Sales', 'import csv\nrows = [1]\nrows', '', 'done()'];
    assert.deepEqual(await storedSources(), expected);
  });

  it('goes on waiting when the file is no notebook any more', async () => {
    const { outcome, reviewId } = await fixture.propose(await change(patch));
    await fixture.write('a.ipynb', saved.slice(1));
    fixture.controller.reviews.decide(reviewId, { type: 'keepAll' });
    await until('it was told of', () => fixture.asked.length > 0, fixture.controller.onDidReview);
    assert.match(fixture.asked.join(), /told a\.ipynb cannot be read as a notebook by now/u);
    await until(
      'it is open again',
      () => fixture.controller.reviews.get(reviewId)?.session.record().phase === 'open',
      fixture.controller.onDidReview,
    );
    assert.equal(await fixture.text('a.ipynb'), saved.slice(1));
    await fixture.write('a.ipynb', saved);
    fixture.controller.reviews.decide(reviewId, { type: 'keepAll' });
    assert.equal((await outcome).status, 'kept');
    assert.equal(await fixture.text('a.ipynb'), saved.replace('rows = []', 'rows = [1]'));
  });

  it('is created and deleted by cell', async () => {
    const created = await fixture.propose({ kind: 'create', path: 'b.ipynb', after: saved });
    fixture.controller.reviews.decide(created.reviewId, { type: 'keepAll' });
    assert.equal((await created.outcome).status, 'kept');
    assert.equal(await fixture.text('b.ipynb'), saved);
    const deleted = await fixture.propose({
      kind: 'delete',
      path: 'b.ipynb',
      before: saved,
      baseVersion: 'v1',
    });
    const [file] =
      fixture.controller.reviews.get(deleted.reviewId)?.session.record().state.files ?? [];
    assert.match(file?.base ?? '', /^# %% \[markdown\] id=m1\n/u);
    fixture.controller.reviews.decide(deleted.reviewId, { type: 'keepAll' });
    assert.equal((await deleted.outcome).status, 'kept');
    assert.deepEqual(await fixture.names(), ['a.ipynb']);
    assert.equal((await fixture.controller.undo('task-1', { kind: 'undo' })).kind, 'nothing');
  });

  it('is left as it was when what was kept would be no notebook', async () => {
    const told = Promise.withResolvers<string>();
    await fixture.dispose();
    fixture = await createReviewFixture({
      questions: {
        settleFailure(message) {
          told.resolve(message);
          return Promise.resolve('later');
        },
      },
    });
    await fixture.write('a.ipynb', saved);
    const notebook = await open();
    await type(notebook, 0, ' of May');
    // New outputs are in no text by cell: this one is reviewed as JSON.
    const wanted = await change(patch);
    assert.ok(wanted.kind === 'modify');
    const after = wanted.after.replace('12 rows', '13 rows');
    const { outcome, reviewId } = await fixture.propose({ ...wanted, after });
    fixture.controller.reviews.decide(reviewId, {
      type: 'documentChanged',
      path: 'a.ipynb',
      text: saved.replace('"cells": [', '"cells": ['.slice(0, -1)),
    });
    const { reviews } = fixture.controller;
    const current = () => reviews.get(reviewId)?.session.record().state.files[0]?.current ?? '';
    reviews.decide(reviewId, { type: 'keepAll' });
    assert.match(await told.promise, /what was kept of a\.ipynb is not valid JSON/);
    assert.equal(notebook.cellAt(0).document.getText(), '# Sales of May');
    assert.equal(await fixture.text('a.ipynb'), saved);
    // What they typed is still there, to be put right.
    const text = current().replace('"cells": ', '"cells": [');
    reviews.decide(reviewId, { type: 'documentChanged', path: 'a.ipynb', text });
    reviews.decide(reviewId, { type: 'keepAll' });
    assert.notEqual((await outcome).status, 'failed');
    assert.ok(JSON.parse(await fixture.text('a.ipynb')));
  });

  it('stays unsaved as it was when VS Code refuses the edit', async () => {
    await fixture.dispose();
    fixture = await createReviewFixture({ applyEdit: () => Promise.resolve(false) });
    await fixture.write('a.ipynb', saved);
    const notebook = await open();
    await type(notebook, 0, ' of May');
    const { status, report } = await keep(patch, insert);
    assert.equal(status, 'failed');
    assert.match(report, /^Nothing was changed/);
    assert.deepEqual(sources(notebook), ['# Sales of May', 'import csv\nrows = []\nrows', '']);
    assert.ok(notebook.isDirty);
    assert.equal(await fixture.text('a.ipynb'), saved);
  });
});
