import { Uri } from 'vscode';
import { resultPath, sourcePath, textAfter, type FileChange } from '../../core/edits/change-set.ts';
import { reviewOutcome } from '../../core/edits/review-outcome.ts';
import { isDecided } from '../../core/edits/review-reducer.ts';
import { isNotebookPath, parseNotebook } from '../../core/notebooks/parse-notebook.ts';
import { inParallel } from '../checkpoints/in-parallel.ts';
import { encodeContent } from '../checkpoints/file-text.ts';
import type { FileContent, FileState } from '../checkpoints/snapshot.ts';
import { carryOut, shownText, type CarryOutDeps, type WantedFile } from '../edits/carry-out.ts';
import { describeUnencodable } from '../edits/describe-unencodable.ts';
import { isSameState, readPlace } from '../edits/editor-places.ts';
import { newFileEncoding } from '../edits/file-encoding.ts';
import { textCodec } from '../edits/text-codec.ts';
import { baseChanged } from './base-changed.ts';
import type { FindLanguage } from './find-language.ts';
import { reopenMisread } from './reopen-misread.ts';
import type { ReviewQuestions } from './review-questions.ts';
import { shownForm, writeByCell } from './notebook-reviews.ts';
import type { ReviewRecord } from './review-record.ts';
import type { ReviewSession } from './review-session.ts';

export type Finished =
  /** Written (or nothing was kept). `after`: what each touched place holds, after saving. */
  | {
      readonly kind: 'written';
      readonly stepId: string | undefined;
      readonly wanted: readonly WantedFile[];
      readonly after: ReadonlyMap<string, FileState>;
      /** Sentences on what could not be taken as it stood in the review. */
      readonly notices: readonly string[];
    }
  | { readonly kind: 'failed'; readonly message: string }
  /** The user has something to decide anew, such as a conflict; the review goes on. */
  | {
      readonly kind: 'undecided';
      readonly unencodable?: Unencodable;
      /** Why it could not be written, where that ends nothing. */
      readonly failure?: string;
    };

/** What was kept of a file cannot be saved in its encoding; `reason` is one sentence. */
export interface Unencodable {
  readonly path: string;
  readonly reason: string;
}

export interface FinishDeps extends CarryOutDeps {
  readonly questions: ReviewQuestions;
  readonly findLanguage: FindLanguage;
  readonly save: boolean;
}

/** How often a review is written anew when the user was faster; then it fails, and says so. */
const mostAttempts = 3;

/** Writes the kept part of a decided review as one edit, on top of what the files hold by now. */
export async function finishReview(session: ReviewSession, deps: FinishDeps): Promise<Finished> {
  await reopenMisread(session.record());
  for (let attempt = 1; ; attempt += 1) {
    const states = await followSettled(session, deps.questions);
    const record = session.record();
    if (!isDecided(record.state)) return { kind: 'undecided' };
    const wanted = await wantedFiles(record, states, deps.findLanguage);
    if (wanted.kind === 'unread') {
      deps.questions.tell(
        `${wanted.path} cannot be read as a notebook by now. Mend the file, then keep again.`,
      );
      return { kind: 'undecided' };
    }
    if (wanted.kind !== 'files') return wanted;
    const { notices } = wanted;
    if (wanted.files.length === 0) {
      return { kind: 'written', stepId: undefined, wanted: [], after: new Map(), notices };
    }
    const result = await carryOut(
      { cause: 'edit', callId: record.callId, files: wanted.files, save: deps.save },
      deps,
    );
    if (result.kind === 'done') {
      const { step, after } = result;
      if (notices.length > 0) deps.questions.tell(notices.join(' '));
      return { kind: 'written', stepId: step.id, wanted: wanted.files, after, notices };
    }
    const mayHelp = result.isPutBack && attempt < mostAttempts;
    if (!mayHelp || (await areSame(states))) return result;
  }
}

/** What the places of a review hold, read once: what is written later is worked out from it alone. */
type States = ReadonlyMap<string, FileState>;

/** Follows the files until there is nothing to ask about them; the user works on while asked. */
async function followSettled(session: ReviewSession, questions: ReviewQuestions): Promise<States> {
  const states = await followFiles(session);
  if (!isDecided(session.record().state)) return states;
  return (await askAboutUnsaved(session, states, questions)) ? followFiles(session) : states;
}

