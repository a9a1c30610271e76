import { EventEmitter, type Event } from 'vscode';
import { reviewReducer } from '../../core/edits/review-reducer.ts';
import type { ReviewEvent } from '../../core/edits/review-state.ts';
import type { ConflictDraft, ReviewRecord } from './review-record.ts';

/** One review while it lives: its record moves on with every decision. */
export interface ReviewSession {
  readonly record: () => ReviewRecord;
  readonly dispatch: (event: ReviewEvent) => void;
  readonly move: (phase: ReviewRecord['phase'], stepId?: string) => void;
  /** Files went elsewhere under the user's hands: their places and paths now, by path. */
  readonly relocate: (uris: ReviewRecord['uris'], paths: Readonly<Record<string, string>>) => void;
  /** What the user typed in a question about a conflict: it must survive a reload. */
  readonly draft: (path: string, draft: ConflictDraft) => void;
  readonly onDidChange: Event<ReviewChange>;
}

export interface ReviewChange {
  readonly before: ReviewRecord;
  readonly after: ReviewRecord;
}

export function createReviewSession(initial: ReviewRecord): ReviewSession {
  let record = initial;
  const changes = new EventEmitter<ReviewChange>();
  const become = (after: ReviewRecord): void => {
    const before = record;
    record = after;
    changes.fire({ before, after });
  };
  return {
    record: () => record,
    onDidChange: changes.event,
    dispatch(event) {
      const state = reviewReducer(record.state, event);
      if (state !== record.state) become({ ...record, state });
    },
    relocate(uris, paths) {
      become({
        ...record,
        uris: { ...record.uris, ...uris },
        moved: { ...record.moved, ...paths },
      });
    },
    draft(path, draft) {
      become({ ...record, drafts: { ...record.drafts, [path]: draft } });
    },
    move(phase, stepId) {
      become({ ...record, phase, ...(stepId === undefined ? {} : { stepId }) });
    },
  };
}
