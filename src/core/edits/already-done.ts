import { lineKey, trimmedStart } from './line-key.ts';
import type { HunkPlace } from './locate-hunk.ts';
import { lineText, type TextLines } from './text-lines.ts';

/**
 * The line, from 0, that shows a hunk to have been carried out before although its old lines are
 * found. Either the lines it adds at its start or end stand right there: only lines behind them in
 * the hunk could say that they are wanted twice. Or a removed line was found by looking past its
 * indentation, and stands there just as the hunk would leave it. `added`: as the file would get them.
 */
export function findDone(
  lines: TextLines,
  place: HunkPlace,
  added: readonly string[],
): number | undefined {
  let taken = 0;
  for (const run of readRuns(place)) {
    const done = findReindented(lines, run);
    if (done !== undefined) return done;
    const fresh = added.slice(taken, taken + run.added.length);
    taken += run.added.length;
    if (run.removed.length > 0 || fresh.every(isSlight)) continue;
    if (run.isLast && standsAt(lines, run.at, fresh)) return run.at;
    const before = run.at - fresh.length;
    if (run.isFirst && standsAt(lines, before, fresh)) return before;
  }
  return undefined;
}

/** Lines of a hunk that stand together and change, and where: `at` is the first removed line. */
interface Run {
  readonly at: number;
  readonly removed: string[];
  readonly added: string[];
  /** No old line comes before it, or after it. */
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

function readRuns({ lines, start }: HunkPlace): readonly Run[] {
  const runs: Run[] = [];
  const lastOld = lines.findLastIndex((line) => line.kind !== 'add');
  let at = start;
  let open: Run | undefined;
  for (const [index, { kind, text }] of lines.entries()) {
    if (kind === 'context') {
      open = undefined;
      at += 1;
      continue;
    }
    if (open === undefined) {
      open = { at, removed: [], added: [], isFirst: at === start, isLast: index > lastOld };
      runs.push(open);
    }
    if (kind === 'add') open.added.push(text);
    else {
      open.removed.push(text);
      at += 1;
    }
  }
  return runs;
}

function findReindented(lines: TextLines, { at, removed, added }: Run): number | undefined {
  const written = new Set(added);
  const index = removed.findIndex((line, offset) => {
    const file = lineText(lines, at + offset);
    const isBlank = lineKey(file, 'indentation') === '';
    return !isBlank && indentOf(file) !== indentOf(line) && written.has(file);
  });
  return index < 0 ? undefined : at + index;
}

function indentOf(line: string): string {
  return line.slice(0, trimmedStart(line, 0, line.length));
}

/** Blank lines and lone brackets stand one after the other often enough. */
function isSlight(line: string): boolean {
  return lineKey(line, 'indentation').length < 3;
}

function standsAt(lines: TextLines, start: number, wanted: readonly string[]): boolean {
  if (start < 0 || start + wanted.length > lines.count) return false;
  return wanted.every((line, offset) => lineText(lines, start + offset) === line);
}
