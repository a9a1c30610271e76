import { instructions } from '../src/core/agent/prompt.ts';
import { builtInTools } from '../src/core/tools/registry.ts';
import { createMemoryWorkspace, exited } from '../test/support/memory-workspace.ts';
import { playTask } from '../test/support/play-task.ts';
import { call, say } from '../test/support/scripted-items.ts';
import { createScriptedModel } from '../test/support/scripted-model.ts';
import type { Row } from './bench.ts';
import { heapUsed } from '../test/support/heap-used.ts';

export const name = 'loop';

const steps = 300;

/** The loop alone: a model and tools in memory, so that what is left is what Ratchet itself costs. */
export async function run(): Promise<Row[]> {
  const request = JSON.stringify({ instructions, tools: builtInTools.map((tool) => tool.spec) });
  const { turns, heapEarly, heapLate } = await playLongTask();
  return [
    {
      name: 'first request before user content',
      value: Buffer.byteLength(request) / 1024,
      unit: 'KB',
      goal: 12,
    },
    { name: 'response to next request, p50', value: percentile(turns, 0.5), unit: 'ms', goal: 5 },
    { name: 'response to next request, p95', value: percentile(turns, 0.95), unit: 'ms', goal: 20 },
    {
      name: `heap after ${steps} steps, against after 50`,
      value: heapLate,
      unit: 'MB',
      baseline: heapEarly,
      ratio: heapLate / heapEarly,
    },
  ];
}

async function playLongTask() {
  const workspace = createMemoryWorkspace({ 'src/a.ts': 'export const a = 1;\n'.repeat(200) });
  workspace.commands.set('build', exited('line of output\n'.repeat(200)));
  const turns: number[] = [];
  let ended: number | undefined;
  let heapEarly = 0;
  const model = createScriptedModel((_, number) => {
    if (ended !== undefined) turns.push(performance.now() - ended);
    if (number === 50) heapEarly = heapUsed();
    if (number > steps) return { items: [say('Done.')] };
    return {
      items: [
        call('read_file', { path: 'src/a.ts', offset: number }, `r${number}`),
        call('search', { pattern: `a${number % 7}` }, `s${number}`),
        call('exec_command', { cmd: 'build', workdir: `${number}` }, `c${number}`),
      ],
    };
  });
  const timed = {
    ...model,
    async *respond(...args: Parameters<typeof model.respond>) {
      for await (const event of model.respond(...args)) {
        if (event.type === 'end') ended = performance.now();
        yield event;
      }
    },
  };
  // A window as small as this compacts about as often as a real task of hours.
  const { ask } = playTask({
    model: timed,
    workspace,
    settings: { window: 200_000, budgetSteps: 0 },
  });
  await ask('Build it.');
  return { turns, heapEarly, heapLate: heapUsed() };
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
