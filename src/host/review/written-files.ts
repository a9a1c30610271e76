import type { ReviewEvent } from '../../core/edits/review-state.ts';
import type { AppliedFiles } from './applied-files.ts';
import type { ReviewRecord } from './review-record.ts';
import { reverseDecisions } from './reverse-decisions.ts';

/** What becomes of files that were written already, one piece of work after the other. */
export interface WrittenFiles {
  /** They follow a decision; where they cannot, it was none. True when they did. */
  follow(before: ReviewRecord, after: ReviewRecord): Promise<boolean>;
  /** What changes files on behalf of a decision is no work of the user's on them. */
  during<Result>(work: Promise<Result>): Promise<Result>;
  /** Resolves when the files hold what was decided so far. */
  whenWritten(): Promise<unknown>;
}

export interface WrittenFilesDeps {
  readonly applied: AppliedFiles;
  readonly decide: (reviewId: string, event: ReviewEvent) => void;
  readonly tell: (message: string) => void;
  /** Puts open questions to the user again. */
  readonly askAgain: () => void;
}

export function createWrittenFiles(deps: WrittenFilesDeps): WrittenFiles {
  let writes: Promise<unknown> = Promise.resolve();
  let isReversing = false;
  const during = <Result>(work: Promise<Result>): Promise<Result> => {
    writes = Promise.allSettled([writes, work]);
    return work;
  };
  return {
    async follow(before, after) {
      if (isReversing) return false;
      // One that waits for an answer holds the next one up.
      deps.askAgain();
      const failure = await during(deps.applied.follow(before, after));
      if (failure === undefined) return true;
      deps.tell(failure);
      isReversing = true;
      for (const event of reverseDecisions(before, after)) deps.decide(after.id, event);
      isReversing = false;
      return false;
    },
    during,
    whenWritten: () => writes,
  };
}