/** Moves the review on to what the files hold now: the user may have worked on them meanwhile. */
async function followFiles(session: ReviewSession): Promise<States> {
  const { state, uris } = session.record();
  const paths = state.files.flatMap(({ change }) => [sourcePath(change), resultPath(change)]);
  const states: States = new Map(
    await inParallel([...new Set(paths)], async (path): Promise<[string, FileState]> => {
      const uri = uris[path] ?? '';
      return [uri, await readPlace(Uri.parse(uri, true))];
    }),
  );
  const leaving = new Set(
    state.files.flatMap(({ change }) => (change.kind === 'rename' ? [change.from] : [])),
  );
  for (const { path, change } of state.files) {
    // What lies where a new file is to come may be about to move away.
    if (change.kind === 'create' && leaving.has(path)) continue;
    const found = stateOf(states, uris[sourcePath(change)]);
    const now = await shownText(found);
    // The panel's and the editors' decisions come in between.
    const file = session.record().state.files.find((each) => each.path === path);
    if (file === undefined) continue;
    const { base, baseVersion, conflict } = file;
    const text = now === undefined ? undefined : shownForm(session.record(), path, now);
    // What is no notebook any more is told of when it comes to writing.
    if (now !== undefined && text === undefined) continue;
    const isKnown =
      conflict === undefined
        ? text === (baseVersion === undefined ? undefined : base)
        : text === (conflict.theirVersion === undefined ? undefined : conflict.theirs);
    if (!isKnown) session.dispatch(baseChanged(path, text));
  }
  return states;
}

function stateOf(states: States, uri: string | undefined): FileState {
  return states.get(uri ?? '') ?? { kind: 'missing' };
}

async function areSame(states: States): Promise<boolean> {
  const same = await inParallel([...states], async ([uri, state]) =>
    isSameState(state, await readPlace(Uri.parse(uri, true))),
  );
  return same.every(Boolean);
}

/** Whether the user was asked about anything. */
async function askAboutUnsaved(
  session: ReviewSession,
  states: States,
  questions: ReviewQuestions,
): Promise<boolean> {
  let asked = false;
  const { state, uris } = session.record();
  for (const { path, change, hunks } of state.files) {
    if (change.kind !== 'delete' || hunks.every(({ decision }) => decision === 'undone')) continue;
    const found = stateOf(states, uris[path]);
    if (found.kind === 'missing' || found.unsaved === undefined) continue;
    asked = true;
    if (!(await questions.deleteUnsaved(path))) session.dispatch({ type: 'undoFile', path });
  }
  return asked;
}

type Wanted =
  | {
      readonly kind: 'files';
      readonly files: readonly WantedFile[];
      readonly notices: readonly string[];
    }
  | Extract<Finished, { kind: 'failed' | 'undecided' }>
  /** A notebook in review that is none any more. */
  | { readonly kind: 'unread'; readonly path: string };

/** What each place shall hold, the kept changes carried out one after the other. */
async function wantedFiles(
  record: ReviewRecord,
  states: States,
  findLanguage: FindLanguage,
): Promise<Wanted> {
  const { state, uris } = record;
  const { changeSet, blocked } = reviewOutcome(state);
  const [first] = blocked;
  if (first !== undefined) return refuse(`${first.path} cannot be written: ${first.reason}`);
  const wanted = new Map<string, WantedFile>();
  const place = (path: string): WantedFile => {
    const uri = uris[path] ?? '';
    const now = stateOf(states, uri);
    return wanted.get(uri) ?? { uri, now, then: now };
  };
  const notices: string[] = [];
  for (const shown of changeSet.changes) {
    const there = place(sourcePath(shown)).then;
    const written = writeByCell(record, shown, await shownText(there));
    if (written === undefined) return { kind: 'unread', path: sourcePath(shown) };
    const { change } = written;
    notices.push(...written.notices);
    const broken = brokenNotebook(change);
    if (broken !== undefined) return refuse(broken);
    const source = place(sourcePath(change));
    if (change.kind === 'create') {
      if (source.then.kind === 'file') return refuse(`${change.path} is there already`);
      const encoding = await newFileEncoding(Uri.parse(source.uri, true), () =>
        findLanguage(change.path, change.after),
      );
      const then = await encodeContent(change.after, encoding, textCodec);
      if (then === undefined) return unencodable(change, encoding);
      wanted.set(source.uri, { ...source, then });
      continue;
    }
    if (source.then.kind === 'missing') return refuse(`${sourcePath(change)} is gone`);
    switch (change.kind) {
      case 'delete':
        wanted.set(source.uri, { ...source, then: { kind: 'missing' } });
        break;
      case 'modify': {
        const then = await changed(source.then, change.after);
        if (then === undefined) return unencodable(change, source.then.encoding);
        wanted.set(source.uri, { ...source, then });
        break;
      }
      case 'rename': {
        const target = place(change.to);
        if (target.then.kind === 'file') return refuse(`${change.to} is there already`);
        const then = await changed(source.then, change.after);
        if (then === undefined) return unencodable(change, source.then.encoding);
        wanted.set(source.uri, { uri: source.uri, now: source.now, then: { kind: 'missing' } });
        wanted.set(target.uri, { ...target, then, from: source.uri });
      }
    }
  }
  return { kind: 'files', files: [...wanted.values()], notices };
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

async function unencodable(change: FileChange, encoding: string): Promise<Wanted> {
  const path = resultPath(change);
  const reason = await describeUnencodable(path, textAfter(change), encoding);
  return { kind: 'undecided', unencodable: { path, reason } };
}

/** The same file with another text; byte for byte the same where the text is. */
async function changed(state: FileContent, text: string): Promise<FileContent | undefined> {
  if ((await shownText(state)) === text && state.unsaved === undefined) return state;
  return encodeContent(text, state.encoding, textCodec);
}
