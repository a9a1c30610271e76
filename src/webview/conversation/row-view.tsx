import { useState } from 'preact/hooks';

import type { Review } from '../../shared/events.ts';
import type { Entry } from '../../shared/view-entries.ts';
import { isUndecided } from '../../shared/review-status.ts';
import { EntryView } from '../entries/entry-view.tsx';
import { Icon } from '../parts/icon.tsx';
import type { Post } from '../vs-code.ts';
import type { Row, StepEntry } from './group-steps.ts';

export interface RowViewProps {
  readonly row: Row;
  readonly last: Entry | undefined;
  readonly running: boolean;
  readonly reviews: readonly Review[];
  readonly post: Post;
}

const noReviews: readonly Review[] = [];

export function RowView({ row, last, running, reviews, post }: RowViewProps) {
  if (row.kind === 'steps') return <Steps steps={row.steps} post={post} />;
  const { entry } = row;
  const current =
    entry.kind === 'review' ? isNewest(entry.id, reviews) : entry === last && !running;
  const known = entry.kind === 'result' ? reviews : noReviews;
  return (
    <div class={`row row-${entry.kind}`}>
      <EntryView {...{ entry, current, running, reviews: known, post }} />
    </div>
  );
}

/** Whether it is the newest of the reviews that wait for the user. */
function isNewest(id: string, reviews: readonly Review[]): boolean {
  return reviews.findLast(isUndecided)?.id === id;
}

/** More steps than this in a row fold, all but the last few. */
const foldAt = 8;
const keptInSight = 5;

function Steps({ steps, post }: { steps: readonly StepEntry[]; post: Post }) {
  const [open, setOpen] = useState(false);
  const folded = steps.length > foldAt ? steps.length - keptInSight : 0;
  const shown = open ? steps : steps.slice(folded);
  return (
    <div class="row row-steps">
      {folded > 0 && (
        <button
          type="button"
          class="step fold"
          aria-expanded={open}
          onClick={() => {
            setOpen(!open);
          }}
        >
          <Icon name={open ? 'chevron-down' : 'chevron-right'} />
          <span class="step-title">{foldWords(steps.slice(0, folded))}</span>
        </button>
      )}
      {shown.map((entry) => (
        <EntryView
          key={`${entry.kind}-${entry.id}`}
          {...{ entry, current: false, running: false, reviews: noReviews, post }}
        />
      ))}
    </div>
  );
}

function foldWords(steps: readonly StepEntry[]): string {
  const failed = steps.filter((step) => step.kind === 'tool' && step.state === 'failed').length;
  return `${steps.length} earlier steps${failed > 0 ? `, ${failed} failed` : ''}`;
}
