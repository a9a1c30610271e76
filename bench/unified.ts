import { type ChangeSet, textAfter, textBefore } from '../src/core/edits/change-set.ts';
import { diffLines } from '../src/core/edits/diff-lines.ts';

/** The same change in git's form. */
export function unified(changeSet: ChangeSet): string {
  return changeSet.changes
    .map((change) => {
      const from = change.kind === 'rename' ? change.from : change.path;
      const to = change.kind === 'rename' ? change.to : change.path;
      const old = change.kind === 'create' ? '/dev/null' : `a/${from}`;
      const next = change.kind === 'delete' ? '/dev/null' : `b/${to}`;
      const extra: Record<typeof change.kind, readonly string[]> = {
        create: ['new file mode 100644'],
        delete: ['deleted file mode 100644'],
        rename: [`rename from ${from}`, `rename to ${to}`],
        modify: [],
      };
      const head = [
        `diff --git a/${from} b/${to}`,
        ...extra[change.kind],
        `--- ${old}`,
        `+++ ${next}`,
      ];
      return `${head.join('\n')}\n${unifiedHunks(textBefore(change), textAfter(change))}`;
    })
    .join('');
}

/** Hunks with up to three lines of context; those whose context would meet share none. */
function unifiedHunks(before: string, after: string): string {
  const old = before.split('\n').slice(0, -1);
  const next = after.split('\n').slice(0, -1);
  const changes = diffLines(old, next);
  let done = 0;
  const hunks = changes.map((change, at) => {
    const { beforeStart, beforeEnd, afterStart, afterEnd } = change;
    const head = old.slice(Math.max(beforeStart - 3, done), beforeStart);
    done = Math.min(beforeEnd + 3, changes[at + 1]?.beforeStart ?? old.length);
    const tail = old.slice(beforeEnd, done);
    const around = head.length + tail.length;
    const start = (line: number, length: number) => (length === 0 ? line : line + 1) - head.length;
    const removed = old.slice(beforeStart, beforeEnd);
    const added = next.slice(afterStart, afterEnd);
    const ranges = [
      `-${start(beforeStart, removed.length + around)},${removed.length + around}`,
      `+${start(afterStart, added.length + around)},${added.length + around}`,
    ];
    return [
      `@@ ${ranges.join(' ')} @@`,
      ...head.map((line) => ` ${line}`),
      ...removed.map((line) => `-${line}`),
      ...added.map((line) => `+${line}`),
      ...tail.map((line) => ` ${line}`),
    ].join('\n');
  });
  return hunks.map((hunk) => `${hunk}\n`).join('');
}
