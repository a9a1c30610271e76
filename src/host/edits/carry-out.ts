import { Uri, workspace } from 'vscode';
import { mergeTexts } from '../../core/edits/merge-texts.ts';
import { inParallel } from '../checkpoints/in-parallel.ts';
import { rollBack } from '../checkpoints/recover-steps.ts';
import { textOf } from '../checkpoints/file-text.ts';
import type { FileState } from '../checkpoints/snapshot.ts';
import type { Step, StepCause } from '../checkpoints/step-log.ts';
import type { TaskCheckpoints } from '../checkpoints/task-checkpoints.ts';
import { showsText } from '../notebooks/add-notebook-edits.ts';
import { buildEdit, type BuiltEdit } from './build-edit.ts';
import { editorPlaces, holdsBytes, readPlace } from './editor-places.ts';
import { findObstacle } from './find-obstacle.ts';
import { findTorn } from './find-torn.ts';
import { setText } from './open-documents.ts';
import { takeBackUnwritten } from './take-back-unwritten.ts';
import { missingFolders } from './missing-folders.ts';
import { sameBytes, textCodec } from './text-codec.ts';
import { watchLeaving, type LeavingFiles } from './watch-leaving.ts';

/** One place, as it was read and as it shall be. */
export interface WantedFile {
  readonly uri: string;
  readonly now: FileState;
  readonly then: FileState;
  /** The place this file moves from, which has an entry of its own (`then` is missing). */
  readonly from?: string;
}

export interface CarryOutRequest {
  readonly cause: StepCause;
  readonly files: readonly WantedFile[];
  readonly callId?: string;
  readonly undoes?: readonly string[];
  /** Folders to remove when they are empty afterwards: an undo takes back what a step made. */
  readonly emptyFolders?: readonly string[];
  /** Save what was changed, with whatever the user has set to run on save. */
  readonly save: boolean;
  /** What was saved must be what was wanted, whatever a formatter makes of it: an undo is exact. */
  readonly exact?: boolean;
}

export type CarriedOut =
  /** `after`: what each place holds now, after saving. */
  | {
      readonly kind: 'done';
      readonly step: Step;
      readonly after: ReadonlyMap<string, FileState>;
    }
  /** `isPutBack`: every file is as it was; else `message` says which is not. */
  | { readonly kind: 'failed'; readonly message: string; readonly isPutBack: boolean };

export interface CarryOutDeps {
  readonly checkpoints: TaskCheckpoints;
  readonly applyEdit: (edit: BuiltEdit['edit']) => Thenable<boolean>;
  /** Shows a place to the user: a workspace path where there is one. */
  readonly pathOf: (uri: string) => string;
}

/**
 * Makes files what they shall be: the intent goes to the disk first, then everything happens as one
 * WorkspaceEdit, then it is saved. Whatever fails on the way, every touched file is put back.
 */
export async function carryOut(request: CarryOutRequest, deps: CarryOutDeps): Promise<CarriedOut> {
  const { files } = request;
  const obstacle = await findObstacle(files, deps.pathOf);
  if (obstacle !== undefined) return { kind: 'failed', message: obstacle, isPutBack: true };
  let step: Step;
  try {
    step = await deps.checkpoints.begin({
      cause: request.cause,
      at: Date.now(),
      transitions: files.map(({ uri, now, then, from }) => ({
        uri,
        before: now,
        after: then,
        ...(from === undefined ? {} : { from }),
      })),
      folders: request.emptyFolders ?? (await missingFolders(files)),
      ...(request.callId === undefined ? {} : { callId: request.callId }),
      ...(request.undoes === undefined ? {} : { undoes: request.undoes }),
    });
  } catch (error) {
    return nothingChanged(`the checkpoint could not be written (${reasonOf(error)})`);
  }
  const failure = await attempt(request, deps);
  if (failure?.isUntouched === true) {
    await deps.checkpoints.rolledBack(step.id);
    return nothingChanged(failure.reason);
  }
  if (failure !== undefined) return failed(step, failure, deps);
  const after = new Map(
    await inParallel(files, async ({ uri }): Promise<[string, FileState]> => [
      uri,
      await readPlace(Uri.parse(uri, true)),
    ]),
  );
  for (const folder of [...(request.emptyFolders ?? [])].reverse()) {
    await editorPlaces.remove(folder);
  }
  await deps.checkpoints.applied(step.id, after);
  const done = deps.checkpoints.steps().find(({ id }) => id === step.id) ?? step;
  return { kind: 'done', step: done, after };
}

interface Failure {
  readonly reason: string;
  /** No file was changed yet: whatever it holds by now is somebody else's. */
  readonly isUntouched: boolean;
  /** What was typed into files that were deleted in that moment, by place. */
  readonly typed?: ReadonlyMap<string, string>;
}

/** Answers with what went wrong, in words; the caller puts everything back. */
async function attempt(request: CarryOutRequest, deps: CarryOutDeps): Promise<Failure | undefined> {
  const leaving = watchLeaving(request.files);
  try {
    return await attemptWatched(request, leaving, deps);
  } finally {
    leaving.dispose();
  }
}

