import { renderUnified } from '../../core/edits/render-unified.ts';
import { inSteps } from './in-steps.ts';
import type { TaskChange } from '../../core/ports.ts';
import { standingSteps } from '../checkpoints/standing-steps.ts';
import type { Snapshot } from '../checkpoints/snapshot.ts';
import type { TaskCheckpoints } from '../checkpoints/task-checkpoints.ts';
import { shownText } from './carry-out.ts';
import { editorPlaces } from './editor-places.ts';

/** One place that a task changed: how it was before the first step, and after the last. */
export interface NetPlace {
  readonly uri: string;
  readonly first: Snapshot;
  readonly last: Snapshot;
  /** Where its content came from, followed through all moves. */
  readonly from?: string;
}

/** Every place that differs from how the task found it, in the order of the first touch. */
export function netPlaces(checkpoints: TaskCheckpoints): readonly NetPlace[] {
  const places = new Map<string, NetPlace>();
  const origins = new Map<string, string>();
  for (const step of standingSteps(checkpoints.steps())) {
    const arriving = new Map<string, string>();
    for (const { uri, before, after, from } of step.transitions) {
      const first = places.get(uri)?.first ?? before;
      places.set(uri, { uri, first, last: after });
      if (from !== undefined) arriving.set(uri, origins.get(from) ?? from);
      else if (after.kind === 'missing') origins.delete(uri);
    }
    for (const [uri, origin] of arriving) origins.set(uri, origin);
  }
  return [...places.values()]
    .filter(({ first, last }) => !sameContent(first, last))
    .map((place) => {
      const from = origins.get(place.uri);
      return from === undefined || from === place.uri ? place : { ...place, from };
    });
}

function sameContent(first: Snapshot, last: Snapshot): boolean {
  if (first.kind === 'missing' || last.kind === 'missing') return first.kind === last.kind;
  return first.bytes === last.bytes && first.unsaved === last.unsaved;
}

/** The list for people and for the model: a moved file is one entry, not two. */
export function listChanges(
  places: readonly NetPlace[],
  pathOf: (uri: string) => string,
  isPending: (uri: string) => boolean,
): readonly TaskChange[] {
  const moved = new Set(
    places.flatMap(({ from, last }) =>
      from === undefined || last.kind === 'missing' ? [] : [from],
    ),
  );
  return places
    .filter(({ uri, last }) => last.kind === 'file' || !moved.has(uri))
    .map(({ uri, first, last, from }): TaskChange => {
      const review = isPending(uri) ? 'pending' : 'kept';
      const base = { path: pathOf(uri), uri, review } as const;
      if (last.kind === 'missing') return { ...base, kind: 'deleted' };
      if (first.kind === 'file') return { ...base, kind: 'modified' };
      if (from === undefined) return { ...base, kind: 'created' };
      return { ...base, kind: 'renamed', from: pathOf(from) };
    });
}

/** From how the task found the files to how they are now, as a unified diff. */
export async function diffChanges(
  checkpoints: TaskCheckpoints,
  pathOf: (uri: string) => string,
): Promise<string> {
  const places = netPlaces(checkpoints);
  const firsts = new Map(places.map(({ uri, first }) => [uri, first]));
  const moved = new Set(places.flatMap(({ from }) => (from === undefined ? [] : [from])));
  const parts: string[] = [];
  for (const { uri, first, last, from } of places) {
    if (last.kind === 'missing' && moved.has(uri)) continue;
    const origin = (from === undefined ? undefined : firsts.get(from)) ?? first;
    const restored = await checkpoints.blobs.restore(origin);
    const old = restored === undefined ? undefined : await shownText(restored);
    const now = await shownText(await editorPlaces.read(uri));
    const names = {
      from: origin.kind === 'missing' ? '/dev/null' : `a/${pathOf(from ?? uri)}`,
      to: now === undefined ? '/dev/null' : `b/${pathOf(uri)}`,
    };
    const steps = renderUnified(names, old ?? '', now ?? '');
    parts.push(await inSteps(steps));
  }
  return parts.join('');
}
