import type { Review } from '../../shared/events.ts';
import { Button } from '../parts/button.tsx';
import { Counts } from '../parts/counts.tsx';
import { Disclosure } from '../parts/disclosure.tsx';
import { plural } from '../parts/format.ts';
import { Icon } from '../parts/icon.tsx';
import type { Post } from '../vs-code.ts';
import { countLines } from './count-lines.ts';
import { ReviewFileRow } from './review-file-row.tsx';

/** The changes of a step: decided here, hunk by hunk, file by file or all at once, or in the diff. */
export function ReviewCard({ review, post }: { review: Review; post: Post }) {
  const reviewId = review.id;
  const { added, removed } = countLines(review.files);
  const rows = (
    <ul class="review-files" aria-label="Changed files">
      {review.files.map((file) => (
        <ReviewFileRow key={file.path} review={review} file={file} post={post} />
      ))}
    </ul>
  );
  if (review.state === 'closed' || review.state === 'failed') {
    const failed = review.state === 'failed';
    return (
      <Disclosure
        class="step"
        summary={
          <>
            <Icon name={failed ? 'error' : 'diff-multiple'} />
            <span class="step-title">
              {failed ? 'Changes could not be written' : closedWords(review)}
            </span>
            <Counts added={added} removed={removed} />
          </>
        }
      >
        {() => (
          <>
            {rows}
            {!failed && <ClosedAction review={review} post={post} />}
          </>
        )}
      </Disclosure>
    );
  }
  return (
    <section class={review.state === 'open' ? 'card attention' : 'card'} aria-label="Review">
      <h2 class="card-title">
        <Icon name="diff-multiple" />
        <span>
          {plural(review.files.length, 'file')} {review.state === 'open' ? 'to review' : 'changed'}
        </span>
        <Counts added={added} removed={removed} />
      </h2>
      <p class="hint">
        {review.state === 'open' ? openWords(review) : 'Written. You can still undo.'}
      </p>
      {rows}
      <div class="buttons">
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
    </section>
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

function openWords({ files }: Review): string {
  // What is edited by hand waits until it is kept in so many words.
  const waits = files.some(
    ({ decision, hunks }) =>
      decision === 'pending' || hunks.some((hunk) => hunk.decision === 'edited'),
  );
  return waits ? 'Nothing is written until you keep it.' : 'All decided. Writing…';
}

function closedWords(review: Review): string {
  const kept = review.files.filter((file) => file.decision === 'kept').length;
  const mixed = review.files.filter((file) => file.decision === 'mixed').length;
  const undone = review.files.filter((file) => file.decision === 'undone').length;
  const parts = [
    kept > 0 && `kept ${plural(kept, 'file')}`,
    mixed > 0 && `kept ${plural(mixed, 'file')} in part`,
    undone > 0 && `undid ${plural(undone, 'file')}`,
  ].filter((part) => part !== false);
  const words = parts.join(', ');
  return words === '' ? 'Changes closed' : words.charAt(0).toUpperCase() + words.slice(1);
}
