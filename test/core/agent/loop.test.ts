import assert from 'node:assert/strict';
import { limits } from '../../../src/core/agent/limits.ts';
import { findPairingBreach } from '../../../src/core/agent/pairing.ts';
import type { ModelEvent } from '../../../src/core/ports.ts';
import type { AgentEvent, EndEvent } from '../../../src/shared/events.ts';
import { developerNotes } from '../../support/developer-notes.ts';
import { createMemoryWorkspace, exited } from '../../support/memory-workspace.ts';
import { playTask, userSays } from '../../support/play-task.ts';
import { call, customCall, say, think } from '../../support/scripted-items.ts';
import { createScriptedModel, type ScriptedReply } from '../../support/scripted-model.ts';

const patch = '*** Begin Patch\n*** Update File: a.txt\n-one\n+two\n*** End Patch';

async function run(
  script: readonly ScriptedReply[],
  options: Omit<Parameters<typeof playTask>[0], 'model'> & { doneWhen?: readonly string[] } = {},
) {
  const model = createScriptedModel(script, { usdPerToken: 0.001 });
  const played = playTask({ model, ...options });
  const result = await played.ask('Do it.', options.doneWhen);
  assert.ok(result);
  assert.deepEqual(model.prefixBreaks, []);
  return { ...played, model, result, end: result.end };
}

function ofType<Type extends AgentEvent['type']>(
  events: readonly AgentEvent[],
  type: Type,
): readonly Extract<AgentEvent, { type: Type }>[] {
  return events.filter(
    (event): event is Extract<AgentEvent, { type: Type }> => event.type === type,
  );
}

