import assert from 'node:assert/strict';
import type { ModelRequest } from '../../../src/core/ports.ts';
import type { AgentEvent } from '../../../src/shared/events.ts';
import { createMemoryWorkspace, exited } from '../../support/memory-workspace.ts';
import { playTask, userSays } from '../../support/play-task.ts';
import { call, customCall, say } from '../../support/scripted-items.ts';
import { createScriptedModel, type ScriptedModelOptions } from '../../support/scripted-model.ts';

const window = 40_000;

function isHandover(request: ModelRequest): boolean {
  return JSON.stringify(request.input.at(-1)).includes('will be replaced by a summary');
}

/** A task of many steps with large outputs, its goal and its plan. */
async function longTask(steps: number, options: ScriptedModelOptions = {}) {
  const workspace = createMemoryWorkspace({ 'a.txt': 'one\n' });
  workspace.commands.set('build', exited('x'.repeat(8_000)));
  const plan = [{ step: 'Build it all', status: 'in_progress' }];
  let step = 0;
  const model = createScriptedModel((request) => {
    if (isHandover(request)) {
      assert.deepEqual(request.allowedTools, []);
      return { items: [say(`State after step ${step}.`)] };
    }
    step++;
    if (step === 1) return { items: [call('update_plan', { plan }, 'plan')] };
    if (step === 2)
      return {
        items: [
          customCall(
            'apply_patch',
            '*** Begin Patch\n*** Update File: a.txt\n-one\n+two\n*** End Patch',
            'p',
          ),
        ],
      };
    if (step < steps)
      return { items: [call('exec_command', { cmd: 'build', workdir: `${step}` }, `c${step}`)] };
    if (step === steps)
      return {
        items: [
          call('update_plan', { plan: [{ step: 'Build it all', status: 'completed' }] }, 'end'),
        ],
      };
    return { items: [say('All built.')] };
  }, options);
  const played = playTask({ model, workspace, settings: { window, budgetSteps: 0 } });
  const result = await played.ask('Build everything, and never touch b.txt.');
  assert.ok(result);
  return { ...played, model, result };
}

function compactions(events: readonly AgentEvent[]) {
  return events.filter((event) => event.type === 'compacted');
}

