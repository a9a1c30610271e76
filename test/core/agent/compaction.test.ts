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
  played.session.send(userSays('Build everything, and never touch b.txt.'));
  const result = await played.session.ended;
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
});
