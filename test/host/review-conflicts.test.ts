import assert from 'node:assert/strict';
import {
  commands,
  Range,
  TabInputText,
  TabInputTextDiff,
  window,
  workspace,
  WorkspaceEdit,
  type Uri,
} from 'vscode';
import type { UndoOutcome } from '../../src/host/review/undo-steps.ts';
import {
  createReviewFixture,
  modify,
  until,
  type FixtureOptions,
  type ReviewFixture,
} from './support/review-fixture.ts';

const before = 'one\ntwo\nthree\nfour\nfive\n';
const proposed = before.replace('two', 'TWO');
/** Meets the proposal in one line, and is elsewhere too. */
const mine = before.replace('two', 'my two').replace('five', 'my five');

const encoded = (text: string): string => String(new TextEncoder().encode(text));

describe('where the user and a change meet', () => {
  let fixture: ReviewFixture;
  afterEach(() => fixture.dispose());

  /** What a question has before it: both sides of the diff editor that is active. */
  const shownTexts = async (): Promise<readonly [string, string, Uri]> => {
    const input = window.tabGroups.activeTabGroup.activeTab?.input;
    assert.ok(input instanceof TabInputTextDiff);
    const [left, right] = [
      await workspace.openTextDocument(input.original),
      await workspace.openTextDocument(input.modified),
    ];
    return [left.getText(), right.getText(), input.modified];
  };
  const write = async (uri: Uri, text: string): Promise<void> => {
    const edit = new WorkspaceEdit();
    edit.replace(uri, new Range(0, 0, 1000, 0), text);
    assert.ok(await workspace.applyEdit(edit));
  };
  /** Editors that show both texts. */
  const tabs = (): number =>
    window.tabGroups.all
      .flatMap((group) => group.tabs)
      .map(({ input }) =>
        input instanceof TabInputTextDiff
          ? input.modified
          : input instanceof TabInputText
            ? input.uri
            : undefined,
      )
      .filter((uri) => uri !== undefined && /^(?:both|undo)-/u.test(uri.authority)).length;

  const answers: readonly {
    readonly title: string;
    readonly answer: 'mine' | 'proposal';
    readonly typed?: string;
    readonly expected: string;
  }[] = [
    { title: 'keeps the user’s text', answer: 'mine', expected: mine },
    {
      title: 'takes the proposal, with what the user wrote elsewhere',
      answer: 'proposal',
      expected: mine.replace('my two', 'TWO'),
    },
    {
      title: 'takes what the user made of both',
      answer: 'proposal',
      typed: mine.replace('my two', 'my TWO'),
      expected: mine.replace('my two', 'my TWO'),
    },
  ];
  for (const { title, answer, typed, expected } of answers) {
    it(`${title}, both texts before their eyes`, async () => {
      const shown: string[] = [];
      fixture = await createReviewFixture({
        questions: {
          async settleConflict() {
            const [left, right, uri] = await shownTexts();
            shown.push(left, right);
            if (typed !== undefined) await write(uri, typed);
            return answer;
          },
        },
      });
      await fixture.write('a.txt', before);
      const { outcome, reviewId } = await fixture.propose(modify('a.txt', before, proposed));
      await fixture.write('a.txt', mine);
      fixture.controller.reviews.decide(reviewId, { type: 'keepAll' });
      const { status, report } = await outcome;
      assert.notEqual(status, 'failed', report);
      assert.equal(await fixture.text('a.txt'), expected);
      assert.deepEqual(shown, [mine, mine.replace('my two', 'TWO')]);
      assert.equal(tabs(), 0);
    });
  }

  it('settles several files one after the other', async () => {
    const asked: string[] = [];
    fixture = await createReviewFixture({
      questions: {
        settleConflict(path) {
          asked.push(path);
          return Promise.resolve(path === 'a.txt' ? 'mine' : 'proposal');
        },
      },
    });
    for (const name of ['a.txt', 'b.txt']) await fixture.write(name, before);
    const { outcome, reviewId } = await fixture.propose(
      modify('a.txt', before, proposed),
      modify('b.txt', before, proposed),
    );
    for (const name of ['a.txt', 'b.txt']) await fixture.write(name, mine);
    fixture.controller.reviews.decide(reviewId, { type: 'keepAll' });
    await outcome;
    assert.deepEqual(asked, ['a.txt', 'b.txt']);
    assert.equal(await fixture.text('a.txt'), mine);
    assert.equal(await fixture.text('b.txt'), mine.replace('my two', 'TWO'));
  });

  it('asks again when the user wrote on while the question was open', async () => {
    let asked = 0;
    fixture = await createReviewFixture({
      questions: {
        async settleConflict() {
          asked += 1;
          if (asked === 1) await write(fixture.at('a.txt'), `more\n${mine}`);
          return 'proposal';
        },
      },
    });
    await fixture.write('a.txt', before);
    await workspace.openTextDocument(fixture.at('a.txt'));
    const { outcome, reviewId } = await fixture.propose(modify('a.txt', before, proposed));
    await write(fixture.at('a.txt'), mine);
    fixture.controller.reviews.decide(reviewId, { type: 'keepAll' });
    await outcome;
    assert.equal(asked, 2);
    assert.equal(await fixture.text('a.txt'), `more\n${mine.replace('my two', 'TWO')}`);
  });

  it('is asked again after a reload, in the editor that is still there', async () => {
    const answers = ['later', 'proposal'] as const;
    const asked: Uri[] = [];
    const first = Promise.withResolvers<undefined>();
    const second = Promise.withResolvers<undefined>();
    fixture = await createReviewFixture({
      questions: {
        async settleConflict() {
          const [, , uri] = await shownTexts();
          asked.push(uri);
          (asked.length === 1 ? first : second).resolve(undefined);
          return answers[asked.length - 1] ?? 'later';
        },
      },
    });
    await fixture.write('a.txt', before);
    const { reviewId } = await fixture.propose(modify('a.txt', before, proposed));
    await fixture.write('a.txt', mine);
    fixture.controller.reviews.decide(reviewId, { type: 'keepAll' });
    await first.promise;
    await fixture.reload();
    assert.equal(tabs(), 1);
    assert.equal(asked.length, 1);
    const [uri] = asked;
    assert.ok(uri);
    // What VS Code does when it shows the restored editor.
    const bytes = await Promise.all([
      workspace.fs.readFile(uri),
      workspace.fs.readFile(uri.with({ scheme: fixture.uris.schemes.before })),
    ]);
    assert.deepEqual(bytes.map(String), [mine.replace('my two', 'TWO'), mine].map(encoded));
    await second.promise;
    await until(
      'it is written',
      () => fixture.reviews.at(-1)?.state === 'closed',
      fixture.controller.onDidReview,
    );
    await until('its editor is closed', () => tabs() === 0);
    assert.equal(await fixture.text('a.txt'), mine.replace('my two', 'TWO'));
    assert.equal(asked.length, 2);
  });

  it('leaves no dead editor of an undo that was asked about before a reload', async () => {
    const asked = Promise.withResolvers<undefined>();
    fixture = await createReviewFixture({
      questions: {
        settleCollision() {
          asked.resolve(undefined);
          return new Promise(() => undefined);
        },
      },
    });
    await fixture.write('a.txt', before);
    const { outcome, reviewId } = await fixture.propose(modify('a.txt', before, proposed));
    fixture.controller.reviews.decide(reviewId, { type: 'keepAll' });
    await outcome;
    await fixture.write('a.txt', mine);
    void fixture.controller.undo('task-1', { kind: 'task' });
    await asked.promise;
    assert.equal(tabs(), 1);
    await fixture.reload();
    await until('its editor is closed', () => tabs() === 0);
  });

  const undone = async (questions: FixtureOptions['questions']): Promise<string> => {
    fixture = await createReviewFixture(questions === undefined ? {} : { questions });
    await fixture.write('a.txt', before);
    const { outcome, reviewId } = await fixture.propose(modify('a.txt', before, proposed));
    fixture.controller.reviews.decide(reviewId, { type: 'keepAll' });
    await outcome;
    await workspace.openTextDocument(fixture.at('a.txt'));
    await write(fixture.at('a.txt'), mine);
    const { kind } = await fixture.controller.undo('task-1', { kind: 'task' });
    return kind;
  };

  it('shows both texts before it takes a step back over later edits', async () => {
    const shown: string[] = [];
    const kind = await undone({
      async settleCollision() {
        const [left, right, uri] = await shownTexts();
        shown.push(left, right);
        await write(uri, right.replace('two', 'two or my two'));
        return 'earlier';
      },
    });
    assert.equal(kind, 'done');
    assert.deepEqual(shown, [mine, mine.replace('my two', 'two')]);
    assert.equal(await fixture.text('a.txt'), mine.replace('my two', 'two or my two'));
    assert.equal(tabs(), 0);
  });

  it('puts the question of an undo again when it is asked for again', async () => {
    const answers = ['later', 'earlier'] as const;
    let asked = 0;
    const again = Promise.withResolvers<string>();
    const kind = await undone({
      async settleCollision() {
        const [, right, uri] = await shownTexts();
        const answer = answers[asked++] ?? 'later';
        if (answer === 'later') {
          // What was typed there is still there when the question comes back.
          await write(uri, right.replace('two', 'both'));
          setImmediate(() => {
            void fixture.controller.undo('task-1', { kind: 'task' }).then((outcome) => {
              again.resolve(outcome.kind);
            });
          });
        }
        return answer;
      },
    });
    assert.deepEqual([kind, await again.promise, asked], ['done', 'cancelled', 2]);
    assert.equal(await fixture.text('a.txt'), mine.replace('my two', 'both'));
    assert.equal(tabs(), 0);
  });

  it('leaves an undo whose question is put away for another one', async () => {
    let other: Promise<UndoOutcome> | undefined;
    const kind = await undone({
      settleCollision() {
        other ??= fixture.controller.undo('task-1', { kind: 'undo' });
        return Promise.resolve('later');
      },
    });
    assert.equal(kind, 'cancelled');
    assert.equal((await other)?.kind, 'nothing');
    assert.equal(tabs(), 0);
    await (await workspace.openTextDocument(fixture.at('a.txt'))).save();
  });

  it('leaves an undo when its editor is closed, with every file as it was', async () => {
    const kind = await undone({
      settleCollision() {
        setImmediate(() => void commands.executeCommand('workbench.action.closeActiveEditor'));
        return Promise.resolve('later');
      },
    });
    assert.equal(kind, 'cancelled');
    const document = await workspace.openTextDocument(fixture.at('a.txt'));
    assert.equal(document.getText(), mine);
    assert.equal(tabs(), 0);
    await document.save();
  });

  it('works an undo out anew when the user wrote on while the question was open', async () => {
    let asked = 0;
    await undone({
      async settleCollision() {
        asked += 1;
        if (asked === 1) await write(fixture.at('a.txt'), `more\n${mine}`);
        return 'earlier';
      },
    });
    assert.equal(asked, 2);
    assert.equal(await fixture.text('a.txt'), `more\n${mine.replace('my two', 'two')}`);
  });
});
