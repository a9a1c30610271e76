import assert from 'node:assert/strict';
import {
  Diagnostic,
  Disposable,
  languages,
  Range,
  workspace,
  WorkspaceEdit,
  type TextDocument,
} from 'vscode';
import type { Problem } from '../../src/core/ports.ts';
import { createProblems } from '../../src/host/edits/create-problems.ts';
import { codeCell, markdownCell, notebookJson } from '../core/notebooks/notebook-json.ts';
import { createReviewFixture, modify, type ReviewFixture } from './support/review-fixture.ts';

/** Finds a problem in every line with the word `bad`, as a language server would. */
function startChecker(): Disposable {
  const found = languages.createDiagnosticCollection('checker');
  const check = (document: TextDocument): void => {
    if (document.uri.scheme !== 'vscode-notebook-cell' && !document.uri.path.endsWith('.checked'))
      return;
    const lines = document.getText().split('\n');
    const problems = lines.flatMap((line, index) =>
      line.includes('bad')
        ? [new Diagnostic(new Range(index, 0, index, line.length), 'is bad')]
        : [],
    );
    found.set(document.uri, problems);
  };
  workspace.textDocuments.forEach(check);
  return Disposable.from(
    found,
    workspace.onDidOpenTextDocument(check),
    workspace.onDidChangeTextDocument(({ document }) => {
      check(document);
    }),
  );
}

describe('what the editor says about an edit', () => {
  let fixture: ReviewFixture;
  let started: Disposable;
  afterEach(async () => {
    started.dispose();
    await fixture.dispose();
  });

  it('names the problems that are new, wherever the old ones moved', async () => {
    started = startChecker();
    fixture = await createReviewFixture();
    const before = 'one\nbad already\nthree\n';
    await fixture.write('a.checked', before);
    const after = 'zero\none\nbad already\nthree\nnewly bad\n';
    const { outcome, reviewId } = await fixture.propose(modify('a.checked', before, after));
    fixture.controller.reviews.decide(reviewId, { type: 'keepAll' });
    const { newProblems } = await outcome;
    assert.deepEqual(
      newProblems.map(({ path, line, message, severity }) => [path, line, message, severity]),
      [['a.checked', 5, 'is bad', 'error']],
    );
    const ofTask = await fixture.editor.newProblems(new AbortController().signal);
    assert.deepEqual(
      ofTask.map(({ line }) => line),
      [5],
    );
  });

  it('names what is new in the cells of an open notebook, wherever the old cells moved', async () => {
    started = startChecker();
    fixture = await createReviewFixture();
    const before = notebookJson([
      markdownCell('m', '# Title'),
      codeCell('c', ['one\n', 'bad already']),
      codeCell('d', ['good']),
    ]);
    await fixture.write('in/a.ipynb', before);
    await workspace.openNotebookDocument(fixture.at('in/a.ipynb'));
    const problems = createProblems({
      roots: [{ name: 'root', uri: fixture.at('').toString() }],
      locate: (path: string) =>
        Promise.resolve({ kind: 'inside', path, uri: fixture.at(path).toString() }),
    });
    const told = (found: readonly Problem[]) =>
      found.map(({ path, cell, line, message }) => [path, cell, line, message]);
    const old = [['in/a.ipynb', 1, 2, 'is bad']];
    assert.deepEqual(told(await problems.current()), old);
    assert.deepEqual(told(await problems.current(['in/a.ipynb'])), old);
    assert.deepEqual(told(await problems.current(['in'])), old);
    assert.deepEqual(told(await problems.current(['other', 'in/a'])), []);
    const after = notebookJson([
      codeCell('n', ['new']),
      markdownCell('m', '# Title'),
      codeCell('c', ['zero\n', 'one\n', 'bad already']),
      codeCell('d', ['good\n', 'newly bad']),
    ]);
    const { outcome, reviewId } = await fixture.propose(modify('in/a.ipynb', before, after));
    fixture.controller.reviews.decide(reviewId, { type: 'keepAll' });
    const { newProblems, status } = await outcome;
    assert.equal(status, 'kept');
    assert.deepEqual(told(newProblems), [['in/a.ipynb', 3, 2, 'is bad']]);
    const ofTask = await fixture.editor.newProblems(new AbortController().signal);
    assert.deepEqual(told(ofTask), told(newProblems));
  });

  it('renames a symbol through its language server, into a review', async () => {
    started = languages.registerRenameProvider(
      { pattern: '**/*.named' },
      {
        async provideRenameEdits(document, position, newName) {
          const range = document.getWordRangeAtPosition(position);
          const word = document.getText(range);
          const edit = new WorkspaceEdit();
          for (const name of ['a.named', 'b.named']) {
            const other = await workspace.openTextDocument(fixture.at(name));
            for (const { index } of other.getText().matchAll(new RegExp(`\\b${word}\\b`, 'gu'))) {
              const start = other.positionAt(index);
              edit.replace(other.uri, new Range(start, start.translate(0, word.length)), newName);
            }
          }
          return edit;
        },
      },
    );
    fixture = await createReviewFixture();
    await fixture.write('a.named', 'let total = 1\n');
    await fixture.write('b.named', 'use total\nuse totals\n');
    const signal = new AbortController().signal;
    const request = { path: 'a.named', line: 1, symbol: 'total', newName: 'sum' };
    const renamed = await fixture.editor.renameSymbol(request, signal);
    assert.equal(renamed.kind, 'changes');
    const { outcome, reviewId } = await fixture.propose(...renamed.changes.changes);
    fixture.controller.reviews.decide(reviewId, { type: 'keepAll' });
    assert.equal((await outcome).status, 'kept');
    assert.equal(await fixture.text('a.named'), 'let sum = 1\n');
    assert.equal(await fixture.text('b.named'), 'use sum\nuse totals\n');
    const missing = await fixture.editor.renameSymbol({ ...request, symbol: 'absent' }, signal);
    assert.deepEqual(missing, {
      kind: 'problem',
      message: 'Line 1 of a.named has no `absent`; it reads: let sum = 1',
    });
  });

  it('gives the net difference of the task as a unified diff', async () => {
    started = Disposable.from();
    fixture = await createReviewFixture();
    await fixture.write('a.txt', 'one\ntwo\n');
    for (const [before, after] of [
      ['one\ntwo\n', 'one\n2\n'],
      ['one\n2\n', 'one\ndeux\n'],
    ] as const) {
      const { outcome, reviewId } = await fixture.propose(modify('a.txt', before, after));
      fixture.controller.reviews.decide(reviewId, { type: 'keepAll' });
      await outcome;
    }
    const diff = await fixture.editor.diff();
    assert.match(diff, /--- a\/a\.txt/u);
    assert.match(diff, /-two\n\+deux\n/u);
    assert.doesNotMatch(diff, /\+2\n/u);
  });
});
