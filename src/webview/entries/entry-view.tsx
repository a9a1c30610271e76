import './entries.css';
import type { Entry } from '../../shared/view-entries.ts';
import type { Review } from '../../shared/events.ts';
import { memo } from '../memo.tsx';
import type { Post } from '../vs-code.ts';
import { ApprovalCard } from './approval-card.tsx';
import { AssistantText } from './assistant-text.tsx';
import { CompactionLine } from './compaction-line.tsx';
import { FailureCard } from './failure-card.tsx';
import { NoticeLine } from './notice-line.tsx';
import { QuestionCard } from './question-card.tsx';
import { ResultCard } from './result-card.tsx';
import { ReviewCard } from './review-card.tsx';
import { StepRow } from './step-row.tsx';
import { StoppedCard } from './stopped-card.tsx';
import { UserMessage } from './user-message.tsx';

export interface EntryViewProps {
  readonly entry: Entry;
  /**
   * It is the last one and nothing runs: offers to go on from here make sense. Of reviews: it is the
   * newest that waits.
   */
  readonly current: boolean;
  readonly running: boolean;
  readonly reviews: readonly Review[];
  readonly post: Post;
}

/** One entry of the conversation; drawn again only when it changed. */
export const EntryView = memo(({ entry, current, running, reviews, post }: EntryViewProps) => {
  switch (entry.kind) {
    case 'user':
      return <UserMessage entry={entry} running={running} post={post} />;
    case 'text':
      return <AssistantText entry={entry} post={post} />;
    case 'reasoning':
    case 'tool':
      return <StepRow entry={entry} post={post} />;
    case 'approval':
      return <ApprovalCard entry={entry} post={post} />;
    case 'question':
      return <QuestionCard entry={entry} post={post} />;
    case 'review':
      return <ReviewCard review={entry.review} current={current} post={post} />;
    case 'compaction':
      return <CompactionLine entry={entry} post={post} />;
    case 'notice':
      return <NoticeLine entry={entry} />;
    case 'result':
      return <ResultCard entry={entry} reviews={reviews} post={post} />;
    case 'stopped':
      return <StoppedCard entry={entry} current={current} post={post} />;
    case 'failed':
      return <FailureCard entry={entry} current={current} post={post} />;
  }
});
