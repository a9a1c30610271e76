import { eventsOf } from '../test/agent-runs/agent-run.ts';
import { playLongTask } from '../test/agent-runs/long-task.ts';
import type { Row } from './bench.ts';
import { median } from './median.ts';

export const name = 'Long task over HTTP';

const steps = 300;

/** The whole loop with the real client against the practice endpoint, in the default window. */
export async function run(): Promise<Row[]> {
  const task = await playLongTask({ steps, window: 272_000, largest: 30_000 });
  const { usage } = task.result;
  const slowest = [...task.turns].sort((left, right) => left - right);
  return [
    { name: 'input of the task', value: usage.inputTokens / 1e6, unit: 'M tokens' },
    {
      name: 'input that is not cached',
      value: (1 - task.cachedShare) * 100,
      unit: '%',
      goal: 5,
    },
    { name: 'compactions', value: eventsOf(task.run, 'compacted').length, unit: '' },
    { name: 'price of the task', value: usage.usd, unit: 'USD' },
    { name: 'response to next request, p50', value: median(task.turns), unit: 'ms', goal: 5 },
    {
      name: 'response to next request, p95',
      value: slowest[Math.floor(slowest.length * 0.95)] ?? 0,
      unit: 'ms',
      goal: 20,
    },
    {
      name: `heap after ${steps} steps, against after ${steps / 6}`,
      value: task.heapLate,
      unit: 'MB',
      goal: task.heapEarly * 1.2,
      baseline: task.heapEarly,
      ratio: task.heapLate / task.heapEarly,
    },
  ];
}
