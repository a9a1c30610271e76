import { fileChanges, type FileChange } from './file-changes.ts';
import type { Transition } from './snapshot.ts';
import { standingSteps } from './standing-steps.ts';
import type { Step } from './step-log.ts';
import { undoEffects } from './undo-effects.ts';

/** One file through the steps of a task, wherever it lay. */
export interface TaskFile {
  /** Where it was before the task knew of it; `undefined`: a step made it. */
  readonly first: string | undefined;
  /** What steps did to it, oldest first. */
  readonly changes: readonly { readonly step: Step; readonly change: FileChange }[];
  /** Where steps brought it, oldest first. */
  readonly places: readonly FilePlace[];
}

export interface FilePlace {
  readonly step: Step;
  /** How many steps there were before. */
  readonly at: number;
  /** `undefined`: it is not there any more. */
  readonly uri: string | undefined;
  /** What was removed, where a step did that. */
  readonly removal: Transition | undefined;
}

export interface KnownChange {
  readonly step: Step;
  readonly change: FileChange;
  readonly file: TaskFile;
  /** It is the step's change that comes in again, not its own. */
  readonly isAgain?: true;
}

/** What each step did to which file. */
export type FileHistories = ReadonlyMap<Step, readonly KnownChange[]>;

interface History extends TaskFile {
  readonly changes: { readonly step: Step; readonly change: FileChange }[];
  readonly places: FilePlace[];
}

/** Tells the files of a task apart, also where they move, go, and come back by an undo. */
export function followFiles(steps: readonly Step[]): FileHistories {
  const histories = new Map<Step, readonly KnownChange[]>();
  const files: Files = { all: [], byUri: new Map() };
  for (const [at, step] of steps.entries()) {
    if (step.state !== 'applied') continue;
    const transitions = tellMoves(step, steps, histories);
    const before = new Map(transitions.map((each) => [each.uri, leavingFile(each, files)]));
    const after = new Map<string, History | undefined>();
    const sources = new Set(transitions.map(({ from }) => from));
    for (const { uri, from, ...sides } of transitions) {
      // Where this one moves away, another file comes.
      const here = sources.has(uri) ? undefined : (before.get(uri) ?? files.byUri.get(uri));
      if (sides.after.kind === 'missing') after.set(uri, undefined);
      else if (from !== undefined) after.set(uri, before.get(from));
      else if (sides.before.kind === 'file' && here !== undefined) after.set(uri, here);
      else after.set(uri, comingFile(uri, here, steps.slice(0, at + 1), files));
    }
    const changes = fileChanges(step.transitions).flatMap((change): readonly KnownChange[] => {
      const { uri } = change.target;
      const file = after.get(uri) ?? before.get(uri);
      file?.changes.push({ step, change });
      return file === undefined ? [] : [{ step, change, file }];
    });
    histories.set(step, changes);
    settle({ step, at, before, after }, files);
  }
  return histories;
}

/** An undo rewrites files where their places are not free: told as the moves that it comes to. */
function tellMoves(
  step: Step,
  steps: readonly Step[],
  histories: FileHistories,
): readonly Transition[] {
  const { transitions } = step;
  const effects = undoEffects(step, steps);
  if (effects.length === 0) return transitions;
  const byUri = new Map(transitions.map((each) => [each.uri, each]));
  const ends = new Map<TaskFile, string>();
  for (const { step: undone, isIn } of effects) {
    for (const { change, file } of histories.get(undone) ?? []) {
      if (change.source !== undefined) ends.set(file, (isIn ? change.target : change.source).uri);
    }
  }
  const sources = new Set(transitions.map(({ from }) => from));
  const moves = new Map<string, string>();
  for (const [file, uri] of ends) {
    const from = placeOf(file);
    if (from === undefined || from === uri || sources.has(from)) continue;
    if (byUri.get(from)?.before.kind === 'file') moves.set(uri, from);
  }
  return transitions.map((each) => {
    const from = each.from ?? moves.get(each.uri);
    return from === undefined || each.after.kind === 'missing' ? each : { ...each, from };
  });
}

