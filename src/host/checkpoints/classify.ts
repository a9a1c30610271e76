import type { BlobStore } from './blob-store.ts';
import { hashOf } from './blob-store.ts';
import type { Codec, FileState, Snapshot } from './snapshot.ts';

/**
 * Where a place stands in a step that was cut short:
 * - `before`, `after`: as the step found it, as the step meant to leave it;
 * - `unsaved`: an editor holds the step's text, the disk does not yet;
 * - `torn`: a write that was cut: the beginning of the new bytes, then nothing or the old ones;
 * - `moved`: a file that was moved here and not yet changed;
 * - `other`: somebody else's content, which is never overwritten.
 */
export type Standing = 'before' | 'after' | 'unsaved' | 'torn' | 'moved' | 'other';

export interface ClassifyDeps {
  readonly blobs: BlobStore;
  readonly codec: Codec;
  /** For the target of a move: what its source held before. */
  readonly moved?: Snapshot;
}

export async function classify(
  state: FileState,
  before: Snapshot,
  after: Snapshot,
  { blobs, codec, moved }: ClassifyDeps,
): Promise<Standing> {
  if (await holds(state, after, blobs, codec)) return 'after';
  if (await holds(state, before, blobs, codec)) return 'before';
  if (state.kind === 'missing' || after.kind === 'missing') return 'other';
  if (moved !== undefined && (await holds(state, moved, blobs, codec))) return 'moved';
  const wanted = await blobs.get(after.bytes);
  if (wanted === undefined) return 'other';
  if (state.unsaved !== undefined) {
    const text = await codec.decode(wanted, after.encoding);
    return state.unsaved === text ? 'unsaved' : 'other';
  }
  const old = before.kind === 'missing' ? new Uint8Array() : await blobs.get(before.bytes);
  return old !== undefined && isTorn(state.bytes, old, wanted) ? 'torn' : 'other';
}

/** Whether a place is exactly as a snapshot says, on the disk and in any editor. */
export async function holds(
  state: FileState,
  snapshot: Snapshot,
  blobs: BlobStore,
  codec: Codec,
): Promise<boolean> {
  if (state.kind === 'missing' || snapshot.kind === 'missing') return state.kind === snapshot.kind;
  if (hashOf(state.bytes) !== snapshot.bytes) return false;
  if (state.unsaved === undefined) return true;
  if (snapshot.unsaved !== undefined) {
    return hashOf(new TextEncoder().encode(state.unsaved)) === snapshot.unsaved;
  }
  const bytes = await blobs.get(snapshot.bytes);
  return bytes !== undefined && (await codec.decode(bytes, snapshot.encoding)) === state.unsaved;
}

/** A write from the front that was cut: `wanted` up to some byte, then nothing or the rest of `old`. */
function isTorn(found: Uint8Array, old: Uint8Array, wanted: Uint8Array): boolean {
  let cut = 0;
  while (cut < found.length && cut < wanted.length && found[cut] === wanted[cut]) cut++;
  if (cut === found.length) return true;
  if (found.length !== Math.max(old.length, cut)) return false;
  for (let index = cut; index < found.length; index++) {
    if (found[index] !== old[index]) return false;
  }
  return true;
}
