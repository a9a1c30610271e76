import './conversation.css';
import type { ComponentChildren } from 'preact';
import { useMemo, useRef } from 'preact/hooks';

import type { TaskView } from '../../shared/view-state.ts';
import { Icon } from '../parts/icon.tsx';
import type { Post } from '../vs-code.ts';
import { groupSteps } from './group-steps.ts';
import { RowView } from './row-view.tsx';
import { useReviews } from './use-reviews.ts';
import { useStickToEnd } from './use-stick-to-end.ts';
import { useWindow } from './use-window.ts';
import { WorkingLine } from './working-line.tsx';

export interface ConversationProps {
  readonly task: TaskView;
  readonly running: boolean;
  readonly post: Post;
  /** Shown while there is nothing to show. */
  readonly children: ComponentChildren;
}

/**
 * The transcript. Only its end is in the page until earlier rows are asked for, so that a long task
 * costs no more than a short one, and what is in the page can be searched and read as usual.
 */
export function Conversation({ task, running, post, children }: ConversationProps) {
  const rows = useMemo(() => groupSteps(task.entries), [task.entries]);
  const reviews = useReviews(task.entries);
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const lastMessage = task.entries.findLast((entry) => entry.kind === 'user')?.id;
  const { atEnd, toEnd } = useStickToEnd(scroller, content, { running, lastMessage });

  const { hidden, showEarlier, showEnd } = useWindow(task.taskId, rows.length, atEnd);
  const visible = hidden > 0 ? rows.slice(hidden) : rows;
  const last = task.entries.at(-1);
  const empty = task.entries.length === 0 && !running;
  return (
    <div class="conversation-frame">
      <div
        ref={scroller}
        class="conversation"
        role="log"
        aria-label="Conversation"
        aria-live="off"
        aria-busy={running}
        tabIndex={0}
      >
        <div ref={content} class="conversation-rows">
          {empty && children}
          {hidden > 0 && (
            <button type="button" class="link earlier" onClick={showEarlier}>
              Show earlier ({hidden})
            </button>
          )}
          {visible.map((row) => (
            <RowView key={row.key} {...{ row, last, running, reviews, post }} />
          ))}
          {running && <WorkingLine task={task} />}
        </div>
      </div>
      {!atEnd && (
        <button
          type="button"
          class="jump"
          title="Jump to latest"
          aria-label="Jump to latest"
          onClick={() => {
            showEnd();
            toEnd();
          }}
        >
          <Icon name="arrow-down" />
        </button>
      )}
    </div>
  );
}
