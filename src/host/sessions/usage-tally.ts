import { appendFile, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { noUsage } from '../../core/agent/task.ts';
import type { Usage } from '../../shared/events.ts';

/** What was used on each day, over all tasks and windows, deleted ones included. */
export interface UsageTally {
  /** Adds one request. A tally that cannot be written is logged, and nothing else. */
  add(request: Usage, at: number): Promise<void>;
  /** The day of `at`, as the user's clock names it. */
  day(at: number): Promise<Usage>;
}

/** Days that are kept. */
const keptDays = 90;

/**
 * One file a day, one line a request: windows append beside each other without a lock, and an old
 * day goes with its file.
 */
export function createUsageTally(folder: string, log: (line: string) => void): UsageTally {
  let ready: Promise<unknown> | undefined;
  const fileOf = (at: number): string => path.join(folder, `${dayName(at)}.jsonl`);
  return {
    async add(request, at) {
      try {
        await (ready ??= prepare(folder, at));
        await appendFile(fileOf(at), `${JSON.stringify(request)}\n`, { mode: 0o600 });
      } catch (error) {
        log(`usage of the day: ${String(error)}`);
      }
    },
    async day(at) {
      const text = await readFile(fileOf(at), 'utf8').catch((error: unknown) => {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
        throw error;
      });
      return text.split('\n').reduce(addLine, noUsage);
    },
  };
}

async function prepare(folder: string, at: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  const oldest = dayName(at - keptDays * 86_400_000);
  for (const name of await readdir(folder))
    if (/^\d{4}-\d{2}-\d{2}\.jsonl$/.test(name) && name < oldest)
      await rm(path.join(folder, name), { force: true });
}

function dayName(at: number): string {
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** A line torn by a kill counts nothing. */
function addLine(sum: Usage, line: string): Usage {
  const one = parseLine(line);
  if (!one) return sum;
  const add = (key: keyof Usage): number => sum[key] + (Number.isFinite(one[key]) ? one[key] : 0);
  return {
    inputTokens: add('inputTokens'),
    cachedTokens: add('cachedTokens'),
    outputTokens: add('outputTokens'),
    reasoningTokens: add('reasoningTokens'),
    usd: add('usd'),
    requests: add('requests'),
  };
}

function parseLine(line: string): Usage | undefined {
  if (line === '') return undefined;
  try {
    // Lines are only ever written by `add`.
    return JSON.parse(line) as Usage;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
