import { holds } from './classify.ts';
import { createFileMoves, placeSince, type FileMoves } from './follow-moves.ts';
import type { Codec, FileContent, FileState, Places, Transition } from './snapshot.ts';
import type { Step } from './step-log.ts';
import type { TaskCheckpoints } from './task-checkpoints.ts';

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
 * merge (the step's result is the base). Untouched files come back byte for byte. Writes nothing.
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
  const findPlace = async ({ uri, after }: Transition, step: Step): Promise<string> => {
    const since = placeSince(checkpoints.steps(), step, uri);
    if (after.kind === 'missing' || since === undefined) return uri;
    const place = moves.placeOf(since);
    // Deleted where it was moved to, it may have come back to where it was.
    return (await read(place)).kind === 'missing' ? uri : place;
  };
  for (const step of [...steps].reverse()) {
    for (const undoing of pair(step.transitions)) {
      const place = await findPlace(undoing.target, step);
      const result = await undoOne(checkpoints, undoing, place, read, deps);
      if (result.kind !== 'states') return result;
      for (const [changed, state] of result.states) virtual.set(changed, state);
      if (result.movedTo !== undefined) moves.move(place, result.movedTo);
    }
  }
  const files: UndoneFile[] = [];
  for (const [uri, then] of virtual) {
    const was = now.get(uri);
    if (was !== undefined && was !== then) files.push({ uri, now: was, then });
  }
  return { kind: 'plan', files: withMoves(files, moves) };
}

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

/** A move's two transitions belong together; each other stands alone. */
interface Undoing {
  readonly target: Transition;
  readonly source: Transition | undefined;
}

function pair(transitions: readonly Transition[]): readonly Undoing[] {
  const byUri = new Map(transitions.map((transition) => [transition.uri, transition]));
  const sources = new Set(transitions.flatMap(({ from }) => (from === undefined ? [] : [from])));
  return transitions
    .filter(({ uri, from }) => from !== undefined || !sources.has(uri))
    .map((target) => ({
      target,
      source: target.from === undefined ? undefined : byUri.get(target.from),
    }))
    .sort((one, other) => movesUntil(one.target, byUri) - movesUntil(other.target, byUri));
}

/**
 * How many files moved in a row, each to where the next one was, up to this one. They go back in
 * that order: each is out of the way when the next one comes.
 */
function movesUntil(target: Transition, byUri: ReadonlyMap<string, Transition>): number {
  const seen = new Set<Transition>();
  for (let at: Transition | undefined = target; at?.from !== undefined && !seen.has(at);) {
    seen.add(at);
    at = byUri.get(at.from);
  }
  return seen.size;
}

type OneResult =
  | {
      readonly kind: 'states';
      readonly states: readonly (readonly [string, FileState])[];
      /** The file went there from where it was. */
      readonly movedTo?: string;
    }
  | Exclude<UndoPlan, { kind: 'plan' }>;

