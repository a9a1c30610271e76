import assert from 'node:assert/strict';
import { restoreTask } from '../../../src/core/agent/restore-task.ts';
import { findPairingBreach } from '../../../src/core/agent/pairing.ts';
import { createMemoryWorkspace, exited } from '../../support/memory-workspace.ts';
import { playTask, userSays } from '../../support/play-task.ts';
import { call, customCall, say, think } from '../../support/scripted-items.ts';
import { createScriptedModel, type ReplyFunction } from '../../support/scripted-model.ts';

const patch = '*** Begin Patch\n*** Update File: a.txt\n-one\n+two\n*** End Patch';

/** Decided by what the conversation holds, as a model does: patch, then test, then answer. */
const script: ReplyFunction = (request) => {
  const sent = JSON.stringify(request.input);
  const count = request.input.length;
  if (!sent.includes('Kept: a.txt') && !sent.includes('a.txt says two'))
    return sent.includes('window closed') && !sent.includes('two\\n')
      ? { items: [call('read_file', { path: 'a.txt' }, `r${count}`)] }
      : sent.includes('two\\n') && sent.includes('read_file')
        ? {
            items: [
              say('a.txt says two.', 'commentary'),
              call('exec_command', { cmd: 'test' }, `t${count}`),
            ],
          }
        : { items: [think(`rs_${count}`), customCall('apply_patch', patch, `p${count}`)] };
  if (!sent.includes('1 passing'))
    return { items: [call('exec_command', { cmd: 'test' }, `t${count}`)] };
  return { items: [say('Done.')] };
};

function freshWorkspace() {
  const workspace = createMemoryWorkspace({ 'a.txt': 'one\n' });
  workspace.commands.set('test', exited('1 passing\n'));
  return workspace;
}

describe('restoring a session from its journal', () => {
  it('comes back whole: history, plan, usage and events', async () => {
    const model = createScriptedModel(script);
    const played = playTask({ model, workspace: freshWorkspace() });
    played.session.send(userSays('Go.', ['it says two']));
    await played.session.ended;
    const restored = restoreTask(played.records);
    assert.deepEqual(restored.usage, played.session.usage);
    assert.deepEqual(restored.requests, ['Go.']);
    assert.deepEqual(restored.doneWhen, ['it says two']);
    assert.equal(restored.interrupted, false);
    assert.deepEqual(restored.events, played.session.snapshot());
    assert.equal(findPairingBreach(restored.history.items), undefined);
  });

  it('ends the same whatever record the journal was cut after', async () => {
    const whole = playTask({ model: createScriptedModel(script), workspace: freshWorkspace() });
    whole.session.send(userSays('Go.'));
    await whole.session.ended;
    const cuts = whole.records.length;
    assert.ok(cuts > 10);
    for (let cut = 2; cut < cuts; cut++) {
      const records = whole.records.slice(0, cut);
      const workspace = freshWorkspace();
      const patched = records.some(
        (record) => record.kind === 'event' && record.event.type === 'tool-started',
      );
      if (patched) workspace.texts.set('a.txt', 'two\n');
      const model = createScriptedModel(script);
      const again = playTask({ model, workspace, records });
      const last = again.events.at(-1);
      const ended = restoreTask(records).interrupted;
      assert.equal(
        last?.type === 'stopped' && last.reason.kind === 'interrupted',
        ended,
        `cut ${cut}`,
      );
      again.session.resume();
      const result = await again.session.ended;
      assert.deepEqual(result?.end, { type: 'done', answer: 'Done.' }, `cut ${cut}`);
      assert.equal(workspace.texts.get('a.txt'), 'two\n', `cut ${cut}`);
      assert.deepEqual(model.prefixBreaks, []);
    }
  });

  it('cuts before a message, also one that lies behind a compaction', () => {
    const first = {
      type: 'message',
      role: 'user',
      content: [{ type: 'input_text', text: 'A' }],
    } as const;
    const second = { ...first, content: [{ type: 'input_text', text: 'B' }] } as const;
    const at = 0;
    const restored = restoreTask(
      [
        { kind: 'about', at, format: 1, workspace: 'file:///w' },
        { kind: 'item', at, item: first, messageId: 'm1' },
        { kind: 'event', at, event: { type: 'user', messageId: 'm1', text: 'A', attachments: [] } },
        { kind: 'item', at, item: say('a') },
        { kind: 'item', at, item: second, messageId: 'm2' },
        { kind: 'event', at, event: { type: 'user', messageId: 'm2', text: 'B', attachments: [] } },
        { kind: 'history', at, items: [say('summary')], messages: [] },
      ],
      'm2',
    );
    assert.deepEqual(restored.history, { items: [first, say('a')], messages: [['m1', 0]] });
    assert.deepEqual(restored.requests, ['A']);
  });
});
