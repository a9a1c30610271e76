import type { Transition } from './snapshot.ts';

/** What a step did to one file. A move's two transitions belong together; each other stands alone. */
export interface FileChange {
  readonly target: Transition;
  readonly source: Transition | undefined;
  /** The file that was at the target before went elsewhere itself, by a change of its own. */
  readonly followsOther: boolean;
  /** Likewise the one that is at the source now came by a change of its own. */
  readonly isFollowed: boolean;
}

/** In an order in which they can be taken back. */
export function fileChanges(transitions: readonly Transition[]): readonly FileChange[] {
  const byUri = new Map(transitions.map((transition) => [transition.uri, transition]));
  const sources = new Set(transitions.flatMap(({ from }) => (from === undefined ? [] : [from])));
  const isAlone = { source: undefined, followsOther: false, isFollowed: false };
  return transitions
    .flatMap((target): readonly FileChange[] => {
      const { uri, from, after } = target;
      if (from === undefined && !sources.has(uri)) return [{ target, ...isAlone }];
      if (from === undefined) {
        // A file was made where another one has moved away.
        if (after.kind === 'missing') return [];
        return [{ target: { uri, before: { kind: 'missing' }, after }, ...isAlone }];
      }
      const source = byUri.get(from);
      const isFollowed = source?.from !== undefined;
      return [{ target, source, followsOther: sources.has(uri), isFollowed }];
    })
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

/** What takes a change back, as a change itself: taking that back brings the first one in again. */
export function mirrored({ target, source, followsOther, isFollowed }: FileChange): FileChange {
  const from = source ?? target;
  const back: Transition = { uri: from.uri, before: from.after, after: from.before };
  const others = { followsOther: isFollowed, isFollowed: followsOther };
  if (source === undefined) return { ...others, target: back, source };
  const left: Transition = { uri: target.uri, before: target.after, after: target.before };
  return { ...others, target: { ...back, from: target.uri }, source: left };
}

/** Whether the file comes or goes with it. */
export function comesOrGoes({ target, source }: FileChange): boolean {
  if (source !== undefined) return false;
  return target.before.kind === 'missing' || target.after.kind === 'missing';
}
