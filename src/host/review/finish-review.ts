import { Uri, workspace } from 'vscode';
import { resultPath, sourcePath, type FileChange } from '../../core/edits/change-set.ts';
import { reviewOutcome } from '../../core/edits/review-outcome.ts';
import { isDecided } from '../../core/edits/review-reducer.ts';
import { isNotebookPath, parseNotebook } from '../../core/notebooks/parse-notebook.ts';
import { inParallel } from '../checkpoints/in-parallel.ts';
import type { FileContent, FileState } from '../checkpoints/snapshot.ts';
import { carryOut, shownText, type CarryOutDeps, type WantedFile } from '../edits/carry-out.ts';
import { readPlace } from '../edits/editor-places.ts';
import { textCodec } from '../edits/text-codec.ts';
import { baseChanged } from './base-changed.ts';
import type { ReviewQuestions } from './review-questions.ts';
import { uriOf, type ReviewRecord } from './review-record.ts';
import type { ReviewSession } from './review-session.ts';

export type Finished =
  /** Written (or nothing was kept). `after`: what each touched place holds, after saving. */
  | {
      readonly kind: 'written';
      readonly stepId: string | undefined;
      readonly wanted: readonly WantedFile[];
      readonly after: ReadonlyMap<string, FileState>;
    }
  | { readonly kind: 'failed'; readonly message: string }
  /** The user has something to decide anew, such as a conflict; the review goes on. */
  | { readonly kind: 'undecided' };

export interface FinishDeps extends CarryOutDeps {
  readonly questions: ReviewQuestions;
  readonly save: boolean;
}

/** Writes the kept part of a decided review as one edit, on top of what the files hold by now. */
export async function finishReview(session: ReviewSession, deps: FinishDeps): Promise<Finished> {
  await followFiles(session);
  if (!isDecided(session.record().state)) return { kind: 'undecided' };
  await askAboutUnsaved(session, deps.questions);
  const record = session.record();
  const wanted = await wantedFiles(record);
  if (wanted.kind === 'failed') return wanted;
  if (wanted.files.length === 0) {
    return { kind: 'written', stepId: undefined, wanted: [], after: new Map() };
  }
  const result = await carryOut(
    { cause: 'edit', callId: record.callId, files: wanted.files, save: deps.save },
    deps,
  );
  if (result.kind === 'failed') return result;
  const { step, after } = result;
  return { kind: 'written', stepId: step.id, wanted: wanted.files, after };
}

/** Moves the review on to what the files hold now: the user may have worked on them meanwhile. */
async function followFiles(session: ReviewSession): Promise<void> {
  const { files } = session.record().state;
  const leaving = new Set(
    files.flatMap(({ change }) => (change.kind === 'rename' ? [change.from] : [])),
  );
  // What lies where a new file is to come may be about to move away.
  const followed = files.filter(
    ({ path, change }) => change.kind !== 'create' || !leaving.has(path),
  );
  const found = await inParallel(followed, async (file) => {
    const uri = Uri.parse(uriOf(session.record(), sourcePath(file.change)), true);
    return { file, text: await shownText(await readPlace(uri)) };
  });
  for (const { file, text } of found) {
    const { path, base, baseVersion, conflict } = file;
    const isKnown =
      conflict === undefined
        ? text === (baseVersion === undefined ? undefined : base)
        : text === (conflict.theirVersion === undefined ? undefined : conflict.theirs);
    if (!isKnown) session.dispatch(baseChanged(path, text));
  }
}

async function askAboutUnsaved(session: ReviewSession, questions: ReviewQuestions): Promise<void> {
  for (const { path, change, hunks } of session.record().state.files) {
    if (change.kind !== 'delete' || hunks.every(({ decision }) => decision === 'undone')) continue;
    const state = await readPlace(Uri.parse(uriOf(session.record(), path), true));
    if (state.kind === 'missing' || state.unsaved === undefined) continue;
    if (!(await questions.deleteUnsaved(path))) session.dispatch({ type: 'undoFile', path });
  }
}

type Wanted =
  | { readonly kind: 'files'; readonly files: readonly WantedFile[] }
  | { readonly kind: 'failed'; readonly message: string };

/** What each place shall hold, the kept changes carried out one after the other. */
async function wantedFiles({ state, uris }: ReviewRecord): Promise<Wanted> {
  const { changeSet, blocked } = reviewOutcome(state);
  const [first] = blocked;
  if (first !== undefined) return refuse(`${first.path} cannot be written: ${first.reason}`);
  const wanted = new Map<string, WantedFile>();
  const paths = changeSet.changes.flatMap((change) => [sourcePath(change), resultPath(change)]);
  const states = new Map(
    await inParallel([...new Set(paths)], async (path): Promise<[string, FileState]> => {
      const uri = uris[path] ?? '';
      return [uri, await readPlace(Uri.parse(uri, true))];
    }),
  );
  const place = (path: string): WantedFile => {
    const uri = uris[path] ?? '';
    const now = states.get(uri) ?? { kind: 'missing' };
    return wanted.get(uri) ?? { uri, now, then: now };
  };
  for (const change of changeSet.changes) {
    const broken = brokenNotebook(change);
    if (broken !== undefined) return refuse(broken);
    const source = place(sourcePath(change));
    if (change.kind === 'create') {
      if (source.then.kind === 'file') return refuse(`${change.path} is there already`);
      const then = await encodeNew(Uri.parse(source.uri, true), change.after);
      wanted.set(source.uri, { ...source, then });
      continue;
    }
    if (source.then.kind === 'missing') return refuse(`${sourcePath(change)} is gone`);
    switch (change.kind) {
      case 'delete':
        wanted.set(source.uri, { ...source, then: { kind: 'missing' } });
        break;
      case 'modify':
        wanted.set(source.uri, { ...source, then: await changed(source.then, change.after) });
        break;
      case 'rename': {
        const target = place(change.to);
        if (target.then.kind === 'file') return refuse(`${change.to} is there already`);
        const then = await changed(source.then, change.after);
        wanted.set(source.uri, { uri: source.uri, now: source.now, then: { kind: 'missing' } });
        wanted.set(target.uri, { ...target, then, from: source.uri });
      }
    }
  }
  return { kind: 'files', files: [...wanted.values()] };
}

/** Hunks of a notebook can belong together: half of them may leave no notebook at all. */
function brokenNotebook(change: FileChange): string | undefined {
  const path = resultPath(change);
  if (change.kind === 'delete' || !isNotebookPath(path)) return undefined;
  if (change.kind !== 'create' && !parseNotebook(change.before).ok) return undefined;
  const kept = parseNotebook(change.after);
  return kept.ok
    ? undefined
    : `what was kept of ${path} ${kept.reason}; some of its hunks have to be kept or undone together`;
}

function refuse(reason: string): Wanted {
  return { kind: 'failed', message: `Nothing was changed: ${reason}.` };
}

/** The same file with another text; byte for byte the same where the text is. */
async function changed(state: FileContent, text: string): Promise<FileContent> {
  const { encoding } = state;
  if ((await shownText(state)) === text && state.unsaved === undefined) return state;
  return { kind: 'file', bytes: await textCodec.encode(text, encoding), encoding };
}

/** A new file, in the encoding that the user has set for its place. */
async function encodeNew(uri: Uri, text: string): Promise<FileContent> {
  const encoding = workspace.getConfiguration('files', uri).get<string>('encoding', 'utf8');
  return { kind: 'file', bytes: await textCodec.encode(text, encoding), encoding };
}