describe('the loop', () => {
  it('asks, runs the calls, and ends with the answer', async () => {
    const workspace = createMemoryWorkspace({ 'a.txt': 'one\n' });
    const { end, model, events, result } = await run(
      [
        {
          items: [
            think('rs_1'),
            say('Looking.', 'commentary'),
            call('read_file', { path: 'a.txt' }, 'c1'),
            call('list_files', {}, 'c2'),
          ],
        },
        { items: [customCall('apply_patch', patch, 'c3')] },
        { items: [say('Done: a.txt says two.')] },
      ],
      { workspace },
    );
    assert.deepEqual(end, { type: 'done', answer: 'Done: a.txt says two.' });
    assert.equal(workspace.texts.get('a.txt'), 'two\n');
    assert.equal(model.requests.length, 3);
    const outputs = model.requests[2]?.input.filter((item) => item.type.endsWith('_output'));
    assert.deepEqual(
      outputs?.map((item) => 'call_id' in item && item.call_id),
      ['c1', 'c2', 'c3'],
    );
    assert.deepEqual(
      ofType(events, 'tool-ended').map((event) => event.state),
      ['finished', 'finished', 'finished'],
    );
    assert.equal(result.usage.requests, 3);
    assert.deepEqual(result.checks, [
      { name: 'Problems', status: 'passed', evidence: 'No new errors in the changed files' },
    ]);
  });

  it('answers broken arguments and unknown tools instead of failing', async () => {
    const { end, model } = await run([
      { items: [call('read_file', '{"path": ', 'c1'), call('delete_everything', {}, 'c2')] },
      { items: [say('Sorry.')] },
    ]);
    assert.equal(end.type, 'done');
    const outputs = model.requests[1]?.input.filter((item) => item.type === 'function_call_output');
    assert.match(JSON.stringify(outputs?.[0]?.output), /not valid JSON.*call it again/);
    assert.match(
      JSON.stringify(outputs?.[1]?.output),
      /no tool named .*delete_everything.*read_file/,
    );
  });

  it('tells the model when a tool has a bug, and goes on', async () => {
    const lines: string[] = [];
    const workspace = createMemoryWorkspace();
    const { end, model } = await run(
      [{ items: [call('list_files', {}, 'c1')] }, { items: [say('Ok.')] }],
      {
        parts: {
          files: {
            ...workspace.files,
            roots: workspace.files.roots,
            list: () => Promise.reject(new Error('boom')),
          },
          log: (line) => lines.push(line),
        },
      },
    );
    assert.equal(end.type, 'done');
    assert.match(JSON.stringify(model.requests[1]?.input), /error inside Ratchet \(boom\)/);
    assert.match(lines.join('\n'), /tool list_files: Error: boom\n\s+at/);
  });

  it('keeps secrets in tool output from leaving, unless told otherwise', async () => {
    const token = `ghp_${'a1B2'.repeat(9)}`;
    for (const redact of [true, false]) {
      const { model } = await run(
        [{ items: [call('read_file', { path: 'a.txt' }, 'c1')] }, { items: [say('Ok.')] }],
        { workspace: createMemoryWorkspace({ 'a.txt': `token=${token}\n` }), settings: { redact } },
      );
      assert.equal(JSON.stringify(model.requests[1]?.input).includes(token), !redact);
    }
  });

  const unfinished: readonly (readonly [string, ScriptedReply, RegExp])[] = [
    [
      'an answer cut at the output limit',
      { items: [say('half')], status: 'max_output_tokens' },
      /cut at the output limit/,
    ],
    [
      'commentary without a call',
      { items: [say('I will now', 'commentary')] },
      /ended with commentary/,
    ],
    ['an empty response', { items: [] }, /no message and no tool call/],
  ];
  for (const [name, reply, note] of unfinished) {
    it(`goes on after ${name}`, async () => {
      const { end, model } = await run([reply, { items: [say('whole')] }]);
      assert.deepEqual(end, { type: 'done', answer: 'whole' });
      assert.match(developerNotes(model.requests[1]?.input).join('\n'), note);
    });

    it(`never shows ${name} as finished, however often it comes`, async () => {
      const { end } = await run(Array<ScriptedReply>(limits.continuations + 1).fill(reply));
      assert.equal(end.type, 'failed');
    });
  }

  it('counts continuations anew after each step', async () => {
    const cut: ScriptedReply = { items: [say('half')], status: 'max_output_tokens' };
    const rounds = Array.from({ length: limits.continuations + 2 }, (_, index) => [
      cut,
      { items: [call('read_file', { path: `${index}` }, `c${index}`)] },
    ]);
    const { end } = await run([...rounds.flat(), { items: [say('whole')] }]);
    assert.deepEqual(end, { type: 'done', answer: 'whole' });
  });

  it('shows a refusal and does not ask again', async () => {
    const plan = [{ step: 'Fix it', status: 'pending' }];
    const refusal = {
      type: 'message',
      role: 'assistant',
      content: [{ type: 'refusal', refusal: 'I cannot help with that.' }],
    } as const;
    const { end, events, model } = await run([
      { items: [call('update_plan', { plan }, 'p1')] },
      { items: [refusal] },
    ]);
    assert.equal(end.type === 'failed' && end.failure.code, 'contentFilter');
    assert.match(JSON.stringify(end), /I cannot help with that/);
    assert.equal(ofType(events, 'message').at(-1)?.text, 'I cannot help with that.');
    assert.equal(model.requests.length, 2);
  });

  it('does not run a call that was cut short, and drops reasoning that led to nothing', async () => {
    const cut = { ...call('exec_command', '{"cmd": "rm -', 'c1'), status: 'incomplete' as const };
    const { end, model } = await run([
      { items: [think('rs_1'), cut], status: 'max_output_tokens' },
      { items: [say('Fine.')] },
    ]);
    assert.equal(end.type, 'done');
    assert.equal(model.requests[1]?.input.length, 2);
  });

  it('runs whole calls of a stream that broke after them', async () => {
    const workspace = createMemoryWorkspace({ 'a.txt': 'one\n' });
    const { end, events } = await run(
      [
        { items: [call('read_file', { path: 'a.txt' }, 'c1')], status: 'cut' },
        { items: [say('Read.')] },
      ],
      { workspace },
    );
    assert.equal(end.type, 'done');
    assert.equal(ofType(events, 'tool-ended').length, 1);
  });

  it('takes back text that was streamed before a reset', async () => {
    const before: ModelEvent[] = [
      { type: 'text', itemId: 'm1', delta: 'frag' },
      { type: 'reset' },
      { type: 'retry', reason: 'The stream broke.', inMs: 500, attempt: 1 },
    ];
    const { end, events } = await run([{ before, items: [say('whole')] }]);
    assert.deepEqual(end, { type: 'done', answer: 'whole' });
    assert.deepEqual(ofType(events, 'discard'), [{ type: 'discard', messageIds: ['m1'] }]);
  });

  it('drops unreadable reasoning once and asks again in a new epoch', async () => {
    const failure = { code: 'badRequest', message: 'unreadable', actions: [] } as const;
    const broken: ScriptedReply = {
      events: [{ type: 'failure', failure, recover: 'encryptedContent' }],
    };
    const first: ScriptedReply = { items: [think('rs_1'), call('list_files', {}, 'c1')] };
    const recovered = await run([first, broken, { items: [say('Ok.')] }]);
    assert.equal(recovered.end.type, 'done');
    assert.ok(!recovered.model.requests[2]?.input.some((item) => item.type === 'reasoning'));
    assert.equal(ofType(recovered.events, 'epoch')[0]?.reason, 'encryptedContent');
    const twice = await run([first, broken, broken]);
    assert.deepEqual(twice.end, { type: 'failed', failure });
  });

  it('stops a model that repeats itself', async () => {
    const replies = Array.from({ length: limits.equalCallsEnd }, (_, index) => ({
      items: [call('list_files', {}, `c${index}`)],
    }));
    const { end, model } = await run(replies);
    assert.equal(end.type === 'stopped' && end.reason.kind, 'loop');
    assert.match(developerNotes(model.requests[3]?.input).join(), /same call 3 times/);
  });

  it('pauses at the limit of steps and goes on when asked', async () => {
    const played = await run(
      [
        { items: [call('list_files', {}, 'c1')] },
        { items: [call('list_files', {}, 'c2')] },
        { items: [say('Done.')] },
      ],
      { settings: { budgetSteps: 2 } },
    );
    assert.deepEqual(played.end, { type: 'stopped', reason: { kind: 'steps', limit: 2 } });
    played.session.resume();
    assert.equal((await played.session.ended)?.end.type, 'done');
  });

  it('pauses at the budget of dollars, and a continued task has it anew', async () => {
    const usage = { inputTokens: 1000, cachedTokens: 0, outputTokens: 0, reasoningTokens: 0 };
    const played = await run(
      [
        { items: [call('list_files', {}, 'c1')], usage },
        { items: [say('Done.')], usage },
      ],
      { settings: { budgetUsd: 1 } },
    );
    assert.deepEqual(played.end, {
      type: 'stopped',
      reason: { kind: 'budget', limitUsd: 1, spentUsd: 1 },
    });
    played.session.resume();
    assert.equal((await played.session.ended)?.end.type, 'done');
  });

  it('says what blocks it before any request', async () => {
    const failure = {
      code: 'noFolder',
      message: 'Open a folder first.',
      actions: ['openFolder'],
    } as const;
    const { end, model } = await run([], { settings: { blocked: failure } });
    assert.deepEqual(end, { type: 'failed', failure });
    assert.equal(model.requests.length, 0);
  });

  it('starts a new epoch without reasoning when the model changes', async () => {
    const model = createScriptedModel([
      { items: [think('rs_1'), say('First.')] },
      { items: [say('Second.')] },
    ]);
    const { ask, settings, events } = playTask({ model });
    await ask('One.');
    settings.current = { ...settings.current, model: 'gpt-5.5-pro' };
    await ask('Two.');
    assert.equal(model.requests[1]?.model, 'gpt-5.5-pro');
    assert.notEqual(model.requests[0]?.epoch, model.requests[1].epoch);
    assert.ok(!model.requests[1].input.some((item) => item.type === 'reasoning'));
    assert.equal(ofType(events, 'epoch')[0]?.reason, 'model');
  });
});

