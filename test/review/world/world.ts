import assert from 'node:assert/strict';
import { sourcePath } from '../../../src/core/edits/change-set.ts';
import { reviewReducer } from '../../../src/core/edits/review-reducer.ts';
import type { ReviewEvent, ReviewState } from '../../../src/core/edits/review-state.ts';
import type { FileState } from '../../../src/host/checkpoints/snapshot.ts';
import {
  openTaskCheckpoints,
  type Intent,
  type IntendedTransition,
  type TaskCheckpoints,
} from '../../../src/host/checkpoints/task-checkpoints.ts';
import { keepEndings } from '../../../src/core/edits/keep-endings.ts';
import { createMemoryStorage } from '../../checkpoints/memory-storage.ts';
import type { Settling } from './acts.ts';
import { asDocument } from './edit-texts.ts';
import type { WrittenReview } from './written-reviews.ts';

/** A folder, a task's checkpoints and an open review, as the host holds them. */
export interface World {
  files: Map<string, string>;
  review: ReviewState | undefined;
  /** Reviews of what was written at once, oldest first. */
  written: WrittenReview[];
  readonly checkpoints: TaskCheckpoints;
  readonly storage: ReturnType<typeof createMemoryStorage>;
  /** Words that the user typed and did not take away again. */
  readonly typed: Set<string>;
  /** Earlier right sides by path, for Ctrl+Z. */
  readonly earlier: Map<string, string[]>;
  readonly settlings: readonly Settling[];
  /**
   * Something of the agent's may stay for good: the user has answered so when asked, or has brought
   * back what they had deleted.
   */
  isAgentLeft: boolean;
  /** What the checkpoints hold, as text. */
  kept: string;
  count: number;
}

export async function createWorld(
  texts: readonly string[],
  settlings: readonly Settling[],
): Promise<World> {
  const storage = createMemoryStorage();
  return {
    // What the disk cannot hold, no document has read from it.
    files: new Map(
      texts.map((text, at) => [`file ${at}`, text.toWellFormed().replace(/^\uFEFF/, '')]),
    ),
    review: undefined,
    written: [],
    checkpoints: await openTaskCheckpoints(storage, 'task'),
    storage,
    typed: new Set(),
    earlier: new Map(),
    settlings,
    isAgentLeft: false,
    kept: '',
    count: 0,
  };
}

export function pick<Item>(items: readonly Item[], at: number): Item | undefined {
  return items[at % Math.max(items.length, 1)];
}

export function versionOf(text: string): string {
  return `v ${text}`;
}

export function dispatch(world: World, event: ReviewEvent): void {
  assert.ok(world.review !== undefined);
  world.review = reviewReducer(world.review, event);
}

/** The user's own file became this: what the host tells every review of it. */
export function fileChanged(world: World, path: string): void {
  const text = world.files.get(path);
  for (const file of world.review?.files ?? []) {
    if (file.change.kind === 'create' || sourcePath(file.change) !== path) continue;
    if (text === undefined) continue;
    const known = file.conflict?.theirs ?? file.base;
    const kept = keepEndings(known, asDocument(text));
    if (kept !== known) dispatch(world, baseChanged(file.path, kept));
  }
}

export function baseChanged(path: string, text: string | undefined): ReviewEvent {
  return {
    type: 'baseChanged',
    path,
    text,
    version: text === undefined ? undefined : versionOf(text),
  };
}

/** Words of the first text that are not in the second were taken away by the user's own hands. */
export function forget(world: World, before: string, after: string): void {
  for (const word of world.typed) {
    if (before.includes(word) && !after.includes(word)) world.typed.delete(word);
  }
}

export async function record(
  world: World,
  after: ReadonlyMap<string, string>,
  from: ReadonlyMap<string, string>,
  step: Pick<Intent, 'cause' | 'callId' | 'undoes'>,
): Promise<string> {
  const places = new Set([...world.files.keys(), ...after.keys()]);
  const transitions: IntendedTransition[] = [];
  for (const uri of places) {
    const source = from.get(uri);
    if (world.files.get(uri) === after.get(uri) && source === undefined) continue;
    const sides = { before: stateOf(world.files.get(uri)), after: stateOf(after.get(uri)) };
    transitions.push({ uri, ...sides, ...(source === undefined ? {} : { from: source }) });
    world.kept += `\n${world.files.get(uri) ?? ''}\n${after.get(uri) ?? ''}`;
  }
  const begun = await world.checkpoints.begin({ ...step, at: 0, folders: [], transitions });
  await world.checkpoints.applied(begun.id, new Map());
  world.files = new Map(after);
  return begun.id;
}

/** Where the files that move come from, by where they go. */
export function movesOf(
  files: readonly { readonly uri: string; readonly from?: string }[],
): ReadonlyMap<string, string> {
  return new Map(files.flatMap(({ uri, from }) => (from === undefined ? [] : [[uri, from]])));
}

export function stateOf(text: string | undefined): FileState {
  if (text === undefined) return { kind: 'missing' };
  return { kind: 'file', bytes: new TextEncoder().encode(text), encoding: 'utf8' };
}
