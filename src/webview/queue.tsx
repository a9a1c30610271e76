import type { TaskView } from '../shared/view-state.ts';
import { memo } from './memo.tsx';
import { Icon } from './parts/icon.tsx';
import { IconButton } from './parts/icon-button.tsx';
import type { Post } from './vs-code.ts';

/** Messages that wait for the next step. */
export const Queue = memo(({ queued, post }: { queued: TaskView['queued']; post: Post }) =>
  queued.length === 0 ? null : (
    <ul class="queue" aria-label="Queued messages">
      {queued.map(({ queuedId, text }) => (
        <li key={queuedId} class="queued">
          <Icon name="comment" />
          <span class="queued-text" title={text}>
            {text}
          </span>
          <button
            type="button"
            class="link"
            title="Interrupt the current step and deliver this at once"
            onClick={() => {
              post({ type: 'sendNow', queuedId });
            }}
          >
            Send now
          </button>
          <IconButton
            icon="close"
            label={`Remove from queue: ${text.slice(0, 60)}`}
            onClick={() => {
              post({ type: 'unqueue', queuedId });
            }}
          />
        </li>
      ))}
    </ul>
  ),
);
