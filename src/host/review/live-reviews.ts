import { EventEmitter, type Event } from 'vscode';
import type { ReviewEvent, ReviewState } from '../../core/edits/review-state.ts';
import { isTyped } from '../../core/edits/whole-files.ts';
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
  /** Its tool call is over, and it goes on. */
  readonly left: (record: ReviewRecord) => void;
  /** Over, one way or another: its editors go. Never rejects. */
  readonly ended: (record: ReviewRecord, finished: Finished | undefined) => Promise<void>;
  /** The user had gone on typing while it was written: what its right sides held in the end. */
  readonly typedOn: (record: ReviewRecord, typed: ReadonlyMap<string, string>) => void;
}

export interface LiveReviews extends DisposablePart {
  /** `beforeWrite` is awaited between the last decision and the first write. */
  start(record: ReviewRecord, beforeWrite?: () => Promise<void>): LiveReview;
  get(id: string): LiveReview | undefined;
  all(): readonly LiveReview[];
  /** A decision; the review is written as soon as nothing is left to decide. */
  readonly decide: (id: string, event: ReviewEvent) => void;
  /** The review whose right sides can still be typed in: until its editors are closed. */
  shown(id: string): ReviewRecord | undefined;
  /**
   * A right side changed between the last decision and its editor's end. Until the user's first key
   * makes its document dirty, it is only VS Code that reads it anew.
   */
  typeOn(id: string, path: string, text: string, isDirty: boolean): void;
  /** A written review whose step was taken back: there is nothing left to decide. */
  takeBack(id: string): void;
  /** Ends an open review without writing anything. False when it is too late for that. */
  abandon(id: string): boolean;
  /** Likewise, but a review that the user wrote into goes on without its tool call. */
  leave(id: string): boolean;
  readonly onDidChange: Event<ReviewRecord>;
}

interface Entry extends LiveReview {
  readonly settle: (finished: Finished) => void;
  readonly beforeWrite: () => Promise<void>;
  /** Right sides, by path, as the user typed on in them since the last decision. */
  readonly typed: Map<string, string>;
}

export function createLiveReviews(effects: ReviewEffects): LiveReviews {
  const live = new Map<string, Entry>();
  /** Over, and their editors are just being closed. */
  const closing = new Map<string, Entry>();
  const changes = new EventEmitter<ReviewRecord>();

  const finish = async (id: string): Promise<void> => {
    const review = live.get(id);
    if (review === undefined || review.session.record().phase !== 'open') return;
    review.session.move('applying');
    const result = await finishSafely(effects, review);
    if (result.kind !== 'written') takeTyped(review);
    const finished = holdTyping(result, review.session);
    switch (finished.kind) {
      case 'undecided':
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
    closing.set(id, review);
    // The outcome does not wait for editors to close: VS Code may keep one open with a question.
    review.settle(finished);
    const record = review.session.record();
    await effects.ended(record, finished);
    closing.delete(id);
    if (finished.kind === 'written' && review.typed.size > 0) effects.typedOn(record, review.typed);
  };

  const abandon = (id: string): boolean => {
    const review = live.get(id);
    if (review?.session.record().phase !== 'open') return false;
    live.delete(id);
    review.session.move('closed');
    void effects.ended(review.session.record(), undefined);
    return true;
  };

  return {
    onDidChange: changes.event,
    start(record, beforeWrite = () => Promise.resolve()) {
      const session = createReviewSession(record);
      const { promise, resolve } = Promise.withResolvers<Finished>();
      const review: Entry = {
        session,
        finished: promise,
        settle: resolve,
        beforeWrite,
        typed: new Map(),
      };
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
      if (phase === 'open' && isReady(state, event)) void finish(id);
    },
    shown: (id) => (live.get(id) ?? closing.get(id))?.session.record(),
    typeOn(id, path, text, isDirty) {
      const typed = (live.get(id) ?? closing.get(id))?.typed;
      if (isDirty || typed?.has(path) === true) typed?.set(path, text);
    },
    takeBack(id) {
      const review = live.get(id);
      const record = review?.session.record();
      if (record?.phase !== 'applied') return;
      live.delete(id);
      changes.fire(record);
      void effects.ended(record, undefined);
    },
    abandon,
    leave(id) {
      const record = live.get(id)?.session.record();
      if (record?.phase !== 'open' || !record.state.files.some(isTyped)) return abandon(id);
      effects.left(record);
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
    files.some((file) => file.path === event.path && isTyped(file));
  const isSettling = event.type === 'documentChanged' || event.type === 'resolveConflict';
  return (
    !isOpen && !isTyping && !(isSettling && files.some(({ conflict }) => conflict !== undefined))
  );
}

/** It goes on: what was typed meanwhile is part of it like all that was typed before. */
function takeTyped({ session, typed }: Entry): void {
  for (const [path, text] of typed) session.dispatch({ type: 'documentChanged', path, text });
  typed.clear();
}

/** What the user wrote into a proposal is nowhere else: it must not go with a failed write. */
function holdTyping(finished: Finished, session: ReviewSession): Finished {
  if (finished.kind !== 'failed' || !session.record().state.files.some(isTyped)) return finished;
  return { kind: 'undecided', failure: finished.message };
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
