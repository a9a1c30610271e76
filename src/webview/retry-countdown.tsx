import { useEffect, useState } from 'preact/hooks';

import type { TaskView } from '../shared/view-state.ts';
import { Button } from './parts/button.tsx';
import { Icon } from './parts/icon.tsx';
import type { Post } from './vs-code.ts';

export interface RetryCountdownProps {
  readonly retry: NonNullable<TaskView['retry']>;
  readonly post: Post;
}

/** Why it waits and for how long, counted from when the panel heard of it. */
export function RetryCountdown({ retry, post }: RetryCountdownProps) {
  const [left, setLeft] = useState(retry.inMs);
  useEffect(() => {
    const due = performance.now() + retry.inMs;
    const timer = setInterval(() => {
      setLeft(due - performance.now());
    }, 250);
    return () => {
      clearInterval(timer);
    };
  }, [retry]);
  const seconds = Math.max(0, Math.ceil(left / 1_000));
  return (
    <div class="retry" role="group" aria-label="Waiting to try again">
      <Icon name="watch" />
      <p>
        {retry.reason} <span class="retry-time">{waitWords(seconds)}</span>
      </p>
      <div class="buttons">
        <Button
          onClick={() => {
            post({ type: 'retryWait', action: 'now' });
          }}
        >
          Try now
        </Button>
        <Button
          onClick={() => {
            post({ type: 'retryWait', action: 'cancel' });
          }}
        >
          Cancel
        </Button>
      </div>
    </div>
  );
}

function waitWords(seconds: number): string {
  if (seconds === 0) return 'Trying again…';
  if (seconds < 120) return `Trying again in ${seconds} s.`;
  return `Trying again in ${Math.ceil(seconds / 60)} min.`;
}
