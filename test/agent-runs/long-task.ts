/** A task of hundreds of steps with large outputs, and what it cost. For the test and the benchmark. */

import type { RunResult } from '../../src/core/agent/session.ts';
import { seededRandom } from '../checkpoints/scenario.ts';
import { createMemoryWorkspace, exited } from '../support/memory-workspace.ts';
import { userSays } from '../support/play-task.ts';
import type { PracticeItem, Script } from '../support/practice/script.ts';
import { startAgentRun, untilDone, type AgentRun } from './agent-run.ts';
import { heapUsed } from '../support/heap-used.ts';

export const goal = 'Port every module, and never touch b.txt.';
export const plannedStep = 'Port all modules to the new interface';

export interface LongTaskOptions {
  readonly steps: number;
  readonly window: number;
  /** Characters of the largest output; the smallest has a tenth, and sizes are even between. */
  readonly largest: number;
  /** The endpoint has its own compaction. */
  readonly compaction?: boolean;
}

export interface LongTask {
  readonly run: AgentRun;
  readonly result: RunResult;
  /** Cached share of the input of all responses, as the endpoint counted it. */
  readonly cachedShare: number;
  /** Megabytes of heap at a sixth of the steps, and at the end. */
  readonly heapEarly: number;
  readonly heapLate: number;
  /** Milliseconds between the end of a response and the arrival of the next request. */
  readonly turns: readonly number[];
}

export async function playLongTask(options: LongTaskOptions): Promise<LongTask> {
  const { steps, window, largest } = options;
  const random = seededRandom(5);
  const workspace = createMemoryWorkspace({ 'a.txt': 'one\n' });
  for (let step = 0; step < steps; step += 1) {
    const length = Math.floor(largest * (0.1 + 0.9 * random()));
    workspace.commands.set(`port ${step}`, exited(outputOf(step, length)));
  }
  const turns: number[] = [];
  let heapEarly = 0;
  let answered: number | undefined;
  const run = await startAgentRun({
    practice: {
      script: longScript(steps),
      keepBodies: false,
      compaction: options.compaction ?? false,
      fault: (number) => {
        if (answered !== undefined) turns.push(performance.now() - answered);
        answered = undefined;
        if (number === Math.floor(steps / 6)) heapEarly = heapUsed();
        return undefined;
      },
    },
    workspace,
    settings: { window, budgetSteps: 0 },
    journal: { append: () => undefined, sync: () => Promise.resolve() },
    onEvent: (event) => {
      if (event.type === 'usage') answered = performance.now();
    },
  });
  try {
    run.session.send(userSays(goal));
    const result = await untilDone(run);
    const seen = run.practice.requests.flatMap(({ observation }) => observation ?? []);
    const sum = (of: 'tokens' | 'cachedTokens') => seen.reduce((all, one) => all + one[of], 0);
    const cachedShare = sum('cachedTokens') / sum('tokens');
    return { run, result, cachedShare, heapEarly, heapLate: heapUsed(), turns };
  } finally {
    await run.practice.close();
  }
}

function longScript(steps: number): Script {
  const call = (name: string, input: unknown): PracticeItem => ({
    type: 'function',
    name,
    arguments: input,
  });
  const plan = (status: string) => call('update_plan', { plan: [{ step: plannedStep, status }] });
  const patch = '*** Begin Patch\n*** Update File: a.txt\n@@\n-one\n+two\n*** End Patch';
  return {
    name: 'long task',
    remembers: true,
    aside: ({ input }) =>
      JSON.stringify(input.at(-1)).includes('will be replaced by a summary')
        ? { items: [{ type: 'message', text: 'The modules so far are ported. '.repeat(40) }] }
        : undefined,
    turn: (number) => {
      if (number === 0) return { items: [plan('in_progress')] };
      if (number === 1) return { items: [{ type: 'custom', name: 'apply_patch', input: patch }] };
      if (number < steps)
        return {
          items: [
            ...(number % 3 === 0 ? [{ type: 'reasoning' } as const] : []),
            call('exec_command', { cmd: `port ${number}` }),
          ],
        };
      if (number === steps) return { items: [plan('completed')] };
      return { items: [{ type: 'message', text: 'All modules are ported.' }] };
    },
  };
}

function outputOf(step: number, length: number): string {
  const line = `module ${step}: checked, rewritten, built; nothing of it was left behind\n`;
  return line.repeat(Math.ceil(length / line.length));
}
