import { useState } from 'preact/hooks';

import type { PlanStep } from '../shared/events.ts';
import { memo } from './memo.tsx';
import { Icon } from './parts/icon.tsx';

const icons = {
  pending: 'circle-large-outline',
  in_progress: 'circle-large-filled',
  completed: 'pass-filled',
} as const;
const words = { pending: 'to do', in_progress: 'in progress', completed: 'done' } as const;

/** The plan over the composer: all its steps, or folded to the one that matters now. */
export const Plan = memo(({ plan, running }: { plan: readonly PlanStep[]; running: boolean }) => {
  const done = plan.filter(({ status }) => status === 'completed').length;
  const finished = done === plan.length && !running;
  const [chosen, setChosen] = useState<boolean>();
  if (plan.length === 0) return null;
  const open = chosen ?? !finished;
  const shown = open ? plan : plan.filter((step) => step === currentStep(plan));
  return (
    <section class={open ? 'plan open' : 'plan'} aria-label="Progress">
      <button
        type="button"
        class="plan-bar"
        aria-expanded={open}
        onClick={() => {
          setChosen(!open);
        }}
      >
        <Icon name={open ? 'chevron-down' : 'chevron-right'} />
        <span class="plan-name">Plan</span>
        <span class="plan-count">
          {done}/{plan.length}
        </span>
      </button>
      <ol class="plan-steps" aria-label="Plan" tabIndex={0}>
        {shown.map(({ step, status }, index) => (
          <li key={index} class={`plan-step ${status}`}>
            <Icon name={icons[status]} />
            <span>{step}</span>
            <span class="visually-hidden">, {words[status]}</span>
          </li>
        ))}
      </ol>
    </section>
  );
});

function currentStep(plan: readonly PlanStep[]): PlanStep | undefined {
  return (
    plan.find(({ status }) => status === 'in_progress') ??
    plan.find(({ status }) => status === 'pending') ??
    plan.at(-1)
  );
}
