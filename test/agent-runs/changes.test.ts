/** What the user or the endpoint changes in the middle of a task, over HTTP. */

import assert from 'node:assert/strict';
import { forkRecords, restoreTask } from '../../src/core/agent/restore-task.ts';
import { createMemoryWorkspace, exited } from '../support/memory-workspace.ts';
import { userSays } from '../support/play-task.ts';
import type { Conversation, PracticeItem, Script } from '../support/practice/script.ts';
import { startPractice, type PracticeOptions } from '../support/practice/server.ts';
import {
  eventsOf,
  refusals,
  startAgentRun,
  untilDone,
  type AgentRun,
  type AgentRunOptions,
} from './agent-run.ts';

/** Thinks, builds three times for each message of the user, then answers. */
const builder: Script = {
  name: 'builder',
  turn: (_, conversation) => ({ items: nextItems(conversation) }),
  aside: ({ input }) =>
    JSON.stringify(input.at(-1)).includes('will be replaced by a summary')
      ? { items: [{ type: 'message', text: 'Built what was asked for.' }] }
      : undefined,
};

function nextItems({ input, userText, number }: Conversation): readonly PracticeItem[] {
  const asked = input.findLastIndex((item) => item['role'] === 'user');
  const built = input.slice(asked).filter((item) => 'output' in item).length;
  if (built >= 3) return [{ type: 'message', text: `Built for: ${userText}` }];
  return [
    { type: 'reasoning' },
    { type: 'function', name: 'exec_command', arguments: { cmd: 'build', workdir: `${number}` } },
  ];
}

async function withRun(
  options: Partial<PracticeOptions>,
  work: (run: AgentRun) => Promise<void>,
  more: Partial<AgentRunOptions> = {},
): Promise<void> {
  const workspace = createMemoryWorkspace({ 'a.txt': 'one\n' });
  workspace.commands.set('build', exited('built\n'.repeat(400)));
  const run = await startAgentRun({
    practice: { script: builder, ...options },
    workspace,
    ...more,
  });
  try {
    await work(run);
    assert.deepEqual(run.practice.mismatches, []);
    assert.deepEqual(run.practice.prefixBreaks, []);
  } finally {
    await run.practice.close();
  }
}

async function ask(run: AgentRun, text: string): Promise<ReturnType<typeof userSays>> {
  const message = userSays(text);
  run.session.send(message);
  const { end } = await untilDone(run);
  assert.deepEqual(end, { type: 'done', answer: `Built for: ${text}` });
  return message;
}

function lastBody(run: AgentRun): Readonly<Record<string, unknown>> {
  return run.practice.requests.at(-1)?.body ?? {};
}

function epochs(run: AgentRun): readonly string[] {
  return eventsOf(run, 'epoch').map(({ reason }) => reason);
}

