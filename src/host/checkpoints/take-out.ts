import { holds } from './classify.ts';
import type { FileChange } from './file-changes.ts';
import { encodeContent, textOf, withText } from './file-text.ts';
import { endAsUnsaved, mergeEndings } from './merge-endings.ts';
import type { UndoDeps, UndoPlan } from './plan-undo.ts';
import type { FileState } from './snapshot.ts';
import type { TaskCheckpoints } from './task-checkpoints.ts';

/** A file's content without a change, as far as that can be told. */
export type TakenOut =
  | { readonly kind: 'taken'; readonly state: FileState }
  /** It meets what was done since: with what was there before the change. */
  | { readonly kind: 'collides'; readonly state: FileState }
  | Extract<UndoPlan, { kind: 'damaged' | 'unencodable' }>;

/** `current`: what the file at `uri` holds, wherever the change left it. */
export async function takeOut(
  { target, source }: FileChange,
  current: FileState,
  uri: string,
  { blobs }: TaskCheckpoints,
  deps: Pick<UndoDeps, 'codec' | 'merge'>,
): Promise<TakenOut> {
  const before = await blobs.restore((source ?? target).before);
  const after = await blobs.restore(target.after);
  if (before === undefined || after === undefined) return { kind: 'damaged', uri };
  if (source === undefined && (await holds(current, target.before, blobs, deps.codec))) {
    return { kind: 'taken', state: current };
  }
  if (await holds(current, target.after, blobs, deps.codec)) {
    return { kind: 'taken', state: before };
  }
  return (await mergeStates(after, before, current, deps)) ?? { kind: 'unencodable', uri };
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
): Promise<Extract<TakenOut, { readonly state: FileState }> | undefined> {
  const collides = { kind: 'collides', state: before } as const;
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
  const { kind, text } = await mergeEndings(merge, base, ours, theirs);
  const content = endAsUnsaved(current.unsaved, text);
  const state = await encodeContent(content, current.encoding, codec);
  if (state === undefined) return undefined;
  return kind === 'merged' ? { kind: 'taken', state } : { kind: 'collides', state };
}

/** What is to be there where two texts meet. */
export type Settled =
  | { readonly kind: 'yours' }
  | { readonly kind: 'state'; readonly state: FileState }
  | Extract<UndoPlan, { kind: 'cancelled' | 'unencodable' }>;

/** Asks the user: what is there now, or what was there earlier. */
export async function settleStates(
  uri: string,
  yours: FileState,
  earlier: FileState,
  { codec, settle }: Pick<UndoDeps, 'codec' | 'settle'>,
): Promise<Settled> {
  const choice = await settle({
    uri,
    yours: await textOf(yours, codec),
    earlier: await textOf(earlier, codec),
  });
  switch (choice.kind) {
    case 'cancel':
      return { kind: 'cancelled' };
    case 'yours':
      return choice;
    case 'earlier': {
      const state = await withText(earlier, choice.text, codec);
      return state === undefined ? { kind: 'unencodable', uri } : { kind: 'state', state };
    }
  }
}
