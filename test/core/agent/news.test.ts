import assert from 'node:assert/strict';
import { forkRecords } from '../../../src/core/agent/restore-task.ts';
import type { ModelRequest } from '../../../src/core/ports.ts';
import { playTask, userSays } from '../../support/play-task.ts';
import { call, say } from '../../support/scripted-items.ts';
import { createScriptedModel } from '../../support/scripted-model.ts';

const undone = { about: 'review r1', text: 'The user took a hunk of a.txt back.' };
const back = { about: 'review r1', text: 'All of a.txt stands again.', asExpected: true } as const;

/** The notes among what the model was sent, in order. */
function notesIn(request: ModelRequest | undefined): readonly string[] {
  return (request?.input ?? []).flatMap((item) =>
    item.type === 'message' && item.role === 'developer'
      ? item.content.flatMap((part) => ('text' in part ? [part.text] : []))
      : [],
  );
}

const answers = () =>
  createScriptedModel([
    { items: [say('One.')] },
    { items: [say('Two.')] },
    { items: [say('Three.')] },
  ]);

describe('news for the model', () => {
  it('goes with the next request, before the message, and once', async () => {
    const model = answers();
    const { session } = playTask({ model });
    session.send(userSays('A'));
    await session.ended;
    session.tell(undone);
    session.send(userSays('B'));
    await session.ended;
    session.send(userSays('C'));
    await session.ended;
    assert.deepEqual(model.requests.map(notesIn), [[], [undone.text], [undone.text]]);
    const roles = model.requests[1]?.input.map((item) => ('role' in item ? item.role : item.type));
    assert.deepEqual(roles, ['user', 'assistant', 'developer', 'user']);
    assert.deepEqual(model.prefixBreaks, []);
  });

  it('goes with the next step of a task that works', async () => {
    const model = createScriptedModel([
      { items: [call('read_file', { path: 'a.txt' }, 'r1')] },
      { items: [say('Done.')] },
    ]);
    const { session } = playTask({
      model,
      onEvent: (event) => {
        if (event.type === 'tool-ended') session.tell(undone);
      },
    });
    session.send(userSays('A'));
    await session.ended;
    assert.deepEqual(model.requests.map(notesIn), [[], [undone.text]]);
  });

  it('does not tell what was put right again before it was told', async () => {
    const model = answers();
    const { session } = playTask({ model });
    session.send(userSays('A'));
    await session.ended;
    session.tell(undone);
    session.tell(back);
    session.send(userSays('B'));
    await session.ended;
    assert.deepEqual(notesIn(model.requests[1]), []);
  });

  it('tells what was put right after it was told', async () => {
    const model = answers();
    const { session } = playTask({ model });
    session.send(userSays('A'));
    await session.ended;
    session.tell(undone);
    session.send(userSays('B'));
    await session.ended;
    session.tell(back);
    session.send(userSays('C'));
    await session.ended;
    assert.deepEqual(notesIn(model.requests[2]), [undone.text, back.text]);
  });

  it('survives a reload, told or not', async () => {
    const first = playTask({ model: answers() });
    first.session.send(userSays('A'));
    await first.session.ended;
    first.session.tell(undone);
    const model = answers();
    const second = playTask({ model, records: first.records });
    second.session.send(userSays('B'));
    await second.session.ended;
    assert.deepEqual(notesIn(model.requests[0]), [undone.text]);
    const again = answers();
    const third = playTask({ model: again, records: second.records });
    third.session.send(userSays('C'));
    await third.session.ended;
    assert.deepEqual(notesIn(again.requests[0]), [undone.text]);
  });

  it('is told again when the part of the conversation that told it is taken back', async () => {
    const model = answers();
    const first = playTask({ model });
    first.session.send({ ...userSays('A'), messageId: 'm1' });
    await first.session.ended;
    first.session.send({ ...userSays('B'), messageId: 'm2' });
    await first.session.ended;
    first.session.tell(undone);
    await first.session.editMessage('m2', { ...userSays('B again'), messageId: 'm3' });
    await first.session.ended;
    assert.deepEqual(notesIn(model.requests[2]), [undone.text]);

    const more = answers();
    const second = playTask({ model: more, records: first.records });
    await second.session.editMessage('m1', { ...userSays('A again'), messageId: 'm4' });
    await second.session.ended;
    second.session.send(userSays('C'));
    await second.session.ended;
    assert.deepEqual(more.requests.map(notesIn), [[undone.text], [undone.text]]);

    const forked = forkRecords(
      first.records,
      'm3',
      { type: 'task', id: 'f', title: 'f', model: 'gpt-5.5', origin: 'panel' },
      0,
    );
    const third = answers();
    const fork = playTask({ model: third, records: forked });
    fork.session.send(userSays('D'));
    await fork.session.ended;
    assert.deepEqual(notesIn(third.requests[0]), [undone.text]);
  });
});
