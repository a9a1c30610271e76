import type { EndEvent } from '../../shared/events.ts';

/** Why a run ended, as one sentence; undefined when it is done. */
export function describeEnd(end: EndEvent): string | undefined {
  if (end.type === 'done') return undefined;
  if (end.type === 'failed') return end.failure.message;
  switch (end.reason.kind) {
    case 'user':
      return 'Stopped by the user.';
    case 'steps':
      return `Stopped after ${end.reason.limit} steps, the limit set in ratchet.budget.steps.`;
    case 'budget':
      return `Stopped at $${end.reason.spentUsd.toFixed(2)}, the budget set in ratchet.budget.usd being $${end.reason.limitUsd.toFixed(2)}.`;
    case 'loop':
      return end.reason.message;
    case 'interrupted':
      return 'Interrupted: the window was closed while the task ran.';
  }
}
