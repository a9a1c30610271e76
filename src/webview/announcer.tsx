import type { PanelState } from '../shared/panel-state.ts';
import type { Entry } from '../shared/view-entries.ts';
import { plural } from './parts/format.ts';

/**
 * Tells screen readers what changed in a few words: that it works, waits or has ended. The
 * conversation itself is not live, since it would be read out letter by letter while it streams.
 */
export function Announcer({ state }: { state: PanelState }) {
  return (
    <div role="status" class="visually-hidden">
      {announcement(state)}
    </div>
  );
}

function announcement({ task, running }: PanelState): string {
  if (!running) return endWords(task.outcome);
  if (task.retry) return 'Waiting to try again';
  const waiting = task.entries.slice(task.runStart).flatMap((entry) => waitWords(entry));
  return waiting.at(-1) ?? 'Ratchet is working';
}

function endWords(outcome: PanelState['task']['outcome']): string {
  switch (outcome) {
    case 'done':
      return 'Task finished';
    case 'stopped':
      return 'Task stopped';
    case 'failed':
      return 'Task failed';
    case undefined:
      return '';
  }
}

function waitWords(entry: Entry): string[] {
  if (entry.kind === 'approval' && !entry.decision) return ['Your approval is needed'];
  if (entry.kind === 'question' && !entry.answers && !entry.cancelled)
    return ['A question for you'];
  if (entry.kind === 'review' && entry.review.state === 'open') {
    return [`${plural(entry.review.files.length, 'file')} waiting for your review`];
  }
  return [];
}
