import assert from 'node:assert/strict';
import { restoreTask } from '../../../src/core/agent/restore-task.ts';
import { reviewShown } from '../../../src/core/agent/review-update.ts';
import type { AgentEvent, Review, ReviewFile } from '../../../src/shared/events.ts';
import { playTask, type PlayedTask } from '../../support/play-task.ts';
import { say } from '../../support/scripted-items.ts';
import { createScriptedModel } from '../../support/scripted-model.ts';

type Decision = ReviewFile['decision'];

function review(state: Review['state'], decision: Decision, id = 'r'): AgentEvent {
  const file: ReviewFile = {
    path: 'a.ts',
    uri: 'file:///a.ts',
    kind: 'modified',
    hunks: [],
    decision,
  };
  return { type: 'review', review: { id, callId: 'c', state, files: [file] } };
}

function play(...events: readonly AgentEvent[]): PlayedTask {
  const played = playTask({ model: createScriptedModel(() => ({ items: [say('Yes.')] })) });
  for (const event of events) played.session.record(event);
  return played;
}

/** What became of each review event, in short. */
function inShort(events: readonly AgentEvent[]): readonly string[] {
  return events.flatMap((event) =>
    event.type === 'review'
      ? [`${event.review.id} ${event.review.state} ${event.review.files[0]?.decision}`]
      : event.type === 'rewind'
        ? ['rewind']
        : [],
  );
}

describe('the events of a review', () => {
  const rewind: AgentEvent = { type: 'rewind', messageId: 'm' };
  const cases: readonly (readonly [
    string,
    readonly AgentEvent[],
    { readonly shown: readonly string[]; readonly written: readonly string[] },
  ])[] = [
    [
      'that waits are the last one, written once',
      [review('open', 'pending'), review('open', 'mixed'), review('open', 'kept')],
      { shown: ['r open kept'], written: ['r open pending'] },
    ],
    [
      'that is over are written',
      [review('open', 'pending'), review('open', 'kept'), review('closed', 'kept')],
      {
        shown: ['r open kept', 'r closed kept'],
        written: ['r open pending', 'r closed kept'],
      },
    ],
    [
      'that was written at once are written when all is decided',
      [review('applied', 'pending'), review('applied', 'pending'), review('applied', 'undone')],
      {
        shown: ['r applied pending', 'r applied undone'],
        written: ['r applied pending', 'r applied undone'],
      },
    ],
    [
      'are told apart from those of another',
      [review('open', 'pending'), review('open', 'pending', 's'), review('open', 'kept')],
      {
        shown: ['r open kept', 's open pending'],
        written: ['r open pending', 's open pending'],
      },
    ],
    [
      'begin anew when a rewind took them away',
      [review('open', 'pending'), rewind, review('open', 'kept')],
      {
        shown: ['r open pending', 'rewind', 'r open kept'],
        written: ['r open pending', 'rewind', 'r open kept'],
      },
    ],
  ];
  for (const [name, events, { shown, written }] of cases) {
    it(name, () => {
      const { session, records, events: told } = play(...events);
      assert.deepEqual(inShort(session.snapshot()), shown);
      assert.deepEqual(inShort(restoreTask(records).events), written);
      assert.deepEqual(told.slice(-events.length), events, 'each is told');
    });
  }

  it('say what the card shows now', () => {
    const { session } = play(review('open', 'pending'), review('open', 'kept'));
    assert.equal(reviewShown(session.snapshot(), 'r')?.files[0]?.decision, 'kept');
    assert.equal(reviewShown(session.snapshot(), 's'), undefined);
    session.record(rewind);
    assert.equal(reviewShown(session.snapshot(), 'r'), undefined);
  });
});
