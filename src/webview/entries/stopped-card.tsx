import type { StopReason } from '../../shared/events.ts';
import type { StoppedEntry } from '../../shared/view-entries.ts';
import { Button } from '../parts/button.tsx';
import { formatUsd, plural } from '../parts/format.ts';
import { Icon } from '../parts/icon.tsx';
import type { Post } from '../vs-code.ts';

export interface StoppedCardProps {
  readonly entry: StoppedEntry;
  readonly current: boolean;
  readonly post: Post;
}

/** Why it stopped, and a way to go on while nothing came after. */
export function StoppedCard({ entry, current, post }: StoppedCardProps) {
  return (
    <div class="ending">
      <Icon name={entry.reason.kind === 'user' ? 'debug-stop' : 'debug-pause'} />
      <span class="ending-words">{reasonWords(entry.reason)}</span>
      {current && (
        <Button
          onClick={() => {
            post({ type: 'continue' });
          }}
        >
          Continue
        </Button>
      )}
    </div>
  );
}

function reasonWords(reason: StopReason): string {
  switch (reason.kind) {
    case 'user':
      return 'Stopped by you.';
    case 'steps':
      return `Paused at the limit of ${plural(reason.limit, 'step')}.`;
    case 'budget':
      return `Paused at the budget of ${formatUsd(reason.limitUsd)}: ${formatUsd(reason.spentUsd)} spent.`;
    case 'loop':
      return reason.message;
    case 'interrupted':
      return 'Interrupted: the window was closed or reloaded while this ran.';
  }
}
