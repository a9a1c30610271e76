import { hunkId } from '../edits/diff-hunks.ts';
import { diffLines } from '../edits/diff-lines.ts';
import type { ReviewHunk } from '../edits/review-state.ts';
import { splitLines } from '../edits/split-lines.ts';
import { readHunks } from '../edits/start-review.ts';
import { splitCellTexts } from './cell-text.ts';

/**
 * The agent's hunks between two texts by cell, none over the border of a cell that is in both: a
 * deleted cell is a hunk, cells put in at one place are one, and a cell that stays has its own.
 */
export function cellHunks(before: string, after: string): readonly ReviewHunk[] {
  const [old, fresh] = [splitCellTexts(before), splitCellTexts(after)];
  const hunks: ReviewHunk[] = [];
  let line = 0;
  let [one, other] = [0, 0];
  const add = (baseStart: number, baseLines: number, text: string, like?: ReviewHunk): void => {
    const id = hunkId(baseStart, baseLines, text);
    hunks.push({ ...(like ?? openHunk), id, baseStart, baseLines, text });
  };
  const changes = diffLines(
    old.map(({ name }) => name),
    fresh.map(({ name }) => name),
  );
  const [oldEnd, freshEnd] = [old.length, fresh.length];
  const end = { beforeStart: oldEnd, beforeEnd: oldEnd, afterStart: freshEnd, afterEnd: freshEnd };
  for (const { beforeStart, beforeEnd, afterEnd } of [...changes, end]) {
    for (; one < beforeStart; one += 1, other += 1) {
      const base = old[one]?.text ?? '';
      for (const hunk of readHunks(base, fresh[other]?.text ?? '')) {
        add(line + hunk.baseStart, hunk.baseLines, hunk.text, hunk);
      }
      line += splitLines(base).length;
    }
    for (; one < beforeEnd; one += 1) {
      const count = splitLines(old[one]?.text ?? '').length;
      add(line, count, '');
      line += count;
    }
    const added = fresh.slice(other, afterEnd).map(({ text }) => text);
    if (added.length > 0) add(line, 0, added.join(''));
    other = afterEnd;
  }
  return hunks;
}

const openHunk = { kind: 'text', decision: 'pending', author: 'agent' } as const;
