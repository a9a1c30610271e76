import type { ChangeSet, FileChange } from './change-set.ts';
import { diffLines } from './diff-lines.ts';
import { lineText, readTextLines, type TextLines } from './text-lines.ts';

/**
 * A change set as patch text, for the trace and for tests. Line endings and the state of the final
 * newline cannot be written in the format: they follow the file's own when the patch is applied.
 */
export function renderPatch(changeSet: ChangeSet, context = 3): string {
  const sections = changeSet.changes.map((change) => renderChange(change, context));
  return `*** Begin Patch\n${sections.join('')}*** End Patch\n`;
}

function renderChange(change: FileChange, context: number): string {
  switch (change.kind) {
    case 'create': {
      const lines = listLines(readTextLines(change.after));
      return `*** Add File: ${change.path}\n${lines.map((line) => `+${line}\n`).join('')}`;
    }
    case 'delete':
      return `*** Delete File: ${change.path}\n`;
    case 'modify':
      return `*** Update File: ${change.path}\n${renderHunks(change.before, change.after, context)}`;
    case 'rename':
      return `*** Update File: ${change.from}\n*** Move to: ${change.to}\n${renderHunks(change.before, change.after, context)}`;
  }
}

/** The hunks between two texts in patch form; changes with less than twice the context between them in one. */
export function renderHunks(before: string, after: string, context = 3): string {
  const old = listLines(readTextLines(before));
  const next = listLines(readTextLines(after));
  const changes = diffLines(old, next);
  const pieces: string[] = [];
  let copied = -1;
  for (const [index, change] of changes.entries()) {
    const from = Math.max(change.beforeStart - context, 0);
    if (copied < 0 || from > copied) {
      pieces.push('@@\n');
      copied = from;
    }
    for (; copied < change.beforeStart; copied += 1) pieces.push(` ${old[copied] ?? ''}\n`);
    for (; copied < change.beforeEnd; copied += 1) pieces.push(`-${old[copied] ?? ''}\n`);
    for (const line of next.slice(change.afterStart, change.afterEnd)) pieces.push(`+${line}\n`);
    const limit = changes[index + 1]?.beforeStart ?? old.length;
    const end = Math.min(copied + context, limit, old.length);
    for (; copied < end; copied += 1) pieces.push(` ${old[copied] ?? ''}\n`);
  }
  return pieces.join('');
}

function listLines(lines: TextLines): string[] {
  return Array.from({ length: lines.count }, (_, line) => lineText(lines, line));
}
