import { Disposable, EventEmitter, workspace, type Event, type Tab, type Uri } from 'vscode';
import type { News } from '../../core/agent/news.ts';
import type { Review } from '../../shared/events.ts';
import type { Recovery } from '../checkpoints/recover-steps.ts';
import { recoverTasks } from '../checkpoints/recover-tasks.ts';
import type { Collision, SettledCollision } from '../checkpoints/plan-undo.ts';
import type { Storage } from '../checkpoints/storage.ts';
import { standingSteps } from '../checkpoints/standing-steps.ts';
import { openTaskCheckpoints, type TaskCheckpoints } from '../checkpoints/task-checkpoints.ts';
import type { BuiltEdit } from '../edits/build-edit.ts';
import { changedPaths } from './changed-paths.ts';
import type { DisposablePart } from './disposable-part.ts';
import { createConflictQuestions } from './conflict-questions.ts';
import { closeDeadEditors } from './close-dead-editors.ts';
import { createClosedReviews, type ClosedReview } from './closed-reviews.ts';
import { createPacer } from './create-pacer.ts';
import { findLanguage as findLanguageIn, type FindLanguage } from './find-language.ts';
import { finishReview, type Finished } from './finish-review.ts';
import { createLiveReviews, type LiveReview, type LiveReviews } from './live-reviews.ts';
import type { ReviewQuestions } from './review-questions.ts';
import { newsOfUndo, newsOfWaited, newsOfWritten } from './late-news.ts';
import type { ReviewSession } from './review-session.ts';
import { createUndoTurns } from './undo-turns.ts';
import { undoSteps, type UndoOutcome, type UndoScope } from './undo-steps.ts';
import { isUnreviewed, type ReviewRecord } from './review-record.ts';
import { createReviewViews } from './review-views.ts';
import { createReviewSides, type ReviewSides } from './review-sides.ts';
import { createReviewStorage } from './review-storage.ts';
import { reviewOfConflict, type ReviewUris } from './review-uris.ts';
import { editorPlaces } from '../edits/editor-places.ts';
import { textCodec } from '../edits/text-codec.ts';
import { workspacePath } from '../edits/workspace-path.ts';
import { createAppliedFiles } from './applied-files.ts';
import { restOfWriting } from './rest-of-writing.ts';
import { settleCollision } from './settle-collision.ts';
import { settleConflicts } from './settle-conflicts.ts';
import { closeReview } from './show-review.ts';
import { createTaskChanges } from './task-changes.ts';
import { toReview } from './to-review.ts';
import { createTypedTexts } from './typed-texts.ts';
import { watchDocuments } from './watch-documents.ts';
import { watchRenames } from './watch-renames.ts';
import { createWrittenFiles } from './written-files.ts';

/** All reviews of the window: proposals that wait and changes that were written already. */
export interface ReviewController extends DisposablePart {
  readonly reviews: LiveReviews;
  /** It is on the disk before anything shows it: a kill must not leave a card with nothing behind. */
  readonly start: (record: ReviewRecord, beforeWrite?: () => Promise<void>) => Promise<LiveReview>;
  /** Review after: on the disk before its files are written; `discard` where they were not. */
  readonly note: (record: ReviewRecord) => Promise<void>;
  readonly discard: (reviewId: string) => Promise<void>;
  readonly sides: Pick<ReviewSides, 'proposals' | 'befores'>;
  /** Writes the kept part of a decided review. */
  readonly write: (session: ReviewSession) => Promise<Finished>;
  readonly findLanguage: FindLanguage;
  readonly checkpoints: (taskId: string) => Promise<TaskCheckpoints>;
  /** Brings back the reviews that a reload or a kill interrupted. */
  readonly restore: () => Promise<void>;
  /** A proposal, or of written changes all that the task changed since it began; or one file of it. */
  readonly open: (reviewId: string, at?: ReviewPlace) => Promise<void>;
  /** The task whose changes a tab shows, all of them at once. */
  readonly taskIn: (tab: Tab | undefined) => string | undefined;
  /**
   * Opens a new review for the user, without getting in the way of what they are doing. Nothing waits
   * for it: a decision may come from the panel, and a stop at any time, whatever the editor does.
   */
  readonly present: (reviewId: string) => void;
  /** Takes steps of a task back, or brings them back; the panel's cards follow. */
  readonly undo: (taskId: string, scope: UndoScope) => Promise<UndoOutcome>;
  /** Completes or rolls back what a kill cut short. Before anything else is done. */
  readonly recover: () => Promise<readonly Recovery[]>;
  /** The task is deleted: its reviews go, and nothing more is written for it. */
  readonly forget: (taskId: string) => void;
  /** A review that is over and was written, by its card; `undefined` for any other. */
  readonly closed: (taskId: string, reviewId: string) => Promise<ClosedReview | undefined>;
  /** `isHeard`: the tool call that made it listens and tells the task itself. */
  readonly onDidReview: Event<{
    readonly taskId: string;
    readonly review: Review;
    readonly isHeard: boolean;
  }>;
  /** What happened to a task's changes after their calls had been answered. */
  readonly onNews: Event<{ readonly taskId: string; readonly news: News }>;
  /** Resolves when every decision taken so far is on the disk and in the files. */
  readonly settled: () => Promise<void>;
  readonly deps: ReviewDeps;
}

