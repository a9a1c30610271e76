import { EventEmitter, type Event } from 'vscode';
import type { ReviewSession } from './review-session.ts';

/** The questions about conflicts that are open, one run of them for each review. */
export interface ConflictQuestions {
  /** Asks about a review's conflicts; what is being asked already is put again. */
  readonly ask: (session: ReviewSession) => void;
  /** Likewise after a reload, where an editor with both texts is still there; puts nothing twice. */
  readonly resume: (session: ReviewSession) => void;
  /** The review is over: there is nothing left to ask. */
  readonly end: (reviewId: string) => void;
}

export interface ConflictQuestionsDeps {
  readonly settle: (session: ReviewSession, over: AbortSignal, again: Event<void>) => Promise<void>;
  readonly report: (error: unknown) => void;
}

export function createConflictQuestions({
  settle,
  report,
}: ConflictQuestionsDeps): ConflictQuestions {
  const open = new Map<string, { again: EventEmitter<void>; over: AbortController }>();
  const start = (session: ReviewSession): void => {
    const { id } = session.record();
    const again = new EventEmitter<void>();
    const over = new AbortController();
    open.set(id, { again, over });
    settle(session, over.signal, again.event)
      .catch(report)
      .finally(() => {
        again.dispose();
        open.delete(id);
      });
  };
  return {
    ask(session) {
      const asked = open.get(session.record().id);
      if (asked === undefined) start(session);
      else asked.again.fire();
    },
    resume(session) {
      const { id, phase, state } = session.record();
      const isMet = state.files.some(({ conflict }) => conflict !== undefined);
      if (phase === 'open' && isMet && !open.has(id)) start(session);
    },
    end(reviewId) {
      open.get(reviewId)?.over.abort();
    },
  };
}
