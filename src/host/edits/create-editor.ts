import { Uri } from 'vscode';
import { sourcePath, type ChangeSet } from '../../core/edits/change-set.ts';
import type { Clock, Editor, EditOutcome, Files, Problem } from '../../core/ports.ts';
import type { TaskCheckpoints } from '../checkpoints/task-checkpoints.ts';
import { inSteps } from './in-steps.ts';
import { startReviewInSteps } from '../../core/edits/start-review.ts';
import type { Finished } from '../review/finish-review.ts';
import type { LiveReview } from '../review/live-reviews.ts';
import { newReviewId } from '../review/new-review-id.ts';
import { reportOutcome } from '../review/report-outcome.ts';
import {
  showNotebooksByCell,
  withCellHunks,
  type ShownChanges,
} from '../review/notebook-reviews.ts';
import type { ReviewController } from '../review/review-controller.ts';
import { isUnreviewed, type ReviewRecord } from '../review/review-record.ts';
import { applyAtOnce } from '../review/apply-at-once.ts';
import { allProblems } from './create-problems.ts';
import { locateChanges, type LocatedChanges } from './locate-changes.ts';
import { linedText, type LinedText } from './lined-text.ts';
import { diffChanges, listChanges, netPlaces } from './net-changes.ts';
import {
  captureBaseline,
  listedProblems,
  problemsSince,
  settleProblems,
  type ProblemBaseline,
} from './problem-baseline.ts';
import { renameSymbol } from './rename-symbol.ts';
import { workspacePath } from './workspace-path.ts';

export interface EditorDeps {
  readonly task: { readonly id: string };
  readonly files: Files;
  readonly reviews: ReviewController;
  readonly clock: Clock;
}

export interface TaskEditor extends Editor {
  /** Notes that a user message was delivered, for "restore to here". */
  markMessage(messageId: string): Promise<void>;
}

/** The edits of one task, over the reviews of the window. */
export async function createEditor(deps: EditorDeps): Promise<TaskEditor> {
  const { task, files, reviews } = deps;
  const checkpoints = await reviews.checkpoints(task.id);
  const began = new Map<string, ProblemBaseline>();
  const pathOf = (uri: string): string => workspacePath(files.roots, uri) ?? uri;
  return {
    async propose(changes, call, signal) {
      signal.throwIfAborted();
      const located = await locateChanges(
        files,
        changes,
        (misread, encoding) => reviews.deps.questions.openAs(misread, encoding),
        reviews.findLanguage,
      );
      if (located.kind === 'refused') return failedOutcome(located.report);
      signal.throwIfAborted();
      const baseline = captureBaseline(
        files,
        existingPlaces(changes, located.uris),
        deps.clock,
        signal,
      );
      // Awaited below; a stop in between must not count as unhandled.
      baseline.catch(() => undefined);
      const shown =
        reviews.deps.settings().review === 'after'
          ? { changes, notebooks: {} }
          : showNotebooksByCell(changes);
      const record = await newRecord(task.id, call.callId, shown, located);
      // Heard for as long as the window lives: what is closed can still be taken back.
      reviews.onDidReview(({ review }) => {
        if (review.id === record.id) call.emit(review);
      });
      const beforeWrite = async (): Promise<void> => {
        // A review that outlived its call has nobody to tell of new problems.
        if (signal.aborted) return;
        const found = await baseline;
        for (const path of found.texts.keys()) if (!began.has(path)) began.set(path, found);
      };
      const outcome = await (reviews.deps.settings().review === 'after'
        ? applyAtOnce(record, reviews, beforeWrite)
        : decideFirst(record, reviews, beforeWrite, signal));
      return withProblems(outcome, await baseline, deps, signal);
    },
    changes: () =>
      listChanges(netPlaces(checkpoints), pathOf, (uri) =>
        reviews.reviews
          .all()
          .map(({ session }) => session.record())
          .some((record) => isUnreviewed(record) && Object.values(record.uris).includes(uri)),
      ),
    async newProblems(signal) {
      const places = netPlaces(checkpoints);
      const uris = places.map(({ uri }) => Uri.parse(uri, true));
      await settleProblems(uris, deps.clock, signal);
      return problemsOfTask(checkpoints, began, deps);
    },
    diff: () => diffChanges(checkpoints, pathOf),
    renameSymbol: (request, signal) => renameSymbol(files, request, signal),
    markMessage: (messageId) => checkpoints.mark(messageId),
  };
}

