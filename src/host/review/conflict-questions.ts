import { EventEmitter, type Event } from 'vscode';
import type { DisposablePart } from './disposable-part.ts';
import type { ReviewSession } from './review-session.ts';

/** The questions about conflicts that are open, one run of them for each review. */
export interface ConflictQuestions extends DisposablePart {
  /** Asks about a review's conflicts; what is being asked already is put again. */
  readonly ask: (session: ReviewSession) => void;
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
  return {
    ask(session) {
      const { id } = session.record();
      const asked = open.get(id);
      if (asked !== undefined) {
        asked.again.fire();
        return;
      }
      const again = new EventEmitter<void>();
      const over = new AbortController();
      open.set(id, { again, over });
      settle(session, over.signal, again.event)
        .catch(report)
        .finally(() => {
          again.dispose();
          open.delete(id);
        });
    },
    end(reviewId) {
      open.get(reviewId)?.over.abort();
    },
    dispose() {
      for (const { over } of open.values()) over.abort();
    },
  };
}
