import type { FailureAction } from '../../shared/events.ts';
import type { FailedEntry } from '../../shared/view-entries.ts';
import { Button } from '../parts/button.tsx';
import { Icon } from '../parts/icon.tsx';
import type { Post } from '../vs-code.ts';
import { failureActionWords } from '../parts/failure-action-words.ts';

export interface FailureCardProps {
  readonly entry: FailedEntry;
  readonly current: boolean;
  readonly post: Post;
}

/** One clear sentence and the next steps as buttons. */
export function FailureCard({ entry, current, post }: FailureCardProps) {
  const { message, actions } = entry.failure;
  const act = (action: FailureAction) => () => {
    post({ type: 'failureAction', action });
  };
  return (
    <section class="card failure" aria-label="Problem">
      <p class="failure-message">
        <Icon name="error" />
        <span>{message}</span>
      </p>
      {current && actions.length > 0 && (
        <div class="buttons">
          {actions.map((action, index) => (
            <Button key={action} primary={index === 0} onClick={act(action)}>
              {failureActionWords[action]}
            </Button>
          ))}
        </div>
      )}
    </section>
  );
}
