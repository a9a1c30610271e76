import { EventEmitter, workspace, type Event, type Uri } from 'vscode';
import type { Review } from '../../shared/events.ts';
import type { Recovery } from '../checkpoints/recover-steps.ts';
import { recoverTasks } from '../checkpoints/recover-tasks.ts';
import type { Storage } from '../checkpoints/storage.ts';
import { openTaskCheckpoints, type TaskCheckpoints } from '../checkpoints/task-checkpoints.ts';
import type { BuiltEdit } from '../edits/build-edit.ts';
import type { DisposablePart } from './disposable-part.ts';
import { findBeginnings } from './find-beginnings.ts';
import { finishReview, type Finished } from './finish-review.ts';
import { createLiveReviews, type LiveReview, type LiveReviews } from './live-reviews.ts';
import type { ReviewQuestions } from './review-questions.ts';
import { takenBack, type ReviewSession } from './review-session.ts';
import { undoSteps, type UndoOutcome, type UndoScope } from './undo-steps.ts';
import { isUnreviewed, type ReviewRecord } from './review-record.ts';
import { createReviewSides, type ReviewSides } from './review-sides.ts';
import { createReviewStorage } from './review-storage.ts';
import type { ReviewUris } from './review-uris.ts';
import { editorPlaces } from '../edits/editor-places.ts';
import { textCodec } from '../edits/text-codec.ts';
import { workspacePath } from '../edits/workspace-path.ts';
import { createAppliedFiles } from './applied-files.ts';
import { closeReview, showReview } from './show-review.ts';
import { toReview } from './to-review.ts';
import { watchDocuments } from './watch-documents.ts';

/** All reviews of the window: proposals that wait and changes that were written already. */
export interface ReviewController extends DisposablePart {
  readonly reviews: LiveReviews;
  readonly start: (record: ReviewRecord, beforeWrite?: () => Promise<void>) => LiveReview;
  readonly sides: Pick<ReviewSides, 'proposals' | 'befores'>;
  /** Writes the kept part of a decided review. */
  readonly write: (session: ReviewSession) => Promise<Finished>;
  readonly checkpoints: (taskId: string) => Promise<TaskCheckpoints>;
  /** Brings back the reviews that a reload or a kill interrupted. */
  readonly restore: () => Promise<void>;
  readonly open: (reviewId: string, path?: string) => Promise<void>;
  /** Opens a new review for the user, without getting in the way of what they are doing. */
  readonly present: (reviewId: string) => Promise<void>;
  /** Takes steps of a task back, or brings them back; the panel's cards follow. */
  readonly undo: (taskId: string, scope: UndoScope) => Promise<UndoOutcome>;
  /** Completes or rolls back what a kill cut short. Before anything else is done. */
  readonly recover: () => Promise<readonly Recovery[]>;
  /** The task is deleted: its reviews go, and nothing more is written for it. */
  readonly forget: (taskId: string) => void;
  readonly onDidReview: Event<{ readonly taskId: string; readonly review: Review }>;
  /** Resolves when every decision taken so far is on the disk and in the files. */
  readonly settled: () => Promise<void>;
  readonly deps: ReviewDeps;
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
  /** Tells the user that a review waits which was not opened; `open` opens it. */
  readonly announce: (files: number, open: () => Promise<void>) => void;
  readonly applyEdit: (edit: BuiltEdit['edit']) => Thenable<boolean>;
  readonly report: (error: unknown) => void;
}

