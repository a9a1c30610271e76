import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';

import type { AgentEvent } from '../../src/shared/events.ts';
import { taskStatus, waitsForUser } from '../../src/shared/task-status.ts';
import { emptyTaskView, reduceEvents } from '../../src/shared/view-state.ts';

/** Few ids, so that events meet the entries of others in every order. */
const id = fc.constantFrom('1', '2', '3');
const word = fc.string({ maxLength: 5 });
const event = (
  type: AgentEvent['type'],
  fields: Record<string, fc.Arbitrary<unknown>>,
): fc.Arbitrary<AgentEvent> =>
  fc.record({ type: fc.constant(type), ...fields }) as unknown as fc.Arbitrary<AgentEvent>;

const anyEvent = fc.oneof(
  event('user', { messageId: id, text: word, attachments: fc.constant([]) }),
  event('rewind', { messageId: id }),
  event('queued', { queuedId: id, text: word }),
  event('unqueued', { queuedId: id }),
  event('request', { number: fc.nat(), model: word }),
  event('epoch', { reason: fc.constant('model'), note: word }),
  event('text', { messageId: id, delta: word }),
  event('message', { messageId: id, text: word }),
  event('discard', { messageIds: fc.array(id) }),
  event('reasoning', { delta: word }),
  event('plan', {
    plan: fc.array(fc.record({ step: word, status: fc.constantFrom('pending', 'completed') })),
  }),
  event('tool-writing', { callId: id, name: word, characters: fc.nat() }),
  event('tool-started', { callId: id, name: word, title: word }),
  event('tool-output', { callId: id, chunk: word }),
  event('tool-ended', { callId: id, name: word, state: fc.constant('finished'), summary: word }),
  event('approval', { request: fc.record({ callId: id }) }),
  event('approval-ended', { callId: id, decision: fc.constant('once') }),
  event('question', { callId: id, questions: fc.constant([]) }),
  event('question-ended', { callId: id, answers: fc.array(word) }),
  event('review', {
    review: fc.record({ id, state: fc.constantFrom('open', 'closed'), files: fc.constant([]) }),
  }),
  event('retry', { reason: word, inMs: fc.nat(), attempt: fc.nat() }),
  event('retry-ended', {}),
  event('compacting', {}),
  event('compacted', { summary: word, tokensBefore: fc.nat(), tokensAfter: fc.nat() }),
  event('check', { check: fc.record({ name: id, status: fc.constant('passed') }) }),
  event('notice', { message: word }),
  event('done', { answer: word }),
  event('stopped', { reason: fc.constant({ kind: 'user' }) }),
  event('failed', { failure: fc.constant({ code: 'internal', message: '', actions: [] }) }),
);
const events = fc.array(anyEvent, { maxLength: 60 });

describe('the view of any events', () => {
  it('is the same reduced in parts as at once', () => {
    fc.assert(
      fc.property(events, fc.array(fc.nat(60)), (all, cuts) => {
        const bounds = [0, ...cuts.toSorted((one, other) => one - other), all.length];
        let view = emptyTaskView;
        bounds.forEach((start, index) => {
          view = reduceEvents(view, all.slice(start, bounds[index + 1] ?? all.length));
        });
        const once = reduceEvents(emptyTaskView, all);
        assert.deepEqual(view, once);
      }),
    );
  });

  it('shows each thing once', () => {
    fc.assert(
      fc.property(events, (all) => {
        const { entries } = reduceEvents(emptyTaskView, all);
        const keys = entries.map((entry) => `${entry.kind} ${entry.id}`);
        assert.equal(new Set(keys).size, keys.length);
      }),
    );
  });

  it('waits for nobody and runs nothing after an end', () => {
    fc.assert(
      fc.property(events, (all) => {
        const view = reduceEvents(emptyTaskView, [...all, { type: 'done', answer: '' }]);
        const run = view.entries.slice(view.runStart);
        const busy = run.filter(
          (entry) =>
            (entry.kind === 'tool' && (entry.state === 'running' || entry.state === 'writing')) ||
            (entry.kind === 'text' && entry.state === 'streaming') ||
            (entry.kind === 'reasoning' && entry.streaming),
        );
        assert.deepEqual(busy, []);
        assert.equal(taskStatus(view, false), 'done');
        assert.equal(view.retry, undefined);
        const openReview = run.some(
          (entry) => entry.kind === 'review' && entry.review.state === 'open',
        );
        assert.equal(waitsForUser(view), openReview);
      }),
    );
  });
});
