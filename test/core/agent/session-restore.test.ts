import assert from 'node:assert/strict';
import { forkRecords, restoreTask } from '../../../src/core/agent/restore-task.ts';
import { findPairingBreach } from '../../../src/core/agent/pairing.ts';
import type { JournalRecord } from '../../../src/core/ports.ts';
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
    await played.ask('Go.', ['it says two']);
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
    await whole.ask('Go.');
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

  it('brings back what was reported on the criteria, also behind a compaction', async () => {
    const criteria = [{ criterion: 'it works', met: true, evidence: 'ran it' }];
    const model = createScriptedModel([
      { items: [call('report', { summary: 'ok', criteria }, 'r1')] },
      { hangAfter: [] },
    ]);
    const played = playTask({ model });
    played.session.send(userSays('Go.', ['it works']));
    await model.received(2);
    const again = createScriptedModel([{ items: [say('Done.')] }]);
    const { session } = playTask({ model: again, records: [...played.records] });
    await played.session.stop();
    session.resume();
    const result = await session.ended;
    assert.deepEqual(result?.checks, [{ name: 'it works', status: 'passed', evidence: 'ran it' }]);
    assert.equal(again.requests.length, 1);
  });

  it('delivers after a restart what was queued before it', async () => {
    const model = createScriptedModel([{ hangAfter: [] }]);
    const played = playTask({ model });
    played.session.send(userSays('Go.'));
    await model.received(1);
    played.session.send(userSays('Use tabs.'));
    played.session.send(userSays('Taken back.'));
    played.session.unqueue('queued-' + lastMessageId(played.records));
    const records = [...played.records];
    await played.session.stop();
    const again = createScriptedModel([{ items: [say('Done.')] }]);
    const { session } = playTask({ model: again, records });
    session.resume();
    await session.ended;
    const sent = JSON.stringify(again.requests[0]?.input);
    assert.ok(sent.includes('Use tabs.') && !sent.includes('Taken back.'));
  });

  it('knows after a restart from where the budget counts', async () => {
    const usage = { inputTokens: 1000, cachedTokens: 0, outputTokens: 0, reasoningTokens: 0 };
    const step = (id: string) => ({ items: [call('read_file', { path: id }, id)], usage });
    const settings = { budgetUsd: 1.5 };
    const first = createScriptedModel([step('1'), step('2'), step('3'), { hangAfter: [] }], {
      usdPerToken: 0.001,
    });
    const played = playTask({ model: first, settings });
    await played.ask('Go.');
    played.session.resume();
    await first.received(4);
    const records = [...played.records];
    await played.session.stop();
    assert.equal(restoreTask(records).budgetFrom, 2);
    const again = createScriptedModel([step('4'), { items: [say('Never.')] }], {
      usdPerToken: 0.001,
    });
    const { ask } = playTask({ model: again, settings, records });
    const result = await ask('Go on.');
    assert.equal(result?.end.type === 'stopped' && result.end.reason.kind, 'budget');
    assert.equal(again.requests.length, 1);
  });

  it('leaves out reasoning when the model has changed since', async () => {
    const model = createScriptedModel([{ items: [think('rs_1'), say('First.')] }]);
    const played = playTask({ model });
    await played.ask('One.');
    const again = createScriptedModel([{ items: [say('Second.')] }]);
    const { ask } = playTask({
      model: again,
      records: played.records,
      settings: { model: 'gpt-5.5-pro' },
    });
    await ask('Two.');
    assert.ok(!again.requests[0]?.input.some((item) => item.type === 'reasoning'));
  });

  it('forgets the criteria of a message that was edited away', async () => {
    const model = createScriptedModel([
      { items: [say('A.')] },
      ...Array.from({ length: 3 }, () => ({ items: [say('B.')] })),
      { items: [say('C.')] },
    ]);
    const played = playTask({ model });
    await played.ask('First.');
    const second = userSays('Second.', ['it flies']);
    played.session.send(second);
    await played.session.ended;
    await played.session.editMessage(second.messageId, userSays('Other.'));
    await played.session.ended;
    const restored = restoreTask(played.records);
    assert.deepEqual(restored.doneWhen, []);
    assert.deepEqual(restored.requests, ['First.', 'Other.']);
    assert.deepEqual(restored.checks, []);
  });

  it('forks with the conversation and without the cost, again and again', async () => {
    const model = createScriptedModel([{ items: [say('A.')] }, { items: [say('B.')] }]);
    const played = playTask({ model });
    const messages = [userSays('First.'), userSays('Second.')] as const;
    for (const message of messages) {
      played.session.send(message);
      await played.session.ended;
    }
    const task = {
      type: 'task',
      id: 'fork',
      title: 'Fork',
      model: 'gpt-5.5',
      origin: 'panel',
    } as const;
    const fork = forkRecords(played.records, messages[1].messageId, task, 0);
    const restored = restoreTask(fork);
    assert.deepEqual(restored.requests, ['First.']);
    assert.equal(restored.usage.requests, 0);
    assert.equal(restored.history.items.length, 2);
    const again = restoreTask(forkRecords(fork, messages[0].messageId, task, 0));
    assert.deepEqual([again.requests, again.history.items], [[], []]);
  });
});

function lastMessageId(records: readonly JournalRecord[]): string {
  const queued = records.findLast((record) => record.kind === 'queued');
  assert.ok(queued);
  return queued.input.messageId;
}
