import { diffLinesInSteps, type LineChange } from './diff-lines.ts';
import { splitAtFeeds } from './split-lines.ts';

export interface UnifiedNames {
  /** As they stand after `---` and `+++`, `a/`, `b/` and `/dev/null` included. */
  readonly from: string;
  readonly to: string;
}

/**
 * Two texts as a unified diff, the form of GNU diff and git, empty for equal texts. In near-linear
 * time for any input; yields now and then.
 */
export function* renderUnified(
  { from, to }: UnifiedNames,
  before: string,
  after: string,
  context = 3,
): Generator<void, string> {
  const old = splitAtFeeds(before);
  const next = splitAtFeeds(after);
  const changes = yield* diffLinesInSteps(old, next);
  if (changes.length === 0) return '';
  const pieces = [`--- ${from}\n+++ ${to}\n`];
  for (const group of groupChanges(changes, 2 * context)) {
    pieces.push(...renderGroup(group, old, next, context));
    yield;
  }
  return pieces.join('');
}

type Group = readonly [LineChange, ...LineChange[]];

/** Changes whose context would meet are one hunk. */
function groupChanges(changes: readonly LineChange[], gap: number): readonly Group[] {
  const groups: [LineChange, ...LineChange[]][] = [];
  for (const change of changes) {
    const open = groups.at(-1);
    const last = open?.at(-1);
    if (last !== undefined && change.beforeStart - last.beforeEnd <= gap) open?.push(change);
    else groups.push([change]);
  }
  return groups;
}

function renderGroup(
  group: Group,
  old: readonly string[],
  next: readonly string[],
  context: number,
): readonly string[] {
  const [first] = group;
  const last = group.at(-1) ?? first;
  const head = Math.min(context, first.beforeStart);
  const tail = Math.min(context, old.length - last.beforeEnd);
  const start = first.beforeStart - head;
  const end = last.beforeEnd + tail;
  const newStart = first.afterStart - head;
  const pieces = [`@@ -${rangeOf(start, end)} +${rangeOf(newStart, last.afterEnd + tail)} @@\n`];
  const push = (mark: string, lines: readonly string[]): void => {
    for (const line of lines) pieces.push(mark, whole(line));
  };
  let copied = start;
  for (const change of group) {
    push(' ', old.slice(copied, change.beforeStart));
    push('-', old.slice(change.beforeStart, change.beforeEnd));
    push('+', next.slice(change.afterStart, change.afterEnd));
    copied = change.beforeEnd;
  }
  push(' ', old.slice(copied, end));
  return pieces;
}

/** Counted from 1; of no lines, the line before them. */
function rangeOf(start: number, end: number): string {
  const length = end - start;
  const first = length === 0 ? start : start + 1;
  return length === 1 ? String(first) : `${first},${length}`;
}

function whole(line: string): string {
  return line.endsWith('\n') ? line : `${line}\n\\ No newline at end of file\n`;
}
