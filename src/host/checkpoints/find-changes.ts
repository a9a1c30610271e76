import { changesToTake } from './changes-to-take.ts';
import {
  followFiles,
  isThere,
  placeOf,
  wantedPlace,
  type KnownChange,
  type TaskFile,
} from './file-histories.ts';
import { placeSince } from './place-since.ts';
import { standingSteps } from './standing-steps.ts';
import type { Step } from './step-log.ts';

/** One change to take back, and what that means by now. */
export type ChangeToTake = KnownChange &
  (
    | ByNow
    /** A step has removed the file, and that comes to its end here. */
    | { readonly kind: 'return' }
    /** A step has removed the file, which stays so: there is nothing to change. */
    | { readonly kind: 'none' }
  );

interface ByNow {
  readonly kind: 'change';
  /** Where the file is by now. */
  readonly since: string;
  /** Where it goes, if the change moved it. */
  readonly end: string;
  /** It removed the file, which came back since: where it is there, there is nothing to do. */
  readonly isBack: boolean;
}

export interface FoundChanges {
  /** Newest first. */
  readonly changes: readonly ChangeToTake[];
  /** The steps that stay in effect. */
  readonly standing: ReadonlySet<Step>;
}

/** What there is to take back of some steps of a task. */
export function findChanges(steps: readonly Step[], taken: readonly Step[]): FoundChanges {
  const histories = followFiles(steps);
  const known = [...taken].reverse().flatMap((step) => changesToTake(step, steps, histories));
  const standing = new Set(standingSteps(steps, taken));
  const all: AllSteps = { steps, taken, standing, stood: new Set(standingSteps(steps)) };
  const away = findAway(known, all);
  // A file comes back with the oldest of its changes: by then its place is free.
  const last = new Map(known.map((one) => [one.file, one]));
  const changes = known.map((one): ChangeToTake => {
    const isBack = away.get(one.file);
    if (isBack === undefined) return { ...one, kind: 'change', ...findPlaces(one, all) };
    return { ...one, kind: isBack && last.get(one.file) === one ? 'return' : 'none' };
  });
  return { changes, standing };
}

interface AllSteps {
  readonly steps: readonly Step[];
  readonly taken: readonly Step[];
  /** What is in effect without the taken ones, and with them. */
  readonly standing: ReadonlySet<Step>;
  readonly stood: ReadonlySet<Step>;
}

/** Files that steps have removed, and whether each comes back. */
function findAway(
  known: readonly KnownChange[],
  { steps, taken, standing, stood }: AllSteps,
): ReadonlyMap<TaskFile, boolean> {
  const away = new Map<TaskFile, boolean>();
  for (const { file } of known) {
    const last = file.places.at(-1);
    if (away.has(file) || last?.removal === undefined) continue;
    const isBack = taken.includes(last.step);
    if (isThere(file, stood) && !isBack) continue;
    const then = new Set(standingSteps(steps.slice(0, last.at)));
    away.set(file, isThere(file, standing) || (isBack && !isMadeNoMore(file, then, standing)));
  }
  for (const one of known) if (findSince(one, steps) !== undefined) away.delete(one.file);
  return away;
}

/** Whether the step that made a file was in effect then, and is not any more. */
function isMadeNoMore(
  { first, places }: TaskFile,
  then: ReadonlySet<Step>,
  standing: ReadonlySet<Step>,
): boolean {
  const made = places[0]?.step;
  return first === undefined && made !== undefined && then.has(made) && !standing.has(made);
}

/** As far as the steps themselves tell, of a file that this one left somewhere. */
function findSince({ step, change, isAgain }: KnownChange, steps: readonly Step[]) {
  const { uri, after } = change.target;
  return isAgain || after.kind === 'missing' ? undefined : placeSince(steps, step, uri);
}

function findPlaces(known: KnownChange, all: AllSteps): Pick<ByNow, 'since' | 'end' | 'isBack'> {
  const { step, change, file } = known;
  const { target, source } = change;
  const since = findSince(known, all.steps) ?? placeOf(file);
  const isRemoved = file.places.some((place) => place.step === step && place.removal !== undefined);
  return {
    since: since ?? target.uri,
    end: findEnd(known, all) ?? source?.uri ?? target.uri,
    isBack: isRemoved && since !== undefined,
  };
}

/** Where a move ends when it is taken back after moves before it were; else `undefined`. */
function findEnd(
  { step, file, isAgain }: KnownChange,
  { steps, standing, stood }: AllSteps,
): string | undefined {
  const at = steps.indexOf(step);
  if (isAgain) return wantedPlace(file, (one) => standing.has(one));
  const then = new Set(standingSteps(steps.slice(0, at)));
  const was = wantedPlace(file, (one) => then.has(one));
  const now =
    step.undoes.length > 0
      ? wantedPlace(file, (one) => standing.has(one))
      : wantedPlace(file, (one) => stood.has(one) && steps.indexOf(one) < at);
  return was === now ? undefined : now;
}
