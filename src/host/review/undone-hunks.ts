import { mergeTexts } from '../../core/edits/merge-texts.ts';
import { reviewReducer } from '../../core/edits/review-reducer.ts';
import type { ReviewFile, ReviewState } from '../../core/edits/review-state.ts';

/** The open hunks of a written file that `text`, what the file holds by now, no longer has. */
export function undoneHunks(
  state: ReviewState,
  { path, current, hunks }: ReviewFile,
  text: string,
): readonly string[] {
  if (text === current) return [];
  return hunks
    .filter(({ kind, decision }) => kind === 'text' && decision === 'pending')
    .map(({ id }) => id)
    .filter((hunkId) => {
      const undone = reviewReducer(state, { type: 'undoHunk', path, hunkId });
      const without = undone.files.find((file) => file.path === path)?.current ?? current;
      const merged = mergeTexts(current, without, text);
      return merged.ok && merged.text === text;
    });
}
