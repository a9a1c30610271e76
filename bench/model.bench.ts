import type { InputItem } from '../src/core/agent/items.ts';
import { respond } from '../src/model/respond.ts';
import type { ModelOptions } from '../src/model/options.ts';
import { collect } from '../test/support/collect.ts';
import { createManualClock } from '../test/support/manual-clock.ts';
import { memoryDowngrades, requestWith, userMessage } from '../test/support/practice-model.ts';
import type { Row } from './bench.ts';

export const name = 'model client';

const rounds = 60;

/** What the client itself costs: from being asked to the request leaving, and per streamed event. */
export async function run(): Promise<Row[]> {
  const sizes = [100, 400];
  const rows: Row[] = [];
  for (const calls of sizes) {
    const history = historyOf(calls);
    const kilobytes = Math.round(JSON.stringify(history).length / 1024);
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1) times.push(await sendOnce(history));
    rows.push(
      { name: `request of ${kilobytes} KB leaves, p50`, value: percentile(times, 0.5), unit: 'ms' },
      {
        name: `request of ${kilobytes} KB leaves, p95`,
        value: percentile(times, 0.95),
        unit: 'ms',
      },
    );
  }
  const perThousand = await readMany();
  rows.push({ name: 'reading a thousand events', value: perThousand, unit: 'ms', goal: 50 });
  return rows;
}

async function sendOnce(history: readonly InputItem[]): Promise<number> {
  const asked = performance.now();
  let sent = 0;
  await readAll(
    answering('data: {"type":"response.completed","response":{}}\n\n', () => {
      sent = performance.now();
    }),
    history,
  );
  return sent - asked;
}

async function readMany(): Promise<number> {
  const delta = {
    type: 'response.output_text.delta',
    item_id: 'm',
    output_index: 0,
    delta: 'word ',
  };
  const added = {
    type: 'response.output_item.added',
    output_index: 0,
    item: { id: 'm', type: 'message' },
  };
  const events = [added, ...Array.from({ length: 20_000 }, () => delta)];
  const stream = events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('');
  const end = 'data: {"type":"response.completed","response":{}}\n\n';
  const began = performance.now();
  await readAll(
    answering(stream + end, () => undefined),
    [userMessage('go')],
  );
  return (performance.now() - began) / 20;
}

async function readAll(
  fetch: typeof globalThis.fetch,
  history: readonly InputItem[],
): Promise<void> {
  const options: ModelOptions = {
    settings: () => ({
      baseUrl: 'http://localhost/v1',
      headers: {},
      idleTimeoutMs: 300_000,
      serviceTier: 'auto',
      webSearch: false,
      prices: {},
    }),
    key: () => Promise.resolve({ kind: 'key', value: 'bench-key' }),
    clock: createManualClock(),
    downgrades: memoryDowngrades(),
    userAgent: 'Ratchet/bench',
    log: () => undefined,
    fetch,
  };
  await collect(respond(requestWith(history), options, new AbortController().signal));
}

function answering(text: string, onSent: () => void): typeof globalThis.fetch {
  return () => {
    onSent();
    return Promise.resolve(
      new Response(text, { headers: { 'content-type': 'text/event-stream' } }),
    );
  };
}

function historyOf(calls: number): readonly InputItem[] {
  const history: InputItem[] = [userMessage('Fix the tests.')];
  for (let call = 0; call < calls; call += 1) {
    const call_id = `call_${call}`;
    const output = `line of ${call} with some text\n`.repeat(80);
    history.push(
      {
        type: 'function_call',
        id: `fc_${call}`,
        call_id,
        name: 'read_file',
        arguments: '{"path":"a"}',
      },
      { type: 'function_call_output', call_id, output },
    );
  }
  return history;
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
}
