import { isDecided } from '../../core/edits/review-reducer.ts';
import type { ReviewState } from '../../core/edits/review-state.ts';
import type { ReviewedNotebook } from '../../core/notebooks/review-cells.ts';
import type { ReviewForm } from './review-uris.ts';

/**
 * All that is known of one review: what shows it, what decides it, and what survives a reload.
 * - `open`: nothing is written before every hunk is decided;
 * - `applying`: every hunk is decided and the kept part is being written;
 * - `applied`: written already, each hunk can still be undone (review after);
 * - `closed`: over; `failed`: could not be written, every file is as it was.
 */
export interface ReviewRecord {
  readonly id: string;
  readonly taskId: string;
  readonly callId: string;
  readonly phase: 'open' | 'applying' | 'applied' | 'closed' | 'failed';
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Real places by workspace path: of results and, for moved files, of where they come from. */
  readonly uris: Readonly<Record<string, string>>;
  /** Where the user moved files meanwhile: their paths now, by those that the review knows. */
  readonly moved?: Readonly<Record<string, string>>;
  /** How the files that were there are read, by source path: VS Code's names of encodings. */
  readonly encodings?: Readonly<Record<string, string>>;
  /** Review after: `applying` comes before any decision then. */
  readonly isWrittenFirst?: true;
  /** The step that wrote it, once it is written. */
  readonly stepId?: string;
  /**
   * Set where this is what the user typed on in the right sides of a review that was written already:
   * the step that wrote it, or nothing where nothing of it was kept.
   */
  readonly follows?: { readonly stepId: string | undefined };
  readonly state: ReviewState;
  /** Notebooks that `state` holds as texts by cell, by each path of theirs. */
  readonly notebooks?: Readonly<Record<string, ReviewedNotebook>>;
  /** What the user has typed in questions about conflicts that are open, by path. */
  readonly drafts?: Readonly<Record<string, ConflictDraft>>;
}

/** The right side of a question, and what it was before the user typed in it. */
export interface ConflictDraft {
  readonly from: string;
  readonly text: string;
}

/** Whether the user has still something to decide or to take back. */
export function isUnreviewed({ phase, state }: ReviewRecord): boolean {
  if (phase === 'open' || phase === 'applying') return true;
  return phase === 'applied' && !isDecided(state);
}

/** How the sides of a file's diff are written. */
export function formOf({ notebooks }: ReviewRecord, path: string): ReviewForm {
  return notebooks?.[path] === undefined ? 'file' : 'cells';
}

export function uriOf(record: ReviewRecord, path: string): string {
  const uri = record.uris[path];
  if (uri === undefined) throw new Error(`The review of ${path} does not know its place.`);
  return uri;
}
