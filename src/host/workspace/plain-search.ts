import { Worker } from 'node:worker_threads';
import type { Files, SearchMatch, SearchOutcome, SearchQuery } from '../../core/ports.ts';
import type { PlainSearchAnswer, PlainSearchQuestion } from './plain-search.worker.ts';
import { around } from './run-ripgrep.ts';

/** Files looked at in one search without ripgrep. */
const filesMost = 20_000;
/** Milliseconds a pattern may take on one text. */
const textMs = 3_000;

/**
 * Search without ripgrep: the files that may be listed are read one after the other, and a worker
 * thread matches their lines, so that neither size nor pattern can block the editor.
 */
export async function plainSearch(
  query: SearchQuery,
  files: Files,
  workerFile: string,
  signal: AbortSignal,
): Promise<SearchOutcome> {
  const source = query.literal
    ? query.pattern.replaceAll(/[\\^$.|?*+()[\]{}]/g, '\\$&')
    : query.pattern;
  const flags = query.caseSensitive ? 'u' : 'iu';
  try {
    new RegExp(source, flags);
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unreadable';
    return {
      kind: 'problem',
      message: `The pattern was not understood: ${why}. Set literal: true for plain text.`,
    };
  }
  const listed = await filesFor(query, files, signal);
  if ('problem' in listed) return { kind: 'problem', message: listed.problem };
  const matcher = startMatcher(workerFile);
  const matches: SearchMatch[] = [];
  let truncated = listed.truncated;
  try {
    for (const path of listed.paths) {
      signal.throwIfAborted();
      const file = await files.read(path, signal);
      if (file.kind !== 'text') continue;
      const most = query.limit - matches.length + 1;
      const answer = await matcher.match({ text: file.text, source, flags, most });
      if (answer === undefined) {
        return {
          kind: 'problem',
          message: `The pattern takes too long on ${path}. Use a simpler one, or literal: true.`,
        };
      }
      matches.push(...toMatches(path, file.text, answer, query.contextLines));
      if (matches.length > query.limit) {
        truncated = true;
        break;
      }
    }
  } finally {
    await matcher.end();
  }
  return { kind: 'matches', matches: matches.slice(0, query.limit), truncated };
}

async function filesFor(
  query: SearchQuery,
  files: Files,
  signal: AbortSignal,
): Promise<
  { readonly paths: readonly string[]; readonly truncated: boolean } | { readonly problem: string }
> {
  if (query.path !== undefined) {
    const file = await files.read(query.path, signal);
    if (file.kind === 'text') return { paths: [file.path], truncated: false };
  }
  const listed = await files.list(
    {
      ...(query.path === undefined ? {} : { path: query.path }),
      glob: query.glob ?? '**',
      limit: filesMost,
    },
    signal,
  );
  if (listed.problem !== undefined) return { problem: listed.problem };
  const paths = listed.entries.map((entry) => entry.path).sort();
  return { paths, truncated: listed.truncated };
}

type Found = PlainSearchAnswer['found'];

/** One thread for one search. `match` gives undefined when the pattern takes too long. */
function startMatcher(workerFile: string): {
  match(question: Omit<PlainSearchQuestion, 'id'>): Promise<Found | undefined>;
  end(): Promise<unknown>;
} {
  const worker = new Worker(workerFile);
  let lastId = 0;
  return {
    match(question) {
      const id = ++lastId;
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          settle();
          resolve(undefined);
        }, textMs);
        const answered = (answer: PlainSearchAnswer) => {
          if (answer.id !== id) return;
          settle();
          resolve(answer.found);
        };
        const failed = (error: Error) => {
          settle();
          reject(error);
        };
        const settle = () => {
          clearTimeout(timer);
          worker.off('message', answered);
          worker.off('error', failed);
        };
        worker.on('message', answered);
        worker.on('error', failed);
        worker.postMessage({ id, ...question } satisfies PlainSearchQuestion);
      });
    },
    end: () => worker.terminate(),
  };
}

function toMatches(
  path: string,
  text: string,
  found: Found,
  contextLines: number,
): readonly SearchMatch[] {
  if (found.length === 0) return [];
  const lines = text.split(/\r\n|\n|\r/);
  const show = (line: string, offset = 0) => around(line, Buffer.byteLength(line.slice(0, offset)));
  return found.map(([index, offset]) => ({
    path,
    line: index + 1,
    text: show(lines[index] ?? '', offset),
    before: lines.slice(Math.max(0, index - contextLines), index).map((line) => show(line)),
    after: lines.slice(index + 1, index + 1 + contextLines).map((line) => show(line)),
  }));
}
