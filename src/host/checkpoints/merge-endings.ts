import { endAs, keepEndings } from '../../core/edits/keep-endings.ts';
import { isMadeAlike, withFeeds } from '../../core/edits/made-alike.ts';
import type { Merge } from './plan-undo.ts';

/**
 * Merges what a user's editor may have saved: of mixed line endings it makes one kind, which alone is
 * no edit of theirs. Where only endings collide, theirs stand.
 */
export async function mergeEndings(
  merge: Merge,
  base: string,
  ours: string,
  theirs: string,
): ReturnType<Merge> {
  const held = keepEndings(base, theirs);
  const merged = await merge(base, ours, held);
  if (merged.kind === 'merged' || ![base, ours].some(isMadeAlike)) return merged;
  const alike = await merge(withFeeds(base), withFeeds(ours), withFeeds(theirs));
  return alike.kind === 'merged' ? { ...alike, text: endAs(theirs, alike.text) } : merged;
}

/** As an editor's unsaved text can have it: with its one kind of ending, whatever the file had. */
export function endAsUnsaved(unsaved: string | undefined, text: string): string {
  return unsaved !== undefined && isMadeAlike(text) ? endAs(unsaved, text) : text;
}
