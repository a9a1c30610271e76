import { EventEmitter, type Event } from 'vscode';
import type { ReviewEvent, ReviewState } from '../../core/edits/review-state.ts';
import type { DisposablePart } from './disposable-part.ts';
import type { Finished } from './finish-review.ts';
import type { ReviewRecord } from './review-record.ts';
import { createReviewSession, type ReviewSession } from './review-session.ts';

/** A review in memory, with what becomes of it. */
export interface LiveReview {
  readonly session: ReviewSession;
  /** Resolves once, when everything is decided and written, or failed. */
  readonly finished: Promise<Finished>;
}

/** What living reviews do to the world. */
export interface ReviewEffects {
  /** The record changed: its editors and the disk shall say the same. */
  readonly changed: (before: ReviewRecord | undefined, after: ReviewRecord) => void;
  /** Everything is decided: write what was kept. */
  readonly finish: (session: ReviewSession) => Promise<Finished>;
  /** It could not be written: the user has to settle something first. */
  readonly undecided: (
    session: ReviewSession,
    finished: Extract<Finished, { kind: 'undecided' }>,
  ) => void;
  /** Over, one way or another: its editors go. */
  readonly ended: (record: ReviewRecord, finished: Finished | undefined) => Promise<void>;
}

export interface LiveReviews extends DisposablePart {
  /** `beforeWrite` is awaited between the last decision and the first write. */
  start(record: ReviewRecord, beforeWrite?: () => Promise<void>): LiveReview;
  get(id: string): LiveReview | undefined;
  all(): readonly LiveReview[];
  /** A decision; the review is written as soon as nothing is left to decide. */
  readonly decide: (id: string, event: ReviewEvent) => void;
  /** A written review whose step was taken back: there is nothing left to decide. */
  takeBack(id: string): void;
  /** Ends an open review without writing anything. False when it is too late for that. */
  abandon(id: string): boolean;
  readonly onDidChange: Event<ReviewRecord>;
}

interface Entry extends LiveReview {
  readonly settle: (finished: Finished) => void;
  readonly beforeWrite: () => Promise<void>;
  /** Typing on the right side no longer completes it: the user is told to, and says keep again. */
  readonly isHeld: boolean;
}

export function createLiveReviews(effects: ReviewEffects): LiveReviews {
  const live = new Map<string, Entry>();
  const changes = new EventEmitter<ReviewRecord>();

  const finish = async (id: string): Promise<void> => {
    const review = live.get(id);
    if (review === undefined || review.session.record().phase !== 'open') return;
    review.session.move('applying');
    const finished = await finishSafely(effects, review);
    switch (finished.kind) {
      case 'undecided':
        live.set(id, { ...review, isHeld: finished.unencodable !== undefined });
        review.session.move('open');
        effects.undecided(review.session, finished);
        return;
      case 'failed':
        review.session.move('failed');
        break;
      case 'written':
        review.session.move('closed', finished.stepId);
    }
    live.delete(id);
    // The outcome does not wait for editors to close: VS Code may keep one open with a question.
    review.settle(finished);
    await effects.ended(review.session.record(), finished);
  };

  return {
    onDidChange: changes.event,
    start(record, beforeWrite = () => Promise.resolve()) {
      const session = createReviewSession(record);
      const { promise, resolve } = Promise.withResolvers<Finished>();
      const review = { session, finished: promise, settle: resolve, beforeWrite, isHeld: false };
      session.onDidChange(({ before, after }) => {
        effects.changed(before, after);
        changes.fire(after);
      });
      live.set(record.id, review);
      effects.changed(undefined, record);
      changes.fire(record);
      return review;
    },
    get: (id) => live.get(id),
    all: () => [...live.values()],
    decide(id, event) {
      const review = live.get(id);
      if (review === undefined) return;
      const { phase } = review.session.record();
      if (phase !== 'open' && phase !== 'applied') return;
      review.session.dispatch(event);
      const { state } = review.session.record();
      const isTyping = review.isHeld && event.type === 'documentChanged';
      if (phase === 'open' && !isTyping && isReady(state, event)) void finish(id);
    },
    takeBack(id) {
      const review = live.get(id);
      const record = review?.session.record();
      if (record?.phase !== 'applied') return;
      live.delete(id);
      changes.fire(record);
      void effects.ended(record, undefined);
    },
    abandon(id) {
      const review = live.get(id);
      if (review?.session.record().phase !== 'open') return false;
      live.delete(id);
      review.session.move('closed');
      void effects.ended(review.session.record(), undefined);
      return true;
    },
    dispose() {
      live.clear();
      changes.dispose();
    },
  };
}

/**
 * Whether nothing is left to decide. A conflict alone holds nothing up once the user says keep: they
 * are asked about it then; typing on the right side is their way to settle it first, and of several
 * conflicts each is settled in its turn. Nor is a hunk done with its first typed letter: what is
 * edited by hand waits for a word of its own, where VS Code's revert arrow needs none.
 */
function isReady({ files }: ReviewState, event: ReviewEvent): boolean {
  const isOpen = files.some(({ hunks }) => hunks.some(({ decision }) => decision === 'pending'));
  const isTyping =
    event.type === 'documentChanged' &&
    files.some(
      ({ path, hunks }) =>
        path === event.path && hunks.some(({ decision }) => decision === 'edited'),
    );
  const isSettling = event.type === 'documentChanged' || event.type === 'resolveConflict';
  return (
    !isOpen && !isTyping && !(isSettling && files.some(({ conflict }) => conflict !== undefined))
  );
}

/** A bug while writing must not leave the tool call waiting for ever. */
async function finishSafely(
  effects: ReviewEffects,
  { session, beforeWrite }: Entry,
): Promise<Finished> {
  try {
    await beforeWrite();
    return await effects.finish(session);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { kind: 'failed', message: `The review could not be written: ${reason}` };
  }
}