/** `uri`: where the file that the step left at its target is now. */
async function undoOne(
  checkpoints: TaskCheckpoints,
  { target, source }: Undoing,
  uri: string,
  read: (uri: string) => Promise<FileState>,
  deps: UndoDeps,
): Promise<OneResult> {
  const current = await read(uri);
  const before = await checkpoints.blobs.restore((source ?? target).before);
  const after = await checkpoints.blobs.restore(target.after);
  const replaced = await checkpoints.blobs.restore(target.before);
  if (before === undefined || after === undefined || replaced === undefined) {
    return { kind: 'damaged', uri };
  }
  const place = (content: FileState): OneResult => {
    if (source === undefined) return { kind: 'states', states: [[uri, content]] };
    // Whatever came to where a file was that has moved on since is not the step's.
    const left: FileState = uri === target.uri ? replaced : { kind: 'missing' };
    return {
      kind: 'states',
      states: [
        [uri, left],
        [source.uri, content],
      ],
      movedTo: source.uri,
    };
  };
  if (
    source === undefined &&
    (await holds(current, target.before, checkpoints.blobs, deps.codec))
  ) {
    return { kind: 'states', states: [] };
  }
  const isUntouched = await holds(current, target.after, checkpoints.blobs, deps.codec);
  const merged = isUntouched
    ? ({ kind: 'merged', state: before } as const)
    : await mergeStates(after, before, current, deps);
  if (merged === undefined) return { kind: 'unencodable', uri };
  const { kind, state } = merged;
  const inTheWay =
    source === undefined ? undefined : await findInTheWay(source, read, checkpoints, deps);
  if (kind === 'merged' && inTheWay === undefined) return place(state);
  const choice = await deps.settle({
    uri: inTheWay === undefined || source === undefined ? uri : source.uri,
    yours: await textOf(inTheWay ?? current, deps.codec),
    earlier: await textOf(state, deps.codec),
  });
  switch (choice.kind) {
    case 'cancel':
      return { kind: 'cancelled' };
    case 'yours':
      return { kind: 'states', states: [] };
    case 'earlier': {
      const chosen = await withText(state, choice.text, deps.codec);
      return chosen === undefined ? { kind: 'unencodable', uri } : place(chosen);
    }
  }
}

/** What somebody has put where a moved file came from, or made of what the step left there. */
async function findInTheWay(
  source: Transition,
  read: (uri: string) => Promise<FileState>,
  { blobs }: TaskCheckpoints,
  { codec }: UndoDeps,
): Promise<FileState | undefined> {
  const found = await read(source.uri);
  if (found.kind === 'missing') return undefined;
  const isOurs =
    (await holds(found, source.after, blobs, codec)) ||
    (await holds(found, source.before, blobs, codec));
  return isOurs ? undefined : found;
}

/** A file as the user has edited what it would become; byte for byte the same where they did not. */
async function withText(
  state: FileState,
  text: string | undefined,
  codec: Codec,
): Promise<FileState | undefined> {
  if (state.kind === 'missing' || text === undefined) return state;
  if ((await textOf(state, codec)) === text) return state;
  return encodeContent(text, state.encoding, codec);
}

/** A file with this text; `undefined` when the encoding does not have every character of it. */
export async function encodeContent(
  text: string,
  encoding: string,
  codec: Codec,
): Promise<FileContent | undefined> {
  const bytes = await codec.encode(text, encoding);
  return bytes === undefined ? undefined : { kind: 'file', bytes, encoding };
}

/**
 * The step's change taken out of what is there now; where the two collide, with what was there
 * before. `undefined` when the result cannot be encoded.
 */
async function mergeStates(
  after: FileState,
  before: FileState,
  current: FileState,
  { codec, merge }: Pick<UndoDeps, 'codec' | 'merge'>,
): Promise<{ readonly kind: 'merged' | 'conflict'; readonly state: FileState } | undefined> {
  const collides = { kind: 'conflict', state: before } as const;
  if (after.kind === 'missing' || before.kind === 'missing' || current.kind === 'missing') {
    return collides;
  }
  const base = await textOf(after, codec);
  const ours = await textOf(before, codec);
  const theirs = await textOf(current, codec);
  // A file that the user had opened in its own encoding may be closed by now.
  if (theirs === undefined && current.encoding !== after.encoding) {
    const reopened = { ...current, encoding: after.encoding };
    if ((await textOf(reopened, codec)) !== undefined) {
      return mergeStates(after, before, reopened, { codec, merge });
    }
  }
  if (base === undefined || ours === undefined || theirs === undefined) return collides;
  const { kind, text } = await merge(base, ours, theirs);
  const state = await encodeContent(text, current.encoding, codec);
  return state === undefined ? undefined : { kind, state };
}

/** What an editor shows of a file: the unsaved text, else the decoded bytes. */
export async function textOf(state: FileState, codec: Codec): Promise<string | undefined> {
  if (state.kind === 'missing') return undefined;
  return state.unsaved ?? (await codec.decode(state.bytes, state.encoding));
}