describe('compaction', () => {
  it('keeps goal, plan and files of a long task, and the prefix between compactions', async () => {
    const { model, result, events } = await longTask(300);
    assert.deepEqual(result.end, { type: 'done', answer: 'All built.' });
    assert.ok(compactions(events).length > 5);
    assert.deepEqual(model.prefixBreaks, []);
    for (const request of model.requests.slice(3)) {
      const sent = JSON.stringify(request.input);
      assert.ok(sent.includes('never touch b.txt'));
      assert.ok(sent.includes('Build it all'));
      assert.ok(sent.includes('a.txt'));
      assert.ok(sent.length / 4 < window, `${sent.length}`);
    }
  });

  it("uses the endpoint's own compaction where it has one, and keeps a readable summary", async () => {
    const compaction = { type: 'compaction', id: 'cmp_1', encrypted_content: 'sealed' } as const;
    const { events, model, result } = await longTask(30, {
      compact: () => ({ kind: 'compacted', items: [compaction] }),
    });
    assert.equal(result.end.type, 'done');
    assert.match(compactions(events)[0]?.summary ?? '', /^State after step/);
    assert.ok(model.requests.at(-1)?.input.some((item) => item.type === 'compaction'));
    assert.ok(JSON.stringify(model.requests.at(-1)?.input).includes('never touch b.txt'));
  });

  it('never loops when a summary would free too little', async () => {
    const huge = 'y'.repeat(window * 4);
    let handovers = 0;
    const model = createScriptedModel((request) => {
      if (isHandover(request)) {
        handovers++;
        return { items: [say(huge)] };
      }
      return model.requests.length > 40
        ? { items: [say('Done.')] }
        : {
            items: [
              call(
                'exec_command',
                { cmd: `build ${model.requests.length}` },
                `c${model.requests.length}`,
              ),
            ],
          };
    });
    const workspace = createMemoryWorkspace();
    const { session } = playTask({ model, workspace, settings: { window: 4_000, budgetSteps: 0 } });
    session.send(userSays('Go.'));
    assert.equal((await session.ended)?.end.type, 'done');
    assert.ok(handovers <= 10, `${handovers} summaries`);
  });

  it('recovers when the endpoint says the context is too long', async () => {
    const failure = { code: 'contextTooLong', message: 'Too long.', actions: [] } as const;
    let failed = false;
    const workspace = createMemoryWorkspace();
    workspace.commands.set('build', exited('x'.repeat(20_000)));
    const model = createScriptedModel((request, number) => {
      if (isHandover(request)) return { items: [say('Short.')] };
      if (number < 4)
        return {
          items: [call('exec_command', { cmd: 'build', workdir: `${number}` }, `c${number}`)],
        };
      if (!failed) {
        failed = true;
        return { events: [{ type: 'failure', failure, recover: 'compact' }] };
      }
      return { items: [say('Done.')] };
    });
    const { session, events } = playTask({ model, workspace });
    session.send(userSays('Go.'));
    assert.equal((await session.ended)?.end.type, 'done');
    assert.equal(compactions(events).length, 1);
  });

  it('keeps the readable summary when another model cannot read the encrypted one', async () => {
    const compaction = { type: 'compaction', id: 'cmp_1', encrypted_content: 'sealed' } as const;
    const usage = { inputTokens: 7, cachedTokens: 0, outputTokens: 3, reasoningTokens: 0 };
    const { ask, settings, model, events } = await longTask(30, {
      compact: () => ({ kind: 'compacted', items: [compaction], usage }),
    });
    const counted = events.filter((event) => event.type === 'usage').length;
    assert.equal(counted, model.requests.length + compactions(events).length);
    settings.current = { ...settings.current, model: 'gpt-5.5-pro' };
    await ask('Go on.');
    const input = model.requests.find((it) => it.model === 'gpt-5.5-pro')?.input ?? [];
    assert.ok(!input.some((item) => item.type === 'compaction'));
    assert.match(JSON.stringify(input), /<summary>\\nState after step/);
    assert.deepEqual(model.prefixBreaks, []);
  });

  it('cuts old outputs when the conversation is too long even for its own summary', async () => {
    const failure = { code: 'contextTooLong', message: 'Too long.', actions: [] } as const;
    const workspace = createMemoryWorkspace();
    workspace.commands.set('build', exited('x'.repeat(20_000)));
    const model = createScriptedModel((request, number) => {
      if (number < 6)
        return {
          items: [call('exec_command', { cmd: 'build', workdir: `${number}` }, `c${number}`)],
        };
      if (JSON.stringify(request.input).length > 60_000)
        return { events: [{ type: 'failure', failure, recover: 'compact' }] };
      return { items: [say(isHandover(request) ? 'Five builds.' : 'Done.')] };
    });
    const { session, events } = playTask({ model, workspace });
    session.send(userSays('Go.'));
    assert.deepEqual((await session.ended)?.end, { type: 'done', answer: 'Done.' });
    assert.equal(compactions(events)[0]?.summary, 'Five builds.');
    assert.deepEqual(model.prefixBreaks, []);
  });

  it('rather keeps a long conversation than forgets it for want of a summary', async () => {
    const model = createScriptedModel((request) =>
      isHandover(request)
        ? { items: [] }
        : request.input.length > 5
          ? { items: [say('Done.')] }
          : {
              items: [
                call(
                  'exec_command',
                  { cmd: `b${request.input.length}` },
                  `c${request.input.length}`,
                ),
              ],
            },
    );
    const { session, events } = playTask({ model, settings: { window: 4_000 } });
    session.send(userSays('Go. '.repeat(4_000)));
    assert.equal((await session.ended)?.end.type, 'done');
    assert.deepEqual(compactions(events), []);
    assert.match(JSON.stringify(events), /wrote no summary/);
    assert.deepEqual(model.prefixBreaks, []);
  });

  it('does not compact where tools and instructions alone fill the window', async () => {
    const { events } = await longTask(20, { count: () => 1_000_000 });
    assert.ok(compactions(events).length < 6, `${compactions(events).length} compactions`);
  });

  it('keeps an unanswered message last, with all that came along with it', async () => {
    const { session, model } = await longTask(12);
    const message = userSays('Now this.');
    const item = {
      ...message.item,
      content: [{ type: 'input_text', text: '<file path="x">xyz</file>' }, ...message.item.content],
    } as const;
    const filler = 'f'.repeat(110_000);
    session.send({ ...userSays(filler), doneWhen: [] });
    await session.ended;
    session.send({ ...message, item });
    await session.ended;
    const after = model.requests.findLast((request) => !isHandover(request));
    assert.deepEqual(after?.input.at(-1), item);
    assert.ok(!JSON.stringify(after.input.slice(0, -1)).includes('<file path'));
  });

  it('works within the window of a model that has a smaller one than the settings', async () => {
    const { events } = await longTask(30, { limits: { window: 10_000, maxOutput: 1_000 } });
    assert.ok(compactions(events).length > 5);
    const usage = events.find((event) => event.type === 'usage');
    assert.equal(usage?.contextWindow, 10_000);
  });

  it('summarizes on demand: at once when idle, before the next request when not', async () => {
    const workspace = createMemoryWorkspace();
    workspace.commands.set('build', exited('x'.repeat(20_000)));
    const model = createScriptedModel((request) => {
      if (isHandover(request)) return { items: [say('Built twice.')] };
      return model.requests.length > 1
        ? { items: [say('Done.')] }
        : { items: [call('exec_command', { cmd: 'build' }, 'c1')] };
    });
    const { ask, session, events } = playTask({ model, workspace });
    await ask('Build.');
    session.compact();
    assert.ok(session.running);
    await ask('And now?');
    await session.ended;
    assert.equal(compactions(events)[0]?.summary, 'Built twice.');
    assert.equal(events.filter((event) => event.type === 'done').length, 2);
    assert.ok(!JSON.stringify(model.requests.at(-1)?.input).includes('xxxx'));
    assert.ok(JSON.stringify(model.requests.at(-1)?.input).includes('And now?'));
    assert.deepEqual(model.prefixBreaks, []);
  });

  it('is ended by Stop, and begins nothing after it', async () => {
    const model = createScriptedModel((request) =>
      isHandover(request) ? { hangAfter: [] } : { items: [say('Done.')] },
    );
    const { ask, session } = playTask({ model });
    await ask('Build.');
    session.compact();
    session.send(userSays('And now?'));
    await model.received(2);
    await session.stop();
    assert.equal(session.running, false);
    assert.equal(model.requests.length, 2);
    session.resume();
    await session.ended;
    assert.match(JSON.stringify(model.requests.at(-1)?.input), /And now\?/);
  });
});