/** All files that are known, and those that are there. */
interface Files {
  readonly all: History[];
  readonly byUri: Map<string, History>;
}

function create(first: string | undefined, { all }: Files): History {
  const file: History = { first, changes: [], places: [] };
  all.push(file);
  return file;
}

function leavingFile({ uri, before }: Transition, files: Files): History | undefined {
  if (before.kind === 'missing') return undefined;
  const file = files.byUri.get(uri) ?? create(uri, files);
  files.byUri.set(uri, file);
  return file;
}

/** What an undo brings back is the file that was there; what any other step makes is a new one. */
function comingFile(
  uri: string,
  here: History | undefined,
  steps: readonly Step[],
  files: Files,
): History {
  const step = steps.at(-1);
  if (step?.cause !== 'undo') return create(undefined, files);
  // The user removed it, so no step did.
  if (here !== undefined) return here;
  const standing = new Set(standingSteps(steps));
  const undone = new Set(undoEffects(step, steps).map((effect) => effect.step));
  const gone = files.all.filter((file) => placeOf(file) === undefined);
  const meant = gone.findLast(
    (file) =>
      isThere(file, standing) &&
      wantedPlace(file, (one) => standing.has(one)) === uri &&
      file.changes.some((change) => undone.has(change.step)),
  );
  const latest = gone
    .filter((file) => file.places.at(-1)?.removal?.uri === uri)
    .sort((one, other) => (one.places.at(-1)?.at ?? 0) - (other.places.at(-1)?.at ?? 0))
    .at(-1);
  return meant ?? latest ?? create(undefined, files);
}

interface Settled {
  readonly step: Step;
  readonly at: number;
  /** The files at the step's places before it and after it. */
  readonly before: ReadonlyMap<string, History | undefined>;
  readonly after: ReadonlyMap<string, History | undefined>;
}

/** Notes where the files are after a step. */
function settle({ step, at, before, after }: Settled, { byUri }: Files): void {
  const places = new Map<History, string>();
  for (const [uri, file] of after) if (file !== undefined) places.set(file, uri);
  const touched = new Set([...before.keys()].map((uri) => byUri.get(uri)));
  for (const file of [...touched, ...places.keys()]) {
    if (file === undefined) continue;
    const [was, uri] = [placeOf(file), places.get(file)];
    if (was === uri) continue;
    const removal = uri !== undefined || before.get(was ?? '') !== file ? undefined : was;
    const transition = step.transitions.find((each) => each.uri === removal);
    file.places.push({ step, at, uri, removal: transition });
  }
  for (const [uri, file] of after) {
    if (file === undefined) byUri.delete(uri);
    else byUri.set(uri, file);
  }
}

/** Where a file is after so many steps, or after all; `undefined`: it is not there. */
export function placeOf(file: TaskFile, after = Infinity): string | undefined {
  const last = file.places.findLast(({ at }) => at < after);
  return last === undefined ? file.first : last.uri;
}

/**
 * Where steps that are in effect, undos aside, have brought a file, wherever it is by now;
 * `undefined`: nowhere.
 */
export function wantedPlace(
  { first, places }: TaskFile,
  isInEffect: (step: Step) => boolean,
): string | undefined {
  const last = places.findLast(
    ({ step, uri }) => uri !== undefined && step.undoes.length === 0 && isInEffect(step),
  );
  return last?.uri ?? first;
}

/** Whether a file is there when just these of the steps, undos aside, are in effect. */
export function isThere({ first, places }: TaskFile, standing: ReadonlySet<Step>): boolean {
  const last = places.findLast(({ step, uri, removal }, index) => {
    const isNew = uri !== undefined && (index === 0 ? first : places[index - 1]?.uri) === undefined;
    return (isNew || removal !== undefined) && standing.has(step);
  });
  return last === undefined ? first !== undefined : last.uri !== undefined;
}