async function attemptWatched(
  request: CarryOutRequest,
  leaving: LeavingFiles,
  deps: CarryOutDeps,
): Promise<Failure | undefined> {
  let built: BuiltEdit;
  try {
    built = await buildEdit(request.files);
  } catch (error) {
    return { reason: reasonOf(error), isUntouched: true };
  }
  try {
    if (!built.isEmpty && !(await deps.applyEdit(built.edit))) {
      // VS Code looks whether all texts are as we knew them before it changes the first.
      const isUntouched = !built.hasFileOperations;
      return { reason: 'VS Code did not take the edit', isUntouched };
    }
    const typed = leaving.typed();
    const [first] = typed.keys();
    if (first !== undefined) {
      return { reason: `${deps.pathOf(first)} changed meanwhile`, isUntouched: false, typed };
    }
    const reason = await completeEdit(built, request, deps);
    return reason === undefined ? undefined : { reason, isUntouched: false };
  } catch (error) {
    return { reason: reasonOf(error), isUntouched: false };
  }
}

/** What the edit itself does not do: files past VS Code's documents, the look at them, saving. */
async function completeEdit(
  built: BuiltEdit,
  request: CarryOutRequest,
  deps: CarryOutDeps,
): Promise<string | undefined> {
  const name = (uri: Uri): string => deps.pathOf(uri.toString());
  for (const { uri, before, after } of built.rawWrites) {
    // Nothing but this look guards a file that no document stands for.
    if (!(await holdsBytes(uri, before))) return `${name(uri)} changed meanwhile`;
    await workspace.fs.writeFile(uri, after);
  }
  const documents = await inParallel(built.texts, ({ uri }) =>
    Promise.resolve(workspace.openTextDocument(uri)),
  );
  const shown = built.texts.map((edited, at) => ({
    ...edited,
    now: documents[at]?.getText() ?? '',
  }));
  const changed = shown.find(({ from, text, now }) => !holdsChange(from, text, now));
  if (changed !== undefined) return `${name(changed.uri)} changed meanwhile`;
  const other = built.notebooks.find(({ notebook, text }) => !showsText(notebook, text));
  if (other !== undefined) return `${name(other.notebook.uri)} changed meanwhile`;
  if (!request.save) return describeTorn(await findTorn(request.files), name);
  for (const { notebook } of built.notebooks) {
    if (notebook.isDirty && !(await notebook.save())) {
      return `${name(notebook.uri)} could not be saved`;
    }
  }
  const saved = await Promise.all(built.texts.map(({ uri }) => saveDocument(uri)));
  const unsaved = built.texts.filter((_, index) => saved[index] === false);
  if (unsaved.length === 0) {
    const unwritten = await takeBackUnwritten(built.texts, request.files);
    if (unwritten.length > 0) {
      return `${unwritten.map(name).join(', ')} could not be saved: read-only in VS Code`;
    }
    const torn = await findTorn(request.files);
    if (torn.length > 0) return describeTorn(torn, name);
    const typedIn = shown.filter(({ text, now }) => now !== text).map(({ uri }) => uri.toString());
    if (request.exact === true) {
      await makeExact(request.files.filter(({ uri }) => !typedIn.includes(uri)));
    }
    return undefined;
  }
  return `${unsaved.map(({ uri }) => name(uri)).join(', ')} could not be saved`;
}

function describeTorn(torn: readonly Uri[], name: (uri: Uri) => string): string | undefined {
  if (torn.length === 0) return undefined;
  return `there was no space to write all of ${torn.map(name).join(', ')}`;
}

/** Whether a text has all of a change in it; the user may have typed beside it by then. */
function holdsChange(from: string, to: string, now: string): boolean {
  if (now === to) return true;
  const merged = mergeTexts(from, to, now);
  return merged.ok && merged.text === now;
}

async function makeExact(files: readonly WantedFile[]): Promise<void> {
  for (const { uri, then } of files) {
    if (then.kind === 'missing') continue;
    const found = await readPlace(Uri.parse(uri, true));
    if (found.kind === 'file' && sameBytes(found.bytes, then.bytes)) continue;
    await editorPlaces.write(uri, { kind: 'file', bytes: then.bytes, encoding: then.encoding });
  }
}

async function saveDocument(uri: Uri): Promise<boolean> {
  const document = await workspace.openTextDocument(uri);
  return !document.isDirty || (await document.save()) || !document.isDirty;
}

async function failed(
  step: Step,
  { reason: failure, typed = new Map() }: Failure,
  deps: CarryOutDeps,
): Promise<CarriedOut> {
  const recovery = await rollBack(deps.checkpoints, step, editorPlaces, textCodec);
  for (const [uri, text] of typed) {
    await setText(await workspace.openTextDocument(Uri.parse(uri, true)), text);
  }
  if (recovery.leftAlone.length === 0) return nothingChanged(failure);
  const left = recovery.leftAlone.map(({ uri, reason }) => `${deps.pathOf(uri)} (${reason})`);
  return {
    kind: 'failed',
    message: `It failed: ${failure}. Put back was all but ${left.join(', ')}.`,
    isPutBack: false,
  };
}

function nothingChanged(reason: string): CarriedOut {
  return { kind: 'failed', message: `Nothing was changed: ${reason}.`, isPutBack: true };
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What a document of this state shows; `undefined` for a missing or binary file. */
export function shownText(state: FileState): Promise<string | undefined> {
  return textOf(state, textCodec);
}