/** A file of a review, and the hunk of it to begin with. */
export interface ReviewPlace {
  readonly path?: string;
  readonly hunkId?: string;
}

export interface ReviewDeps {
  /** The extension's own storage; `checkpoints/`, `reviews/` and `unfinished/` in it are ours. */
  readonly storage: Storage;
  readonly settings: () => {
    readonly review: 'before' | 'after';
    readonly saveAfterKeep: boolean;
  };
  readonly uris: ReviewUris;
  readonly questions: ReviewQuestions;
  /** Whether the user is typing somewhere: nothing may open over it. */
  readonly isBusy: () => boolean;
  /** Notes where the focus is; what it returns brings it back there, where VS Code took it away. */
  readonly rememberFocus: () => () => Promise<void>;
  /** Tells the user that a review waits which was not opened; `open` opens it. */
  readonly announce: (files: number, open: () => Promise<void>) => void;
  readonly applyEdit: (edit: BuiltEdit['edit']) => Thenable<boolean>;
  readonly report: (error: unknown) => void;
}

/** How often a review that is typed into is written down and told on, at most. */
const publishPauseMs = 250;

export function createReviewController(deps: ReviewDeps): ReviewController {
  const storage = createReviewStorage(deps.storage);
  const opened = new Map<string, Promise<TaskCheckpoints>>();
  const reviewed = new EventEmitter<{ taskId: string; review: Review; isHeard: boolean }>();
  const news = new EventEmitter<{ taskId: string; news: News }>();
  const closed = createClosedReviews(deps.storage);
  /** Reviews that are over and are just being put away. */
  const retiring = new Map<string, Promise<void>>();
  /** Reviews whose tool call still listens. */
  const heard = new Set<string>();
  /** Reviews that went on when their tool call was stopped: the model learns of their end as news. */
  const answered = new Set<string>();
  const announce = (taskId: string, review: Review): void => {
    reviewed.fire({ taskId, review, isHeard: heard.has(review.id) });
  };
  const pacer = createPacer((end) => {
    const timer = setTimeout(end, publishPauseMs);
    return () => {
      clearTimeout(timer);
    };
  });
  const work = new Set<Promise<unknown>>();
  const track = <Result>(promise: Promise<Result>): void => {
    const guarded = promise.catch(deps.report).finally(() => work.delete(guarded));
    work.add(guarded);
  };
  const checkpoints = (taskId: string): Promise<TaskCheckpoints> => {
    const known = opened.get(taskId) ?? openTaskCheckpoints(deps.storage, taskId);
    opened.set(taskId, known);
    return known;
  };
  const pathOf = (uri: string): string => workspacePathOf(uri);
  /** Questions where an undo meets the user's edits are put again. */
  const again = new EventEmitter<void>();
  const settleUntil =
    (over: AbortSignal) =>
    (collision: Collision): Promise<SettledCollision> =>
      settleCollision(collision, pathOf(collision.uri), {
        sides,
        questions: deps.questions,
        again: again.event,
        over,
      });
  const findLanguage: FindLanguage = (path, text) => findLanguageIn(path, text, sides);
  const write = async (session: ReviewSession): Promise<Finished> => {
    const task = await checkpoints(session.record().taskId);
    const save = deps.settings().saveAfterKeep;
    return finishReview(session, { ...deps, checkpoints: task, pathOf, save, findLanguage });
  };
  const note = (record: ReviewRecord): Promise<void> => storage.save(record).catch(deps.report);
  const keepAgain = ({ id }: ReviewRecord, asked: Promise<'again' | 'later'>): void => {
    asked.then((answer) => {
      if (answer === 'again') reviews.decide(id, { type: 'keepAll' });
    }, deps.report);
  };
  const conflicts = createConflictQuestions({
    settle: (session, over, again) =>
      settleConflicts(session, over, {
        sides,
        questions: deps.questions,
        decide: reviews.decide,
        again,
      }),
    report: deps.report,
  });
  const written = createWrittenFiles({
    applied: createAppliedFiles({
      ...deps,
      settle: settleUntil(new AbortController().signal),
      checkpoints,
      pathOf,
    }),
    decide: (id, event) => {
      reviews.decide(id, event);
    },
    tell: (message) => {
      deps.questions.tell(message);
    },
    askAgain: () => {
      again.fire();
    },
  });
  const followWritten = async (before: ReviewRecord, after: ReviewRecord): Promise<void> => {
    if (!(await written.follow(before, after))) return;
    if (!isUnreviewed(after)) track(closeDecided(after));
    const told = newsOfWritten(after);
    if (newsOfWritten(before).text === told.text) return;
    news.fire({ taskId: after.taskId, news: told });
  };
  const reviews = createLiveReviews({
    changed(before, after) {
      if (after.phase === 'open' || after.phase === 'applied') {
        track(views.refresh(after.id, changedPaths(before, after)));
      }
      if (before?.phase === 'applied' && after.phase === 'applied') {
        track(followWritten(before, after));
      }
      const isNoted = before === undefined && heard.has(after.id);
      const publish = (): void => {
        if (!isNoted) track(isUnreviewed(after) ? storage.save(after) : retire(after));
        // The cards of what comes back after a reload are seen to together.
        if (before !== undefined || heard.has(after.id)) announce(after.taskId, toReview(after));
      };
      if (before?.phase === after.phase && isUnreviewed(after)) pacer.run(after.id, publish);
      else pacer.runNow(after.id, publish);
    },
    async finish(session) {
      // What was decided outlives a kill in the middle of writing it.
      await note(session.record());
      return write(session);
    },
    undecided: (session, { unencodable, failure }) => {
      const { questions } = deps;
      const record = session.record();
      if (unencodable !== undefined) keepAgain(record, questions.settleUnencodable(unencodable));
      else if (failure !== undefined) keepAgain(record, questions.settleFailure(failure));
      else conflicts.ask(session);
    },
    left({ id }) {
      answered.add(id);
    },
    ended: (record, finished) => putAway(record, finished).catch(deps.report),
    typedOn(record, typed) {
      const rest = restOfWriting(record, typed);
      if (rest === undefined) return;
      reviews.start(rest);
      reviews.decide(rest.id, { type: 'keepAll' });
    },
  });
  const putAway = async (record: ReviewRecord, finished: Finished | undefined): Promise<void> => {
    conflicts.end(record.id);
    if (record.follows !== undefined && finished?.kind === 'written') {
      const names = record.state.files.map(({ path }) => path).join(', ');
      deps.questions.tell(`What you typed while ${names} was being written is in it too.`);
    }
    if (finished !== undefined && (!heard.has(record.id) || answered.has(record.id))) {
      news.fire({ taskId: record.taskId, news: await newsOfWaited(record, finished) });
    }
    await closeReview(deps.uris, record);
    sides.forget(record);
  };

  /** Nothing is left to decide: what is kept of it is enough to take it back. */
  const retire = (record: ReviewRecord): Promise<void> => {
    const { id, stepId } = record;
    const kept = stepId === undefined ? Promise.resolve() : closed.add(record, stepId);
    const retired = kept.then(() => storage.remove(id)).finally(() => retiring.delete(id));
    retiring.set(id, retired);
    return retired;
  };
  /** It was being written when the host was killed, and recovery completed that. */
  const closeWritten = async (record: ReviewRecord): Promise<void> => {
    const over: ReviewRecord = { ...record, phase: 'closed' };
    await retire(over);
    announce(over.taskId, toReview(over));
    news.fire({ taskId: over.taskId, news: await newsOfWaited(over, undefined) });
  };
  const load = async (id: string): Promise<void> => {
    if (reviews.get(id) !== undefined) return;
    const record = await storage.load(id);
    if (record === undefined || reviews.get(id) !== undefined) return;
    if (record.phase === 'applied') {
      reviews.start(record);
      return;
    }
    // Killed while writing, perhaps before the record could say so: recovery has brought the files
    // to one end or the other.
    const steps = (await checkpoints(record.taskId)).steps();
    const step = steps.findLast(
      ({ id: stepId, cause, callId }) =>
        cause === 'edit' && callId === record.callId && stepId !== record.follows?.stepId,
    );
    const stepId = step?.state === 'applied' ? step.id : undefined;
    if (record.isWrittenFirst === true) {
      if (stepId === undefined) await storage.remove(id);
      else reviews.start({ ...record, phase: 'applied', stepId });
    } else if (stepId !== undefined) await closeWritten({ ...record, stepId });
    else reviews.start({ ...record, phase: 'open' });
  };
  const typedTexts = createTypedTexts(({ uri }) => deps.uris.parse(uri)?.side === 'proposal');
  const restoreSide = async (uri: Uri): Promise<void> => {
    const side = deps.uris.parse(uri);
    if (side === undefined) return;
    await taskChanges.restore(uri);
    const inConflict = reviewOfConflict(side.reviewId);
    const id = inConflict ?? side.reviewId;
    await load(id);
    const session = reviews.get(id)?.session;
    if (inConflict === undefined) await views.refresh(id);
    else if (session !== undefined) conflicts.resume(session);
  };
  const sides = createReviewSides(deps.uris, {
    restore: restoreSide,
    isEdited: (document) => typedTexts.isEdited(document),
  });
  const taskChanges = createTaskChanges({
    uris: deps.uris,
    sides: () => sides,
    checkpoints,
    pathOf,
  });
  const views = createReviewViews({
    ...deps,
    sides,
    taskChanges,
    checkpoints,
    find: (id) => reviews.get(id)?.session.record(),
    load,
  });
  const watching = Disposable.from(
    watchDocuments(deps.uris, reviews, {
      ...written,
      report: deps.report,
      typedTexts,
      isOwn: (document, text) => sides.isOwn(document, text),
      show: (id, path) => {
        track(views.refresh(id, new Set([path])));
      },
    }),
    watchRenames(reviews, pathOf),
    typedTexts,
  );

  /** Written changes that the user has decided about are shown no more, like proposals. */
  const closeDecided = async (record: ReviewRecord): Promise<void> => {
    await closeReview(deps.uris, record);
    const records = reviews.all().map(({ session }) => session.record());
    const isOver = records.every((each) => each.taskId !== record.taskId || !isUnreviewed(each));
    if (isOver) await taskChanges.close(record.taskId);
  };
  /** Reviews of steps that were taken back, or brought back, say so. */
  const followUndo = async (task: TaskCheckpoints): Promise<void> => {
    const standing = new Set(standingSteps(task.steps()).map(({ id }) => id));
    for (const { session } of reviews.all()) {
      const record = session.record();
      const { id, taskId, stepId } = record;
      if (taskId !== task.taskId || stepId === undefined || standing.has(stepId)) continue;
      await retire(record);
      reviews.takeBack(id);
      track(closeDecided(record));
    }
    for (const review of await closed.follow(task.taskId, standing)) announce(task.taskId, review);
  };
  const undo = createUndoTurns(
    async (taskId, scope, over) => {
      const task = await checkpoints(taskId);
      const save = deps.settings().saveAfterKeep;
      const settle = settleUntil(over);
      const outcome = await undoSteps(scope, { ...deps, settle, checkpoints: task, pathOf, save });
      if (outcome.kind !== 'done') return outcome;
      await followUndo(task);
      news.fire({ taskId, news: newsOfUndo(scope, outcome.step, pathOf) });
      return outcome;
    },
    () => {
      again.fire();
    },
  );
  return {
    reviews,
    async start(record, beforeWrite) {
      heard.add(record.id);
      await note(record);
      return reviews.start(record, beforeWrite);
    },
    note,
    discard: (reviewId) => storage.remove(reviewId),
    write,
    findLanguage,
    sides,
    checkpoints,
    open: (reviewId, at) => views.open(reviewId, at),
    taskIn: taskChanges.shownIn,
    undo: (taskId, scope) => written.during(undo(taskId, scope)),
    forget(taskId) {
      for (const { session } of reviews.all()) {
        const record = session.record();
        if (record.taskId !== taskId) continue;
        if (!reviews.abandon(record.id)) session.move('closed');
      }
      opened.delete(taskId);
    },
    recover: () => recoverTasks(deps.storage, checkpoints, editorPlaces, textCodec),
    async restore() {
      for (const id of await storage.ids()) await load(id);
      await closeDeadEditors(deps.uris, (authority) => {
        const reviewId = reviewOfConflict(authority);
        const state = reviews.get(reviewId ?? authority)?.session.record().state;
        if (reviewId === undefined) return state !== undefined;
        return state?.files.some(({ conflict }) => conflict !== undefined) === true;
      });
    },
    present(reviewId) {
      views.present(reviewId).catch(deps.report);
    },
    async closed(taskId, reviewId) {
      await retiring.get(reviewId);
      return closed.get(taskId, reviewId);
    },
    onDidReview: reviewed.event,
    onNews: news.event,
    async settled() {
      pacer.flush();
      while (work.size > 0) await Promise.all(work);
    },
    deps,
    dispose() {
      watching.dispose();
      pacer.flush();
      reviews.dispose();
      sides.dispose();
      reviewed.dispose();
      news.dispose();
      again.dispose();
    },
  };
}

function workspacePathOf(uri: string): string {
  const folders = workspace.workspaceFolders ?? [];
  const roots = folders.map((folder) => ({ name: folder.name, uri: folder.uri.toString() }));
  return workspacePath(roots, uri) ?? uri;
}
