import type { ReviewEvent } from '../../core/edits/review-state.ts';
import { hashOf } from '../checkpoints/blob-store.ts';

/** The user's own file became this; `undefined`: it is gone, or no text any more. */
export function baseChanged(path: string, text: string | undefined): ReviewEvent {
  const version = text === undefined ? undefined : hashOf(new TextEncoder().encode(text));
  return { type: 'baseChanged', path, text, version };
}