export function createReviewController(deps: ReviewDeps): ReviewController {
  const storage = createReviewStorage(deps.storage);
  const opened = new Map<string, Promise<TaskCheckpoints>>();
  const reviewed = new EventEmitter<{ taskId: string; review: Review }>();
  /** Reviews that are over and whose step can still be taken back, while the window lives. */
  const written = new Map<string, ReviewRecord>();
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
  const applied = createAppliedFiles({ ...deps, checkpoints, pathOf });

  const write = async (session: ReviewSession): Promise<Finished> => {
    const task = await checkpoints(session.record().taskId);
    const save = deps.settings().saveAfterKeep;
    return finishReview(session, { ...deps, checkpoints: task, pathOf, save });
  };
  const reviews = createLiveReviews({
    changed(before, after) {
      if (after.phase === 'open' || after.phase === 'applied') track(showSides(after));
      if (before?.phase === 'applied' && after.phase === 'applied') {
        track(applied.follow(before, after));
      }
      if (after.phase === 'closed' && after.stepId !== undefined) written.set(after.id, after);
      track(isUnreviewed(after) ? storage.save(after) : storage.remove(after.id));
      reviewed.fire({ taskId: after.taskId, review: toReview(after) });
    },
    finish: (session) => write(session),
    async ended(record) {
      await closeReview(deps.uris, record);
      sides.forget(record);
    },
  });

  const closeWritten = async (record: ReviewRecord): Promise<void> => {
    const closed: ReviewRecord = { ...record, phase: 'closed' };
    written.set(closed.id, closed);
    await storage.remove(closed.id);
    reviewed.fire({ taskId: closed.taskId, review: toReview(closed) });
  };
  const load = async (id: string): Promise<void> => {
    if (reviews.get(id) !== undefined) return;
    const record = await storage.load(id);
    if (record === undefined || reviews.get(id) !== undefined) return;
    if (record.phase !== 'applying') {
      reviews.start(record);
      return;
    }
    // Killed while writing: recovery has brought the files to one end or the other.
    const steps = (await checkpoints(record.taskId)).steps();
    const step = steps.findLast(
      ({ cause, callId }) => cause === 'edit' && callId === record.callId,
    );
    if (step?.state === 'applied') await closeWritten({ ...record, stepId: step.id });
    else reviews.start({ ...record, phase: 'open' });
  };
  const sides = createReviewSides(deps.uris, async (uri: Uri) => {
    const side = deps.uris.parse(uri);
    if (side === undefined) return;
    await load(side.reviewId);
    const record = reviews.get(side.reviewId)?.session.record();
    if (record !== undefined) await showSides(record);
  });
  /** Written changes are shown against what the task found, not against its last step. */
  const showSides = async (record: ReviewRecord): Promise<void> => {
    if (record.phase !== 'applied') return sides.show(record);
    await sides.show(record, await findBeginnings(await checkpoints(record.taskId), record));
  };
  const watching = watchDocuments(deps.uris, reviews);

  const followUndo = (steps: ReadonlySet<string>): void => {
    for (const { session } of reviews.all()) {
      const { id, stepId } = session.record();
      if (stepId !== undefined && steps.has(stepId)) reviews.takeBack(id);
    }
    for (const [id, record] of written) {
      if (record.stepId === undefined || !steps.has(record.stepId)) continue;
      written.delete(id);
      reviewed.fire({ taskId: record.taskId, review: toReview(takenBack(record)) });
    }
  };
  const open = async (reviewId: string, path?: string): Promise<void> => {
    await load(reviewId);
    const record = reviews.get(reviewId)?.session.record();
    if (record === undefined) return;
    await showSides(record);
    await showReview(deps.uris, record, {
      background: false,
      ...(path === undefined ? {} : { path }),
    });
  };
  return {
    reviews,
    start: (record, beforeWrite) => reviews.start(record, beforeWrite),
    write,
    sides,
    checkpoints,
    open,
    async undo(taskId, scope) {
      const task = await checkpoints(taskId);
      const save = deps.settings().saveAfterKeep;
      const outcome = await undoSteps(scope, { ...deps, checkpoints: task, pathOf, save });
      if (outcome.kind === 'done') followUndo(new Set(outcome.undone));
      return outcome;
    },
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
    },
    async present(reviewId) {
      const record = reviews.get(reviewId)?.session.record();
      if (record === undefined) return;
      await showSides(record);
      const shown = await showReview(deps.uris, record, { background: deps.isBusy() });
      if (!shown) deps.announce(record.state.files.length, () => open(reviewId));
    },
    onDidReview: reviewed.event,
    async settled() {
      while (work.size > 0) await Promise.all(work);
    },
    deps,
    dispose() {
      watching.dispose();
      reviews.dispose();
      reviewed.dispose();
    },
  };
}

function workspacePathOf(uri: string): string {
  const folders = workspace.workspaceFolders ?? [];
  const roots = folders.map((folder) => ({ name: folder.name, uri: folder.uri.toString() }));
  return workspacePath(roots, uri) ?? uri;
}
