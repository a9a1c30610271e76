import { createFileMoves, type FileMoves } from './file-moves.ts';
import { findChanges, type ChangeToTake } from './find-changes.ts';
import { restoreFile } from './restore-file.ts';
import type { Codec, FileState, Places } from './snapshot.ts';
import type { Step } from './step-log.ts';
import type { TaskCheckpoints } from './task-checkpoints.ts';
import { undoChange, type UndoneChange } from './undo-change.ts';

/** What taking steps back does to one file. */
export interface UndoneFile {
  readonly uri: string;
  readonly now: FileState;
  readonly then: FileState;
  /** The place whose file moves here, so that its editors follow. */
  readonly from?: string;
}

/** The user's later edits and the step changed the same lines, or one of them removed the file. */
export interface Collision {
  readonly uri: string;
  /** What the user has now; `undefined` when the file is not there. */
  readonly yours: string | undefined;
  /**
   * What was there before the step, with the user's edits beside the places that collide;
   * `undefined` when the file was not there.
   */
  readonly earlier: string | undefined;
}

/** `text`: what the user made of the earlier text, where it is one. */
export type SettledCollision =
  | { readonly kind: 'yours' }
  | { readonly kind: 'earlier'; readonly text: string | undefined }
  | { readonly kind: 'cancel' };

export type UndoPlan =
  | { readonly kind: 'plan'; readonly files: readonly UndoneFile[] }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'damaged'; readonly uri: string }
  /** Its encoding by now does not have every character of what would come back. */
  | { readonly kind: 'unencodable'; readonly uri: string };

/** Of a conflict, `text` has ours where the two collide, and both sides' changes elsewhere. */
export type Merge = (
  base: string,
  ours: string,
  theirs: string,
) => Promise<{ readonly kind: 'merged' | 'conflict'; readonly text: string }>;

export interface UndoDeps {
  readonly places: Places;
  readonly codec: Codec;
  readonly merge: Merge;
  /** Asks the user, who sees both texts. */
  readonly settle: (collision: Collision) => Promise<SettledCollision>;
}

/**
 * Works out how to take steps back, newest first, on the files as they are now, wherever later steps
 * have moved them. What the user changed since stays: a step's change is taken out by a three-way
 * merge (the step's result is the base). Untouched files come back byte for byte. Of a file that
 * another step has removed there is nothing to change; it comes back without the change when that
 * step is taken back too. Writes nothing.
 */
export async function planUndo(
  checkpoints: TaskCheckpoints,
  steps: readonly Step[],
  deps: UndoDeps,
): Promise<UndoPlan> {
  const now = new Map<string, FileState>();
  const virtual = new Map<string, FileState>();
  const read = async (uri: string): Promise<FileState> => {
    const known = virtual.get(uri);
    if (known !== undefined) return known;
    const state = await deps.places.read(uri);
    now.set(uri, state);
    virtual.set(uri, state);
    return state;
  };
  const moves = createFileMoves();
  const undo = async ({ change, since, end, isBack }: Change): Promise<UndoneChange> => {
    const { uri, after } = change.target;
    const moved = after.kind === 'missing' ? uri : moves.placeOf(since);
    if (isBack && (await read(moves.placeOf(since))).kind === 'file') {
      return { kind: 'states', states: [] };
    }
    // The user may have moved it back to where it was.
    const place = (await read(moved)).kind === 'missing' ? uri : moved;
    const result = await undoChange(change, { from: place, to: end }, read, checkpoints, deps);
    if (result.kind === 'states' && result.movedTo !== undefined) moves.move(place, result.movedTo);
    return result;
  };
  const all = checkpoints.steps();
  const ids = new Set(steps.map(({ id }) => id));
  const { changes, standing } = findChanges(
    all,
    all.filter(({ id }) => ids.has(id)),
  );
  for (const one of changes) {
    if (one.kind === 'none') continue;
    const result =
      one.kind === 'change'
        ? await undo(one)
        : await restoreFile(one.file, standing, read, checkpoints, deps);
    if (result.kind !== 'states') return result;
    for (const [uri, state] of result.states) virtual.set(uri, state);
  }
  const files: UndoneFile[] = [];
  for (const [uri, then] of virtual) {
    const was = now.get(uri);
    if (was !== undefined && was !== then) files.push({ uri, now: was, then });
  }
  return { kind: 'plan', files: withMoves(files, moves) };
}

type Change = Extract<ChangeToTake, { readonly kind: 'change' }>;

/** A file moves to a place that is free, or that its own file leaves. */
function withMoves(files: readonly UndoneFile[], moves: FileMoves): readonly UndoneFile[] {
  const there = new Map(files.map((file) => [file.uri, file]));
  const free = files.filter(({ now }) => now.kind === 'missing').map(({ uri }) => uri);
  const sources = new Map<string, string>();
  for (let uri = free.pop(); uri !== undefined; uri = free.pop()) {
    const from = moves.originOf(uri);
    if (from === undefined || from === uri || there.get(uri)?.then.kind !== 'file') continue;
    if (there.get(from)?.now.kind !== 'file') continue;
    sources.set(uri, from);
    free.push(from);
  }
  return files.map((file) => {
    const from = sources.get(file.uri);
    return from === undefined ? file : { ...file, from };
  });
}
