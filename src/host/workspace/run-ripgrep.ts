import { spawn } from 'node:child_process';
import type { SearchQuery } from '../../core/ports.ts';

/** One line that ripgrep printed: a match or context around one. */
export interface FoundLine {
  /** As ripgrep names it: relative to its folder; empty for text from its input. */
  readonly path: string;
  readonly line: number;
  readonly text: string;
  readonly match: boolean;
}

export type RipgrepOutcome =
  | { readonly kind: 'lines'; readonly lines: readonly FoundLine[]; readonly cut: boolean }
  | { readonly kind: 'problem'; readonly message: string };

/** Characters kept of a line, around its first match. */
const lineMost = 400;
/** Longer JSON lines (a match in a minified bundle) are named, not shown. */
const bufferMost = 4_000_000;

/**
 * Runs ripgrep on a folder, or on `input` where given. The pattern and the path go in as arguments
 * after `--`, never through a shell, so that neither can be an option. Ends it after `most` matches.
 */
export function runRipgrep(
  program: string,
  request: {
    readonly query: SearchQuery;
    readonly folder: string;
    /** Below the folder; `.` for all. */
    readonly target: string;
    readonly excludes: readonly string[];
    readonly input?: string;
    readonly most: number;
  },
  signal: AbortSignal,
): Promise<RipgrepOutcome> {
  signal.throwIfAborted();
  const child = spawn(program, argumentsFor(request), {
    cwd: request.folder,
    stdio: [request.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    windowsHide: true,
  });
  const lines: FoundLine[] = [];
  let matches = 0;
  let cut = false;
  let problem = '';
  const reader = createLineReader((line) => {
    const found = readEvent(line);
    if (!found || cut) return;
    if (found.match && ++matches > request.most) {
      cut = true;
      child.kill();
      return;
    }
    lines.push(found);
  });
  child.stdout?.on('data', (chunk: Buffer) => {
    reader(chunk);
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    if (problem.length < 2_000) problem += chunk.toString();
  });
  // It stops reading once it has enough; the exit code tells what matters.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(request.input);
  const stop = () => child.kill();
  signal.addEventListener('abort', stop, { once: true });
  return new Promise<RipgrepOutcome>((resolve, reject) => {
    child.once('error', (error) => {
      resolve({ kind: 'problem', message: `The search could not be started: ${error.message}.` });
    });
    child.once('close', (code) => {
      if (signal.aborted) {
        reject(signal.reason as Error);
      } else if (code === 2 && lines.length === 0) {
        resolve({ kind: 'problem', message: explain(problem) });
      } else {
        resolve({ kind: 'lines', lines, cut });
      }
    });
  }).finally(() => {
    signal.removeEventListener('abort', stop);
  });
}

function argumentsFor(request: {
  readonly query: SearchQuery;
  readonly target: string;
  readonly excludes: readonly string[];
  readonly input?: string;
}): readonly string[] {
  const { query, target, excludes, input } = request;
  return [
    '--json',
    '--no-config',
    '--hidden',
    '--no-require-git',
    '--no-messages',
    '--max-filesize=50M',
    '--crlf',
    ...(query.literal ? ['--fixed-strings'] : []),
    query.caseSensitive ? '--case-sensitive' : '--ignore-case',
    ...(query.contextLines > 0 ? [`--context=${query.contextLines}`] : []),
    ...(query.glob === undefined ? [] : [`--glob=${query.glob}`]),
    '--glob=!**/.git',
    ...excludes.map((glob) => `--glob=!${glob}`),
    `--regexp=${query.pattern}`,
    '--',
    input === undefined ? target : '-',
  ];
}

/** ripgrep's own words, without the program's name and the escapes. */
function explain(problem: string): string {
  const text = problem.replace(/^rg: /, '').trim();
  return `The pattern or glob was not understood: ${text === '' ? 'no reason given' : text.slice(0, 500)}. Set literal: true for plain text.`;
}

/** Splits a byte stream into lines; of a line that is too long only the beginning is given. */
function createLineReader(take: (line: string) => void): (chunk: Buffer) => void {
  let parts: Buffer[] = [];
  let size = 0;
  return (chunk) => {
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(10, start);
      const piece = chunk.subarray(start, end < 0 ? undefined : end);
      if (size < bufferMost) parts.push(piece);
      size += piece.length;
      if (end < 0) return;
      take(Buffer.concat(parts).toString());
      parts = [];
      size = 0;
      start = end + 1;
    }
  };
}

interface Text {
  readonly text?: string;
  readonly bytes?: string;
}
interface RipgrepEvent {
  readonly type: string;
  readonly data: {
    readonly path?: Text;
    readonly lines?: Text;
    readonly line_number?: number | null;
    readonly submatches?: readonly { readonly start: number }[];
  };
}

function readEvent(json: string): FoundLine | undefined {
  if (!/^\{"type":"(?:match|context)"/.test(json)) return undefined;
  let event: RipgrepEvent;
  try {
    // The shape is ripgrep's documented one (`rg --help`, --json).
    event = JSON.parse(json) as RipgrepEvent;
  } catch {
    // Only a line that was cut for its length does not parse.
    const path = /"path":\{"text":("(?:[^"\\]|\\.)*")/.exec(json.slice(0, 10_000))?.[1];
    if (path === undefined) return undefined;
    const text = '[a match in a line that is too long to show]';
    return { path: JSON.parse(path) as string, line: 1, text, match: true };
  }
  const { path, lines, line_number: line, submatches } = event.data;
  const text = plain(lines).replace(/\r?\n$/, '');
  return {
    path: plain(path).replaceAll('\\', '/').replace(/^\.\//, ''),
    line: line ?? 1,
    text: around(text, submatches?.[0]?.start ?? 0),
    match: event.type === 'match',
  };
}

function plain(text: Text | undefined): string {
  return text?.text ?? Buffer.from(text?.bytes ?? '', 'base64').toString();
}

/** Cuts a long line around the byte offset at which it matched. */
export function around(text: string, byteOffset: number): string {
  if (text.length <= lineMost) return text;
  const at = Buffer.from(text).subarray(0, byteOffset).toString().length;
  const start = Math.max(0, Math.min(at - lineMost / 4, text.length - lineMost));
  const end = Math.min(text.length, start + lineMost);
  return `${start > 0 ? '…' : ''}${text.slice(start, end)}${end < text.length ? '…' : ''}`;
}