describe('checks before done', () => {
  const plan = (status: string) =>
    call('update_plan', { plan: [{ step: 'Fix it', status }] }, `p-${status}`);

  it('nudges once for an open plan, then says what stayed open', async () => {
    const { end, model, result } = await run([
      { items: [plan('in_progress')] },
      { items: [say('Done?')] },
      { items: [say('Done.')] },
    ]);
    assert.deepEqual(end, { type: 'done', answer: 'Done.' });
    assert.match(developerNotes(model.requests[2]?.input).join(), /open steps: Fix it/);
    assert.deepEqual(result.checks, [{ name: 'Plan', status: 'failed', evidence: 'Open: Fix it' }]);
  });

  it('sends new problems back, a bounded number of times', async () => {
    const workspace = createMemoryWorkspace({ 'a.txt': 'one\n' });
    const standing = {
      path: 'a.txt',
      severity: 'error',
      message: 'Wrong.',
      line: 1,
      column: 1,
    } as const;
    const { result, model } = await run(
      [
        { items: [customCall('apply_patch', patch, 'c1')] },
        ...Array.from({ length: 1 + limits.problemRounds }, () => ({ items: [say('Done.')] })),
      ],
      {
        workspace,
        parts: { editor: { ...workspace.editor, newProblems: async () => [standing] } },
      },
    );
    assert.equal(model.requests.length, 2 + limits.problemRounds);
    assert.match(developerNotes(model.requests[2]?.input).join(), /a\.txt\n\s+1:1 error: Wrong\./);
    assert.deepEqual(result.checks, [{ name: 'Problems', status: 'failed', evidence: '1 new' }]);
  });

  it('runs the verify commands after changes and returns what failed', async () => {
    const workspace = createMemoryWorkspace({ 'a.txt': 'one\n' });
    let runs = 0;
    workspace.commands.set('npm test', () =>
      ++runs === 1 ? exited('1 failing', 1) : exited('ok'),
    );
    const { result, model } = await run(
      [
        { items: [customCall('apply_patch', patch, 'c1')] },
        { items: [say('Done.')] },
        { items: [say('Fixed.')] },
      ],
      { workspace, settings: { verifyCommands: ['npm test'] } },
    );
    assert.match(
      developerNotes(model.requests[2]?.input).join(),
      /`npm test` did not pass \(exit code 1\):\n1 failing/,
    );
    assert.deepEqual(result.checks.at(-1), {
      name: 'npm test',
      status: 'passed',
      evidence: 'exit code 0',
    });
  });

  it('takes what is typed while the checks run along', async () => {
    const workspace = createMemoryWorkspace({ 'a.txt': 'one\n' });
    const model = createScriptedModel([
      { items: [customCall('apply_patch', patch, 'c1')] },
      { items: [say('Done.')] },
      { items: [say('That too.')] },
    ]);
    const { ask, session } = playTask({
      model,
      workspace,
      settings: { verifyCommands: ['npm test'] },
    });
    let runs = 0;
    workspace.commands.set('npm test', () => {
      if (++runs === 1) session.send(userSays('And b.txt.'));
      return exited('ok');
    });
    const result = await ask('Do it.');
    assert.deepEqual(result?.end, { type: 'done', answer: 'That too.' });
    assert.match(JSON.stringify(model.requests[2]?.input), /And b\.txt\./);
  });

  it('takes what is typed while the last record is written along', async () => {
    const model = createScriptedModel([{ items: [say('Done.')] }, { items: [say('That too.')] }]);
    let typed = false;
    let ended = false;
    const { ask, session } = playTask({
      model,
      journal: {
        append: (record) => (ended ||= record.kind === 'event' && record.event.type === 'done'),
        sync: async () => {
          if (!ended || typed) return;
          typed = true;
          session.send(userSays('And b.txt.'));
        },
      },
    });
    const result = await ask('Do it.');
    assert.deepEqual(result?.end, { type: 'done', answer: 'That too.' });
    assert.equal(session.running, false);
  });

  it('shows a verify command without leave as not run, never as passed', async () => {
    const { result } = await run(
      [{ items: [customCall('apply_patch', patch, 'c1')] }, { items: [say('Done.')] }],
      {
        workspace: createMemoryWorkspace({ 'a.txt': 'one\n' }),
        settings: { verifyCommands: ['npm test'] },
        parts: {
          approve: () => async (need) =>
            need.kind === 'verify' ? { kind: 'denied', reason: 'no' } : { kind: 'allowed' },
        },
      },
    );
    assert.deepEqual(result.checks.at(-1), {
      name: 'npm test',
      status: 'notRun',
      evidence: 'Not allowed',
    });
  });

  it('runs no verify command when nothing was changed', async () => {
    const { result } = await run([{ items: [say('42.')] }], {
      settings: { verifyCommands: ['npm test'] },
    });
    assert.deepEqual(result.checks, []);
  });

  it('asks for evidence on each criterion and offers report only then', async () => {
    const report = call(
      'report',
      { summary: 'ok', criteria: [{ criterion: 'It  Works', met: true, evidence: 'ran it' }] },
      'r1',
    );
    const { result, model } = await run(
      [{ items: [say('Done.')] }, { items: [report] }, { items: [say('Done.')] }],
      {
        doneWhen: ['it works'],
      },
    );
    assert.equal(model.requests[0]?.allowedTools, undefined);
    assert.match(
      developerNotes(model.requests[1]?.input).join(),
      /criterion "it works" has no answer/,
    );
    assert.deepEqual(result.checks, [{ name: 'it works', status: 'passed', evidence: 'ran it' }]);
    const without = await run([{ items: [say('Done.')] }]);
    const allowed = without.model.requests[0]?.allowedTools ?? [];
    assert.ok(allowed.includes('apply_patch'));
    assert.ok(!allowed.includes('report'));
  });
});

