import { useId, useState } from 'preact/hooks';

import type { Usage } from '../shared/events.ts';
import type { TaskView } from '../shared/view-state.ts';
import { formatCount, formatUsd } from './parts/format.ts';

interface UsageFooterProps {
  readonly task: TaskView;
  readonly today: Usage | undefined;
}

/** How full the context is and what the task has cost; the figures behind it on a click. */
export function UsageFooter({ task, today }: UsageFooterProps) {
  const { usage, request, contextTokens, contextWindow } = task;
  const [open, setOpen] = useState(false);
  const id = useId();
  if (!usage) return null;
  const share = contextWindow > 0 ? Math.min(1, contextTokens / contextWindow) : 0;
  const percent = Math.round(share * 100);
  const rows: readonly (readonly [string, string])[] = [
    ['Context', `${formatCount(contextTokens)} of ${formatCount(contextWindow)} tokens`],
    ['Input', formatCount(usage.inputTokens)],
    ['of it cached', cachedWords(usage.cachedTokens, usage.inputTokens)],
    ['Output', formatCount(usage.outputTokens)],
    ['of it reasoning', formatCount(usage.reasoningTokens)],
    ['Requests', String(usage.requests)],
    ['Cost', formatUsd(usage.usd)],
  ];
  return (
    <footer class="usage">
      {open && (
        <dl id={id} class="usage-table">
          {rows.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      <button
        type="button"
        class="usage-line"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        // As nothing else describes the button, the title is its accessible description too.
        title={[
          ...usageLine('This request', request),
          ...usageLine('This task', usage),
          ...usageLine('Today', today),
        ].join('\n')}
        onClick={() => {
          setOpen(!open);
        }}
      >
        <span class={percent >= 80 ? 'meter high' : 'meter'} aria-hidden="true">
          <span class="meter-fill" style={{ width: `${percent}%` }} />
        </span>
        <span>{percent}% context</span>
        <span class="usage-tokens">
          {formatCount(usage.inputTokens)} in · {formatCount(usage.outputTokens)} out
        </span>
        <span class="usage-cost">{formatUsd(usage.usd)}</span>
      </button>
    </footer>
  );
}

/** No line for what is not known. */
function usageLine(name: string, usage: Usage | undefined): readonly string[] {
  if (!usage) return [];
  const { inputTokens, cachedTokens, outputTokens, usd } = usage;
  const input = `${formatCount(inputTokens)} in (${formatCount(cachedTokens)} cached)`;
  return [`${name}: ${input}, ${formatCount(outputTokens)} out, ${formatUsd(usd)}`];
}

function cachedWords(cached: number, input: number): string {
  return input === 0 ? '0' : `${formatCount(cached)} (${Math.round((cached / input) * 100)}%)`;
}
