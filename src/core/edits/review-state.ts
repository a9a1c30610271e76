import type { FileChange } from './change-set.ts';

/**
 * A ChangeSet while the user decides on it. Immutable; `reviewReducer` makes the next one. The right
 * side of a file's diff shows `current`; what the user typed there is part of it and never dropped
 * but by the user's own undo, which remembers the text.
 */
export interface ReviewState {
  readonly files: readonly ReviewFile[];
}

export interface ReviewFile {
  /** The path the review shows the file under: the result's, or the deleted file's. Its key. */
  readonly path: string;
  /** The change as proposed. */
  readonly change: FileChange;
  /** Left side: the file as it is now on the user's side (moves on with `baseChanged`). */
  readonly base: string;
  readonly baseVersion: string | undefined;
  /** Right side: the proposal less what was undone, with what the user typed. */
  readonly current: string;
  readonly hunks: readonly ReviewHunk[];
  /** Set while the user's file and the proposal changed the same lines and nobody chose. */
  readonly conflict: ReviewConflict | undefined;
}

/**
 * `file` stands for the creation, deletion or renaming itself, `text` for a run of changed lines.
 * A creation or deletion has a file hunk only; a rename with edits has one of each kind.
 */
export interface ReviewHunk {
  /** `file` for the file hunk. */
  readonly id: string;
  readonly kind: 'file' | 'text';
  readonly decision: Decision;
  /** Who wrote it: the agent, the agent with the user's edits on top, or the user alone. */
  readonly author: 'agent' | 'both' | 'user';
  /** Lines of `base` it replaces, from 0, and the text it puts there. A `file` hunk replaces none; its
   * text is a created file's content, kept here while the creation is undone. */
  readonly baseStart: number;
  readonly baseLines: number;
  readonly text: string;
  /**
   * What the user typed over, by lines of `base` from `baseStart`: where their own undo brings the
   * text of these back, they are as they were.
   */
  readonly typedOver?: readonly ReviewHunk[];
  /** Undone since the user has their own text there, and chose that. */
  readonly yields?: true;
}

/** `edited`: kept as the user changed it by hand. */
export type Decision = 'pending' | 'kept' | 'undone' | 'edited';

export interface ReviewConflict {
  /** The file as the user has it now, and the proposal (with the user's edits to it). */
  readonly theirs: string;
  readonly proposed: string;
  readonly theirVersion: string | undefined;
  /** First lines (from 0, in `theirs`) of the regions that collide. */
  readonly lines: readonly number[];
}

export type ReviewEvent =
  | { readonly type: 'keepHunk'; readonly path: string; readonly hunkId: string }
  | { readonly type: 'undoHunk'; readonly path: string; readonly hunkId: string }
  /** Several at once are one decision: what a file comes to has no steps between. */
  | { readonly type: 'undoHunks'; readonly path: string; readonly hunkIds: readonly string[] }
  /** Takes a decision back: the hunk is open again, as it last looked. */
  | { readonly type: 'resetHunk'; readonly path: string; readonly hunkId: string }
  | { readonly type: 'keepFile'; readonly path: string }
  | { readonly type: 'undoFile'; readonly path: string }
  | { readonly type: 'keepAll' }
  | { readonly type: 'undoAll' }
  /** The right side changed under the user's hands (typing, or VS Code's own revert arrow). */
  | { readonly type: 'documentChanged'; readonly path: string; readonly text: string }
  /** The user's own file changed during the review. `text` is undefined when it is gone. */
  | {
      readonly type: 'baseChanged';
      readonly path: string;
      readonly text: string | undefined;
      readonly version: string | undefined;
    }
  /** The user settled a conflict: `text` is the right side against the file as it is now. */
  | { readonly type: 'resolveConflict'; readonly path: string; readonly text: string };