describe('stopping', () => {
  const endings: readonly (readonly [string, ModelEvent[]])[] = [
    ['before anything came', []],
    ['in the middle of a message', [{ type: 'text', itemId: 'm1', delta: 'I was ab' }]],
    ['after a call was written', [{ type: 'item', item: call('list_files', {}, 'c1') }]],
    ['after reasoning', [{ type: 'item', item: think('rs_1') }]],
  ];
  for (const [name, hangAfter] of endings) {
    it(`leaves a valid history ${name}, and goes on from it`, async () => {
      const model = createScriptedModel([{ hangAfter }, { items: [say('On it.')] }]);
      const { session, events } = playTask({ model });
      session.send(userSays('Do it.'));
      await model.received(1);
      await new Promise(setImmediate);
      await session.stop();
      assert.deepEqual(events.at(-1), {
        type: 'stopped',
        reason: { kind: 'user' },
      } satisfies EndEvent);
      session.send(userSays('Go on.'));
      assert.equal((await session.ended)?.end.type, 'done');
      assert.equal(findPairingBreach(model.requests[1]?.input ?? []), undefined);
      if (name.includes('message'))
        assert.match(developerNotes(model.requests[1]?.input).join(), /I was ab/);
    });
  }

  it('gives every call an output when a tool is stopped, and ends commands', async () => {
    const workspace = createMemoryWorkspace({ 'a.txt': 'one\n' });
    const stopped: string[] = [];
    const started = Promise.withResolvers<undefined>();
    const model = createScriptedModel([
      {
        items: [
          call('read_file', { path: 'a.txt' }, 'c1'),
          call('exec_command', { cmd: 'sleep 99' }, 'c2'),
          call('list_files', {}, 'c3'),
        ],
      },
      { items: [say('Ok.')] },
    ]);
    const { ask, session, events } = playTask({
      model,
      workspace,
      parts: {
        shell: {
          ...workspace.shell,
          run: (_request, signal) =>
            new Promise((_, reject) => {
              signal.addEventListener('abort', () => {
                reject(new Error('aborted'));
              });
              started.resolve(undefined);
            }),
          stopAll: async () => void stopped.push('all'),
        },
      },
    });
    session.send(userSays('Do it.'));
    await started.promise;
    await session.stop();
    assert.deepEqual(stopped, ['all']);
    assert.deepEqual(
      ofType(events, 'tool-ended').map((event) => [event.callId, event.summary === 'Stopped']),
      [
        ['c1', false],
        ['c2', true],
        ['c3', true],
      ],
    );
    await ask('Go on.');
    const outputs =
      model.requests[1]?.input.filter((item) => item.type === 'function_call_output') ?? [];
    assert.match(JSON.stringify(outputs[1]?.output), /Stopped by the user while this call ran/);
    assert.match(JSON.stringify(outputs[2]?.output), /Not run/);
  });
});