async function newRecord(
  taskId: string,
  callId: string,
  { changes, notebooks }: ShownChanges,
  { uris, encodings }: Extract<LocatedChanges, { kind: 'located' }>,
): Promise<ReviewRecord> {
  const started = await inSteps(startReviewInSteps(changes));
  const state = withCellHunks(started, notebooks);
  const id = newReviewId();
  return { id, taskId, callId, phase: 'open', at: Date.now(), uris, encodings, state, notebooks };
}

function existingPlaces(
  { changes }: ChangeSet,
  uris: Readonly<Record<string, string>>,
): readonly { readonly path: string; readonly uri: string }[] {
  return changes
    .filter(({ kind }) => kind !== 'create')
    .map((change) => ({ path: sourcePath(change), uri: uris[sourcePath(change)] ?? '' }));
}

export interface Decided {
  readonly review: ReviewRecord;
  readonly finished: Finished;
}

/**
 * Shows the proposal and waits for the user; a stop closes it with nothing written, unless they wrote
 * into it.
 */
async function decideFirst(
  record: ReviewRecord,
  reviews: ReviewController,
  beforeWrite: () => Promise<void>,
  signal: AbortSignal,
): Promise<Decided> {
  const live = await reviews.start(record, beforeWrite);
  reviews.present(record.id);
  const finished = await untilFinished(live, reviews, signal);
  return { review: live.session.record(), finished };
}

async function untilFinished(
  live: LiveReview,
  reviews: ReviewController,
  signal: AbortSignal,
): Promise<Finished> {
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = (): void => {
    // Too late to stop: the user's decisions are being written, and their outcome is the answer.
    if (reviews.reviews.leave(live.session.record().id)) reject(signal.reason as Error);
  };
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([live.finished, promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

async function withProblems(
  { review, finished }: Decided,
  baseline: ProblemBaseline,
  deps: EditorDeps,
  signal: AbortSignal,
): Promise<EditOutcome> {
  if (finished.kind === 'failed') return failedOutcome(finished.message);
  if (finished.kind === 'undecided') {
    const reason =
      finished.unencodable?.reason ??
      'The user changed the same lines meanwhile. Read the files again.';
    return failedOutcome(`Nothing was changed. ${reason}`);
  }
  const { status, report } = await reportOutcome(review, finished);
  const uris = [...finished.after.keys()].map((uri) => Uri.parse(uri, true));
  if (uris.length === 0) return { status, report, touched: [], newProblems: [] };
  await settleProblems(uris, deps.clock, signal);
  const moved = new Map(
    review.state.files.flatMap(({ change }) =>
      change.kind === 'rename' ? [[change.from, change.to] as const] : [],
    ),
  );
  const textNow = (path: string): LinedText => {
    const uri = review.uris[path];
    return uri === undefined ? { text: undefined, cells: [] } : linedText(Uri.parse(uri, true));
  };
  const found = problemsSince(baseline, allProblems(deps.files), textNow, moved);
  const touched = Object.entries(review.uris)
    .filter(([, uri]) => finished.after.has(uri))
    .map(([path]) => path);
  return { status, report, touched, newProblems: found.slice(0, listedProblems) };
}

function problemsOfTask(
  checkpoints: TaskCheckpoints,
  began: ReadonlyMap<string, ProblemBaseline>,
  { files }: EditorDeps,
): readonly Problem[] {
  const now = allProblems(files);
  const found = netPlaces(checkpoints).flatMap(({ uri, from }) => {
    const path = workspacePath(files.roots, uri);
    if (path === undefined) return [];
    const origin = (from === undefined ? undefined : workspacePath(files.roots, from)) ?? path;
    const baseline = began.get(origin) ?? { problems: [], texts: new Map<string, LinedText>() };
    const own = { ...baseline, problems: baseline.problems.filter((each) => each.path === origin) };
    const textNow = () => linedText(Uri.parse(uri, true));
    const moved = new Map([[origin, path]]);
    return problemsSince(
      own,
      now.filter((each) => each.path === path),
      textNow,
      moved,
    );
  });
  return found.slice(0, listedProblems);
}

function failedOutcome(report: string): EditOutcome {
  return { status: 'failed', report, touched: [], newProblems: [] };
}
