/** Whatever breaks, and whenever: the task ends in the same files, and each tool has run once. */

import assert from 'node:assert/strict';
import { seededRandom } from '../checkpoints/scenario.ts';
import type { Fault } from '../support/practice/faults.ts';
import { userSays } from '../support/play-task.ts';
import { eventsOf, startAgentRun, untilDone } from './agent-run.ts';
import { randomFault } from './random-fault.ts';
import { answer, thirtySteps, thirtyStepsWorkspace } from './thirty-steps.ts';

const schedules = Number(process.env['RATCHET_SCHEDULES'] ?? 200);
const firstSeed = Number(process.env['RATCHET_SEED'] ?? 1);
/** Runs side by side; they share nothing. */
const atOnce = 6;

/** About one request in three fails; some faults come in pairs, so that a retry fails too. */
function schedule(seed: number): (number: number) => Fault | undefined {
  const random = seededRandom(seed);
  const faults = new Map<number, Fault | undefined>();
  let calm = 0;
  return (number) => {
    if (!faults.has(number)) {
      // Never three in a row: some causes are tried no more than three times.
      const fault = calm > 0 && random() < 0.35 ? randomFault(random) : undefined;
      calm = fault ? (random() < 0.3 ? 1 : 0) : 2;
      faults.set(number, fault);
    }
    return faults.get(number);
  };
}

async function play(fault?: (number: number) => Fault | undefined) {
  const workspace = thirtyStepsWorkspace();
  const run = await startAgentRun({
    practice: { script: thirtySteps, ...(fault ? { fault } : {}) },
    workspace,
    settings: { budgetSteps: 0 },
  });
  try {
    run.session.send(userSays('Do all thirty steps.'));
    const { end, checks } = await untilDone(run, 60);
    assert.deepEqual(run.practice.mismatches, []);
    assert.deepEqual(run.practice.prefixBreaks, []);
    return {
      faults: run.practice.requests.filter((request) => request.fault).length,
      outcome: {
        answer: end.type === 'done' ? end.answer.trim() : end,
        checks,
        files: [...workspace.texts].sort(([one], [other]) => (one < other ? -1 : 1)),
        commands: workspace.ran,
        // Reading tools run side by side: which ends first is of no matter.
        begun: eventsOf(run, 'tool-started')
          .map(({ title }) => title)
          .sort(),
        ended: eventsOf(run, 'tool-ended')
          .map((it) => `${it.name}: ${it.summary}`)
          .sort(),
      },
    };
  } finally {
    await run.practice.close();
  }
}

describe('a task of thirty steps under faults', () => {
  it(`ends as it would without them, ${schedules} times over`, async () => {
    const calm = await play();
    assert.equal(calm.outcome.answer, answer);
    assert.equal(calm.outcome.begun.length, 60);
    let next = 0;
    let faults = 0;
    const worker = async (): Promise<void> => {
      while (next < schedules) {
        const seed = firstSeed + next++;
        try {
          const stormy = await play(schedule(seed));
          faults += stormy.faults;
          assert.deepEqual(stormy.outcome, calm.outcome);
        } catch (error) {
          next = schedules;
          throw new Error(`RATCHET_SEED=${seed} RATCHET_SCHEDULES=1 shows this again.`, {
            cause: error,
          });
        }
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    assert.ok(faults > schedules * 5, `only ${faults} faults were injected`);
  }).timeout(300_000);
});
