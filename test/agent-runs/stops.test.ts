/** Stop is pressed at any moment: what is sent next is valid, and the task goes on to its end. */

import assert from 'node:assert/strict';
import type { Editor, Shell } from '../../src/core/ports.ts';
import { seededRandom } from '../checkpoints/scenario.ts';
import { userSays } from '../support/play-task.ts';
import { eventsOf, refusals, startAgentRun, untilDone, type AgentRun } from './agent-run.ts';
import { thirtySteps, thirtyStepsWorkspace } from './thirty-steps.ts';

const runs = Number(process.env['RATCHET_STOPS'] ?? 50);
const firstSeed = Number(process.env['RATCHET_SEED'] ?? 1);
/** Counted over a run without stops: about so many events have it over with. */
const moments = 700;

/** Commands and reviews that take a while and end at once when stopped, as the real ones do. */
function slowParts(workspace: ReturnType<typeof thirtyStepsWorkspace>): {
  readonly shell: Shell;
  readonly editor: Editor;
} {
  const pause = async (signal: AbortSignal): Promise<void> => {
    for (let turn = 0; turn < 3; turn += 1) {
      await new Promise(setImmediate);
      signal.throwIfAborted();
    }
  };
  return {
    shell: {
      ...workspace.shell,
      async run(request, signal) {
        await pause(signal);
        return workspace.shell.run(request, signal);
      },
    },
    editor: {
      ...workspace.editor,
      async propose(changes, call, signal) {
        call.emit({ id: `review-${call.callId}`, callId: call.callId, state: 'open', files: [] });
        await pause(signal);
        return workspace.editor.propose(changes, call, signal);
      },
    },
  };
}

/** Stops at each of three moments, then goes on by another message or by Continue. */
async function play(
  seed: number,
): Promise<{ readonly run: AgentRun; readonly stoppedAt: readonly string[] }> {
  const random = seededRandom(seed);
  const stops = new Set(Array.from({ length: 3 }, () => Math.floor(random() * moments)));
  const workspace = thirtyStepsWorkspace();
  const stoppedAt: string[] = [];
  let count = 0;
  const run: AgentRun = await startAgentRun({
    practice: {
      script: thirtySteps,
      // Some retries and waits to be stopped in.
      fault: (number) =>
        number % 7 === seed % 7 ? { kind: 'cut', at: 'middle', how: 'destroy' } : undefined,
    },
    workspace,
    parts: slowParts(workspace),
    // Small enough for compactions, to be stopped in them as well.
    settings: { budgetSteps: 0, window: 9_000 },
    onEvent: (event) => {
      if (!stops.has(count++)) return;
      stoppedAt.push(event.type);
      void run.session.stop();
    },
  });
  try {
    run.session.send(userSays('Do all thirty steps.'));
    for (let goes = 0; ; goes += 1) {
      const { end } = await untilDone(run);
      if (end.type === 'done') break;
      assert.ok(end.type === 'stopped' && end.reason.kind === 'user', JSON.stringify(end));
      assert.ok(goes < 10, 'stopped more often than asked for');
      if (random() < 0.5) run.session.resume();
      else run.session.send(userSays(`Go on, ${goes}.`));
    }
  } finally {
    await run.practice.close();
  }
  return { run, stoppedAt };
}

describe('stopping at a random moment', () => {
  it(`leaves a history that the endpoint takes, ${runs} times over`, async () => {
    const kinds = new Set<string>();
    for (let seed = firstSeed; seed < firstSeed + runs; seed += 1) {
      const message = `RATCHET_SEED=${seed} RATCHET_STOPS=1 shows this again.`;
      try {
        const { run, stoppedAt } = await play(seed);
        for (const kind of stoppedAt) kinds.add(kind);
        assert.deepEqual(refusals(run), []);
        assert.deepEqual(run.practice.prefixBreaks, []);
        assert.deepEqual(run.practice.mismatches, []);
        const began = eventsOf(run, 'tool-started').map(({ callId }) => callId);
        const ended = eventsOf(run, 'tool-ended').map(({ callId }) => callId);
        assert.deepEqual(
          began.filter((callId) => !ended.includes(callId)),
          [],
          'every step that began is shown as ended',
        );
      } catch (error) {
        throw new Error(message, { cause: error });
      }
    }
    for (const kind of ['text', 'tool-started', 'tool-writing', 'review', 'usage', 'request'])
      assert.ok(runs < 50 || kinds.has(kind), `no stop at ${kind}: ${[...kinds].join(' ')}`);
  }).timeout(300_000);
});
