import { useState } from 'preact/hooks';

import type { Review, ReviewFile, ReviewHunk } from '../../shared/events.ts';
import { Counts } from '../parts/counts.tsx';
import { FileName } from '../parts/file-name.tsx';
import { IconButton } from '../parts/icon-button.tsx';
import type { Post } from '../vs-code.ts';
import { countLines } from './count-lines.ts';

export interface ReviewFileRowProps {
  readonly review: Review;
  readonly file: ReviewFile;
  readonly post: Post;
}

/** A changed file with its own Keep and Undo, opening to its hunks. */
export function ReviewFileRow({ review, file, post }: ReviewFileRowProps) {
  const [open, setOpen] = useState(false);
  const reviewId = review.id;
  const { path } = file;
  const decidable = review.state === 'open' || review.state === 'applied';
  return (
    <li class="review-file">
      <div class="review-row">
        <IconButton
          class="row-twistie"
          icon={open ? 'chevron-down' : 'chevron-right'}
          label={`Hunks of ${path}`}
          expanded={open}
          disabled={file.hunks.length === 0}
          onClick={() => {
            setOpen(!open);
          }}
        />
        <button
          type="button"
          class="review-name"
          title={file.from === undefined ? path : `${file.from} → ${path}`}
          onClick={() => {
            post({ type: 'openReview', reviewId, path });
          }}
        >
          <FileName path={path} kind={file.kind} />
        </button>
        <Counts {...countLines([file])} />
        <Decision decision={file.decision} />
        {decidable && (
          <span class="row-actions">
            <IconButton
              icon="check"
              label={`Keep ${path}`}
              pressed={file.decision === 'kept'}
              onClick={() => {
                post({ type: 'keepFile', reviewId, path });
              }}
            />
            <IconButton
              icon="discard"
              label={`Undo ${path}`}
              pressed={file.decision === 'undone'}
              onClick={() => {
                post({ type: 'undoFile', reviewId, path });
              }}
            />
          </span>
        )}
      </div>
      {review.state === 'open' && file.conflict !== undefined && (
        <p class="hint">{conflictWords[file.conflict]}</p>
      )}
      {open && (
        <ul class="hunks" aria-label={`Hunks of ${path}`}>
          {file.hunks.slice(0, hunksShown).map((hunk) => (
            <HunkRow key={hunk.id} {...{ reviewId, file, hunk, decidable, post }} />
          ))}
          {file.hunks.length > hunksShown && (
            <li class="hint">
              {file.hunks.length - hunksShown} more hunks: decide them in the diff.
            </li>
          )}
        </ul>
      )}
    </li>
  );
}

const hunksShown = 100;

const conflictWords = {
  changed: 'You changed the same lines meanwhile. Keep asks which to take.',
  deleted: 'You deleted it meanwhile. Keep asks whether to write it anew.',
} as const;

interface HunkRowProps {
  readonly reviewId: string;
  readonly file: ReviewFile;
  readonly hunk: ReviewHunk;
  readonly decidable: boolean;
  readonly post: Post;
}

function HunkRow({ reviewId, file, hunk, decidable, post }: HunkRowProps) {
  const hunkId = hunk.id;
  const { path } = file;
  const what = whatOf(file, hunk);
  const place = `${what.charAt(0).toLowerCase()}${what.slice(1)} of ${path}`;
  return (
    <li class="hunk">
      <button
        type="button"
        class="hunk-line"
        aria-label={`Show ${place}`}
        onClick={() => {
          post({ type: 'openReview', reviewId, path, hunkId });
        }}
      >
        {what}
      </button>
      <Counts added={hunk.added} removed={hunk.removed} />
      <Decision decision={hunk.decision} />
      {decidable && (
        <span class="row-actions">
          <IconButton
            icon="check"
            label={`Keep ${place}`}
            pressed={hunk.decision === 'kept'}
            onClick={() => {
              post({ type: 'keepHunk', reviewId, path, hunkId });
            }}
          />
          <IconButton
            icon="discard"
            label={`Undo ${place}`}
            pressed={hunk.decision === 'undone'}
            onClick={() => {
              post({ type: 'undoHunk', reviewId, path, hunkId });
            }}
          />
        </span>
      )}
    </li>
  );
}

/** The host's id of the hunk that stands for a file's creation, deletion or move. */
const wholeFileId = 'file';

function whatOf({ kind }: ReviewFile, { id, line }: ReviewHunk): string {
  return id === wholeFileId ? wholeFileWords[kind] : `Line ${line}`;
}

const wholeFileWords = {
  created: 'Creation',
  deleted: 'Deletion',
  renamed: 'Move',
  modified: 'File',
} as const;

const decisionWords = {
  pending: '',
  kept: 'Kept',
  undone: 'Undone',
  mixed: 'Kept in part',
  edited: 'Edited by you',
} as const;

function Decision({ decision }: { decision: keyof typeof decisionWords }) {
  const words = decisionWords[decision];
  return words === '' ? null : <span class="decision">{words}</span>;
}