describe('a change in the middle of a task', () => {
  it('goes on with another effort and verbosity in the same epoch', async () => {
    await withRun({}, async (run) => {
      await ask(run, 'One');
      run.settings.current = { ...run.settings.current, effort: 'xhigh', verbosity: 'high' };
      await ask(run, 'Two');
      const { reasoning, text } = lastBody(run);
      assert.deepEqual(
        [reasoning, text],
        [{ effort: 'xhigh', summary: 'auto' }, { verbosity: 'high' }],
      );
      assert.deepEqual(epochs(run), []);
      assert.deepEqual(refusals(run), []);
    });
  });

  it('goes on with another model, in a new epoch and without reasoning', async () => {
    await withRun({}, async (run) => {
      await ask(run, 'One');
      run.settings.current = { ...run.settings.current, model: 'gpt-5.5-pro' };
      await ask(run, 'Two');
      assert.equal(lastBody(run)['model'], 'gpt-5.5-pro');
      assert.deepEqual(epochs(run), ['model']);
      assert.deepEqual(refusals(run), []);
    });
  });

  it('goes on at another endpoint, which cannot read what the first one encrypted', async () => {
    const second = await startPractice({ script: builder });
    const endpoint = { baseUrl: '' };
    await withRun(
      {},
      async (run) => {
        endpoint.baseUrl = `${run.practice.url}/v1`;
        await ask(run, 'One');
        endpoint.baseUrl = `${second.url}/v1`;
        run.settings.current = { ...run.settings.current, endpoint: second.url };
        await ask(run, 'Two');
        assert.deepEqual(epochs(run), ['endpoint']);
        assert.ok(second.requests.length >= 4);
        assert.deepEqual(refusals({ practice: second }), []);
      },
      {
        endpoint: {
          get baseUrl() {
            return endpoint.baseUrl;
          },
        },
      },
    );
    await second.close();
  });

  it('leaves out what the endpoint begins to refuse, in a new epoch', async () => {
    await withRun(
      {
        fault: (number) =>
          number === 2
            ? {
                kind: 'status',
                status: 400,
                body: {
                  message: "Unsupported parameter: 'text.verbosity'.",
                  param: 'text.verbosity',
                  code: 'unsupported_parameter',
                },
              }
            : undefined,
      },
      async (run) => {
        await ask(run, 'One');
        assert.equal(lastBody(run)['text'], undefined);
        assert.deepEqual(epochs(run), ['downgrade']);
      },
    );
  });

  it('drops encrypted reasoning that the endpoint can no longer read', async () => {
    await withRun(
      {
        fault: (number) =>
          number === 3
            ? {
                kind: 'status',
                status: 400,
                body: { message: 'Could not be verified.', code: 'invalid_encrypted_content' },
              }
            : undefined,
      },
      async (run) => {
        await ask(run, 'One');
        assert.deepEqual(epochs(run), ['encryptedContent']);
      },
    );
  });

  it('compacts when the endpoint takes less than the settings say, again and again', async () => {
    await withRun({ contextWindow: 7_000 }, async (run) => {
      for (let number = 0; number < 6; number += 1) await ask(run, `Number ${number}`);
      assert.ok(eventsOf(run, 'compacted').length >= 2);
      const sent = JSON.stringify(lastBody(run)['input']);
      assert.ok(sent.includes('Number 0') && sent.includes('Number 5'));
    });
  });

  it('goes back to a message behind a compaction', async () => {
    await withRun(
      {},
      async (run) => {
        await ask(run, 'One');
        const second = await ask(run, 'Two');
        for (const text of ['Three', 'Four', 'Five', 'Six']) await ask(run, text);
        assert.ok(eventsOf(run, 'compacted').length > 0);
        await run.session.editMessage(second.messageId, userSays('Other'));
        const { end } = await untilDone(run);
        assert.deepEqual(end, { type: 'done', answer: 'Built for: Other' });
        const sent = JSON.stringify(lastBody(run)['input']);
        assert.ok(sent.includes('"One"') && !sent.includes('"Two"') && !sent.includes('Six'));
        assert.deepEqual(refusals(run), []);
        const restored = restoreTask(run.records).history.items;
        assert.deepEqual(restored.slice(0, -1), run.requests.at(-1)?.input);
      },
      { settings: { window: 9_000 } },
    );
  });

  it('forks before a message behind a compaction, and the fork goes its own way', async () => {
    await withRun(
      {},
      async (run) => {
        await ask(run, 'One');
        const second = await ask(run, 'Two');
        for (const text of ['Three', 'Four', 'Five', 'Six']) await ask(run, text);
        const task = { type: 'task', id: 'f', title: '', model: '', origin: 'panel' } as const;
        const fork = await startAgentRun({
          practice: { script: builder },
          workspace: run.workspace,
          records: forkRecords(run.records, second.messageId, task, 0),
          // The fork's own endpoint did not write that reasoning: so it has to recover as well.
        });
        try {
          await ask(fork, 'Else');
          const sent = JSON.stringify(fork.practice.requests.at(-1)?.body?.['input']);
          assert.ok(sent.includes('"One"') && !sent.includes('"Two"'));
        } finally {
          await fork.practice.close();
        }
      },
      { settings: { window: 9_000 } },
    );
  });

  it('shows what the content filter left and asks no more', async () => {
    await withRun(
      { fault: () => ({ kind: 'incomplete', at: 'first', reason: 'content_filter' }) },
      async (run) => {
        run.session.send(userSays('One'));
        const { end } = await untilDone(run);
        assert.equal(end.type === 'failed' && end.failure.code, 'contentFilter');
        assert.equal(run.practice.requests.length, 1);
      },
    );
  });

  it('shows a refusal and asks no more', async () => {
    const script: Script = {
      name: 'refusal',
      turn: () => ({ items: [{ type: 'message', text: 'I cannot do that.', refusal: true }] }),
    };
    await withRun({ script }, async (run) => {
      run.session.send(userSays('One'));
      const { end } = await untilDone(run);
      assert.equal(end.type === 'failed' && end.failure.code, 'contentFilter');
      assert.equal(eventsOf(run, 'message')[0]?.text, 'I cannot do that.');
      assert.equal(run.practice.requests.length, 1);
    });
  });
});

describe('usage and budgets', () => {
  it('adds up what each request cost, dearer above 272,000 tokens', async () => {
    let factor = 1;
    await withRun({ countTokens: () => 100_000 * factor }, async (run) => {
      await ask(run, 'One');
      factor = 3;
      run.settings.current = { ...run.settings.current, window: 900_000 };
      await ask(run, 'Two');
      const usages = eventsOf(run, 'usage').map(({ usage }) => usage);
      assert.equal(usages.length, 8);
      for (const [index, usage] of usages.entries()) {
        const before = usages[index - 1];
        const input = usage.inputTokens - (before?.inputTokens ?? 0);
        const cached = usage.cachedTokens - (before?.cachedTokens ?? 0);
        const output = usage.outputTokens - (before?.outputTokens ?? 0);
        const [inTimes, outTimes] = input > 272_000 ? [2, 1.5] : [1, 1];
        const wanted =
          (((input - cached) * 5 + cached * 0.5) * inTimes + output * 30 * outTimes) / 1e6;
        assert.ok(Math.abs(usage.usd - (before?.usd ?? 0) - wanted) < 1e-9, `request ${index + 1}`);
      }
    });
  });

  it('pauses at the budget and goes on when it is allowed', async () => {
    await withRun(
      { countTokens: () => 100_000 },
      async (run) => {
        run.session.send(userSays('One'));
        let pauses = 0;
        for (;;) {
          const { end } = await untilDone(run);
          if (end.type === 'done') break;
          assert.equal(end.type === 'stopped' && end.reason.kind, 'budget');
          pauses += 1;
          run.session.resume();
        }
        assert.ok(pauses >= 1);
        assert.deepEqual(refusals(run), []);
      },
      { settings: { budgetUsd: 0.5 } },
    );
  });
});