describe('steering', () => {
  it('queues a message and delivers it at the next step', async () => {
    const workspace = createMemoryWorkspace();
    const model = createScriptedModel([
      { items: [call('exec_command', { cmd: 'build' }, 'c1')] },
      { items: [say('Ok.')] },
    ]);
    const played = playTask({ model, workspace });
    workspace.commands.set('build', () => {
      played.session.send(userSays('Use tabs.'));
      return exited('built');
    });
    await played.ask('Do it.');
    const last = model.requests[1]?.input.at(-1);
    assert.deepEqual(last?.type === 'message' && last.content, [
      { type: 'input_text', text: 'Use tabs.' },
    ]);
    const [queued] = ofType(played.events, 'queued');
    assert.equal(ofType(played.events, 'user')[1]?.queuedId, queued?.queuedId);
  });

  it('does not end while a message waits', async () => {
    const model = createScriptedModel((_, number) => {
      if (number === 1) played.session.send(userSays('And this.'));
      return { items: [say(`Answer ${number}.`)] };
    });
    const played = playTask({ model });
    played.session.send(userSays('Do it.'));
    assert.deepEqual((await played.session.ended)?.end, { type: 'done', answer: 'Answer 2.' });
  });

  it('stops the step and delivers at once', async () => {
    const model = createScriptedModel([
      { hangAfter: [{ type: 'text', itemId: 'm1', delta: 'Long' }] },
      { items: [say('Now that.')] },
    ]);
    const { session, events } = playTask({ model });
    session.send(userSays('Do it.'));
    await model.received(1);
    session.send(userSays('Do that instead.'));
    session.sendNow();
    assert.deepEqual((await session.ended)?.end, { type: 'done', answer: 'Now that.' });
    assert.equal(ofType(events, 'stopped').length, 0);
  });

  it('stops for good when Stop comes right after stop-and-send', async () => {
    const model = createScriptedModel([
      { hangAfter: [{ type: 'text', itemId: 'm1', delta: 'Long' }] },
      { items: [say('Never.')] },
    ]);
    const { session } = playTask({ model });
    session.send(userSays('Do it.'));
    await model.received(1);
    session.send(userSays('Do that instead.'));
    session.sendNow();
    const ended = session.ended;
    await session.stop();
    assert.deepEqual((await ended)?.end, { type: 'stopped', reason: { kind: 'user' } });
    assert.equal(model.requests.length, 1);
  });

  it('takes a queued message back', async () => {
    const model = createScriptedModel([{ hangAfter: [] }, { items: [say('Ok.')] }]);
    const { session, events } = playTask({ model });
    session.send(userSays('Do it.'));
    await model.received(1);
    session.send(userSays('No, wait.'));
    session.unqueue(ofType(events, 'queued')[0]?.queuedId ?? '');
    await session.stop();
    session.resume();
    await session.ended;
    assert.ok(!JSON.stringify(model.requests.at(-1)?.input).includes('No, wait.'));
  });

  it('lets what is sent while an earlier message is edited wait for the edited one', async () => {
    const model = createScriptedModel(() => ({ items: [say('Yes.')] }));
    const { ask, session } = playTask({ model });
    await ask('One.');
    const second = userSays('Two.');
    session.send(second);
    await session.ended;
    const edited = session.editMessage(second.messageId, userSays('Two, edited.'));
    // The stop at its beginning is over; the journal is being read.
    await session.stop();
    session.send(userSays('Three.'));
    await edited;
    await session.ended;
    const said = (model.requests.at(-1)?.input ?? []).flatMap((item) =>
      item.type === 'message' && item.role === 'user' ? item.content : [],
    );
    assert.deepEqual(
      said.map((part) => part.type === 'input_text' && part.text),
      ['One.', 'Two, edited.', 'Three.'],
    );
  });

  it('goes back to an earlier message and on from another', async () => {
    const model = createScriptedModel([
      { items: [say('A.')] },
      { items: [say('B.')] },
      { items: [say('C.')] },
    ]);
    const { ask, session, events } = playTask({ model });
    await ask('First.');
    const second = userSays('Second.');
    session.send(second);
    await session.ended;
    await session.editMessage(second.messageId, userSays('Other.'));
    await session.ended;
    const said = JSON.stringify(model.requests[2]?.input);
    assert.ok(said.includes('First.') && said.includes('A.') && said.includes('Other.'));
    assert.ok(!said.includes('Second.') && !said.includes('B.'));
    assert.deepEqual(ofType(events, 'rewind'), [{ type: 'rewind', messageId: second.messageId }]);
  });
});
