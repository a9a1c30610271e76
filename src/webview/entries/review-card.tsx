import type { ComponentChildren } from 'preact';

import type { Review } from '../../shared/events.ts';
import { isUndecided } from '../../shared/review-status.ts';
import { Button } from '../parts/button.tsx';
import { Counts } from '../parts/counts.tsx';
import { Disclosure } from '../parts/disclosure.tsx';
import { plural } from '../parts/format.ts';
import { Icon } from '../parts/icon.tsx';
import type { Post } from '../vs-code.ts';
import { countLines } from './count-lines.ts';
import { ReviewFileRow } from './review-file-row.tsx';
import { foldedWords, hintWords } from './review-words.ts';

export interface ReviewCardProps {
  readonly review: Review;
  /** Of the reviews that were written already and wait, the newest: earlier ones are folded. */
  readonly current: boolean;
  readonly post: Post;
}

/** The changes of a step: decided here, hunk by hunk, file by file or all at once, or in the diff. */
export function ReviewCard({ review, current, post }: ReviewCardProps) {
  const rows = (
    <ul class="review-files" aria-label="Changed files">
      {review.files.map((file) => (
        <ReviewFileRow key={file.path} review={review} file={file} post={post} />
      ))}
    </ul>
  );
  const isOpen = review.state === 'open';
  if (!isOpen && !(isUndecided(review) && current)) {
    return <FoldedReview review={review} rows={rows} post={post} />;
  }
  return (
    <section class={isOpen ? 'card attention' : 'card'} aria-label="Review">
      <h2 class="card-title">
        <Icon name="diff-multiple" />
        <span>
          {plural(review.files.length, 'file')} {isOpen ? 'to review' : 'changed'}
        </span>
        <Counts {...countLines(review.files)} />
      </h2>
      <p class="hint">{hintWords(review)}</p>
      {rows}
      <OpenActions review={review} post={post} />
    </section>
  );
}

interface FoldedReviewProps {
  readonly review: Review;
  readonly rows: ComponentChildren;
  readonly post: Post;
}

/** What needs no look now: over, or written and not the newest that waits. */
function FoldedReview({ review, rows, post }: FoldedReviewProps) {
  const failed = review.state === 'failed';
  const waits = isUndecided(review);
  return (
    <Disclosure
      class="step"
      summary={
        <>
          <Icon name={failed ? 'error' : 'diff-multiple'} />
          <span class="step-title">{foldedWords(review)}</span>
          <Counts {...countLines(review.files)} />
          {waits && <span class="decision">not reviewed</span>}
        </>
      }
    >
      {() => (
        <>
          {rows}
          {waits && <OpenActions review={review} post={post} />}
          {!waits && !failed && <ClosedAction review={review} post={post} />}
        </>
      )}
    </Disclosure>
  );
}

function OpenActions({ review, post }: { review: Review; post: Post }) {
  const reviewId = review.id;
  return (
    <div class="buttons review-buttons">
      <Button
        primary
        onClick={() => {
          post({ type: 'openReview', reviewId });
        }}
      >
        Review changes
      </Button>
      <Button
        onClick={() => {
          post({ type: 'keepAll', reviewId });
        }}
      >
        Keep all
      </Button>
      <Button
        onClick={() => {
          post({ type: 'undoAll', reviewId });
        }}
      >
        Undo all
      </Button>
    </div>
  );
}

/** What is over can be taken back as a whole, and brought back again. */
function ClosedAction({ review, post }: { review: Review; post: Post }) {
  const reviewId = review.id;
  if (review.takenBack === true) {
    return (
      <div class="buttons">
        <Button
          onClick={() => {
            post({ type: 'keepAll', reviewId });
          }}
        >
          Bring back
        </Button>
      </div>
    );
  }
  if (review.files.every(({ decision }) => decision === 'undone')) return null;
  return (
    <div class="buttons">
      <Button
        onClick={() => {
          post({ type: 'undoAll', reviewId });
        }}
      >
        Undo these changes
      </Button>
    </div>
  );
}
