import type { ReviewFile } from '../../shared/events.ts';

/** Lines added and removed over files, without the hunks that were undone. */
export function countLines(files: readonly ReviewFile[]): { added: number; removed: number } {
  const hunks = files.flatMap((file) => file.hunks.filter((hunk) => hunk.decision !== 'undone'));
  return {
    added: hunks.reduce((sum, hunk) => sum + hunk.added, 0),
    removed: hunks.reduce((sum, hunk) => sum + hunk.removed, 0),
  };
}
