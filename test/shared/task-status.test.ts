import assert from 'node:assert/strict';
import { describe, it } from 'mocha';

import type { AgentEvent, Review, ReviewFile } from '../../src/shared/events.ts';
import { taskStatus, unreviewedFiles } from '../../src/shared/task-status.ts';
import { emptyTaskView, reduceEvents } from '../../src/shared/view-state.ts';

const user: AgentEvent = { type: 'user', messageId: 'm1', text: 'go', attachments: [] };
const approval: AgentEvent = {
  type: 'approval',
  request: { callId: 't1', kind: 'write', subject: 'a', reason: 'b' },
};
const file = (path: string, decision: ReviewFile['decision']): ReviewFile => ({
  path,
  uri: `file:///${path}`,
  kind: 'modified',
  decision,
  hunks: [],
});
const review = (state: Review['state'], ...files: ReviewFile[]): AgentEvent => ({
  type: 'review',
  review: { id: 'r1', callId: 't1', state, files },
});

describe('the status of a task', () => {
  const cases: readonly [string, readonly AgentEvent[], boolean, string][] = [
    ['is running while it runs', [user], true, 'running'],
    ['is waiting while an approval is open', [user, approval], true, 'waiting'],
    [
      'is running again once it is decided',
      [user, approval, { type: 'approval-ended', callId: 't1', decision: 'deny' }],
      true,
      'running',
    ],
    [
      'is waiting while a question is open',
      [user, { type: 'question', callId: 't1', questions: [] }],
      true,
      'waiting',
    ],
    ['is waiting while a review is open', [user, review('open')], true, 'waiting'],
    [
      'is running while written changes could be undone',
      [user, review('applied')],
      true,
      'running',
    ],
    ['is stopped when the host ended without an end', [user, approval], false, 'stopped'],
    ['is done', [user, { type: 'done', answer: '' }], false, 'done'],
    [
      'is failed',
      [user, { type: 'failed', failure: { code: 'internal', message: '', actions: [] } }],
      false,
      'failed',
    ],
  ];
  for (const [name, events, running, status] of cases) {
    it(name, () => {
      assert.equal(taskStatus(reduceEvents(emptyTaskView, events), running), status);
    });
  }
});

describe('unreviewed files', () => {
  it('are those without a decision in reviews that can still be decided', () => {
    const files = [file('a', 'pending'), file('b', 'kept'), file('c', 'pending')];
    const paths = (state: Review['state']) =>
      unreviewedFiles(reduceEvents(emptyTaskView, [user, review(state, ...files)])).map(
        ({ path }) => path,
      );
    assert.deepEqual(paths('open'), ['a', 'c']);
    assert.deepEqual(paths('applied'), ['a', 'c']);
    assert.deepEqual(paths('closed'), []);
  });

  it('include a file with a hunk that is still open', () => {
    const half: ReviewFile = {
      ...file('a', 'mixed'),
      hunks: [{ id: 'h', decision: 'pending', added: 1, removed: 0, line: 1 }],
    };
    const view = reduceEvents(emptyTaskView, [user, review('open', half)]);
    assert.equal(unreviewedFiles(view).length, 1);
  });
});
