/**
 * A set of file changes as data: what a patch, a rename or a restored checkpoint will do, before
 * anything is shown or written. Preview, apply, undo and the stale check all read this one value.
 *
 * Promises: paths are normalised (see `normalizePath`); no path is named twice as a result; the
 * changes can be carried out one after the other in the order given (a rename's target is free when
 * its turn comes); texts are whole files as the document holds them, line endings, byte order mark
 * (as a leading U+FEFF, if the reader left it in the text) and final newline included.
 */
export interface ChangeSet {
  readonly changes: readonly FileChange[];
}

/** One file's change. `baseVersion` is the version of the text the change was computed from. */
export type FileChange = CreateFile | ModifyFile | DeleteFile | RenameFile;

export interface CreateFile {
  readonly kind: 'create';
  readonly path: string;
  readonly after: string;
}

export interface ModifyFile {
  readonly kind: 'modify';
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly baseVersion: string;
}

export interface DeleteFile {
  readonly kind: 'delete';
  readonly path: string;
  readonly before: string;
  readonly baseVersion: string;
}

export interface RenameFile {
  readonly kind: 'rename';
  readonly from: string;
  readonly to: string;
  readonly before: string;
  /** Differs from `before` when the rename comes with edits. */
  readonly after: string;
  readonly baseVersion: string;
}

/** What a path holds, as the caller's reader found it. Expected trouble is a value, never a throw. */
export type FileState =
  | {
      readonly kind: 'text';
      /** The text as the document (unsaved edits included) or the decoded file holds it. */
      readonly text: string;
      /** Opaque; equal versions mean equal texts. A document version or a content hash. */
      readonly version: string;
    }
  | { readonly kind: 'missing' }
  | { readonly kind: 'binary' }
  | { readonly kind: 'directory' }
  | { readonly kind: 'tooLarge'; readonly bytes: number }
  | { readonly kind: 'refused'; readonly reason: string };

/** The path a change leaves its text at; for a deletion, the path that goes. */
export function resultPath(change: FileChange): string {
  return change.kind === 'rename' ? change.to : change.path;
}

/** The path whose text the change was computed from; for a creation, the path that comes. */
export function sourcePath(change: FileChange): string {
  return change.kind === 'rename' ? change.from : change.path;
}

/** The text before the change; empty for a file that did not exist. */
export function textBefore(change: FileChange): string {
  return change.kind === 'create' ? '' : change.before;
}

/** The text after the change; empty for a file that is gone. */
export function textAfter(change: FileChange): string {
  return change.kind === 'delete' ? '' : change.after;
}
