import assert from 'node:assert/strict';
import { forkRecords } from '../../../src/core/agent/restore-task.ts';
import type { ModelRequest } from '../../../src/core/ports.ts';
import { developerNotes } from '../../support/developer-notes.ts';
import { playTask, userSays } from '../../support/play-task.ts';
import { call, say } from '../../support/scripted-items.ts';
import { createScriptedModel } from '../../support/scripted-model.ts';

const undone = { about: 'review r1', text: 'The user took a hunk of a.txt back.' };
const back = { about: 'review r1', text: 'All of a.txt stands again.', asExpected: true } as const;

const notesIn = (request: ModelRequest | undefined) => developerNotes(request?.input);

const answers = () =>
  createScriptedModel([
    { items: [say('One.')] },
    { items: [say('Two.')] },
    { items: [say('Three.')] },
  ]);

describe('news for the model', () => {
  it('goes with the next request, before the message, and once', async () => {
    const model = answers();
    const { ask, session } = playTask({ model });
    await ask('A');
    session.tell(undone);
    await ask('B');
    await ask('C');
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
    const { ask, session } = playTask({
      model,
      onEvent: (event) => {
        if (event.type === 'tool-ended') session.tell(undone);
      },
    });
    await ask('A');
    assert.deepEqual(model.requests.map(notesIn), [[], [undone.text]]);
  });

  it('does not tell what was put right again before it was told', async () => {
    const model = answers();
    const { ask, session } = playTask({ model });
    await ask('A');
    session.tell(undone);
    session.tell(back);
    await ask('B');
    assert.deepEqual(notesIn(model.requests[1]), []);
  });

  it('tells what was put right after it was told', async () => {
    const model = answers();
    const { ask, session } = playTask({ model });
    await ask('A');
    session.tell(undone);
    await ask('B');
    session.tell(back);
    await ask('C');
    assert.deepEqual(notesIn(model.requests[2]), [undone.text, back.text]);
  });

  it('survives a reload, told or not', async () => {
    const first = playTask({ model: answers() });
    await first.ask('A');
    first.session.tell(undone);
    const model = answers();
    const second = playTask({ model, records: first.records });
    await second.ask('B');
    assert.deepEqual(notesIn(model.requests[0]), [undone.text]);
    const again = answers();
    const third = playTask({ model: again, records: second.records });
    await third.ask('C');
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
    await second.ask('C');
    assert.deepEqual(more.requests.map(notesIn), [[undone.text], [undone.text]]);

    const forked = forkRecords(
      first.records,
      'm3',
      { type: 'task', id: 'f', title: 'f', model: 'gpt-5.5', origin: 'panel' },
      0,
    );
    const third = answers();
    const fork = playTask({ model: third, records: forked });
    await fork.ask('D');
    assert.deepEqual(notesIn(third.requests[0]), [undone.text]);
  });
});
