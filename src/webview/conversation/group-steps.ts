import type { Entry, ReasoningEntry, ToolEntry } from '../../shared/view-entries.ts';

/** A row of the transcript: an entry, or steps that follow on each other and are shown as one list. */
export type Row =
  | { readonly kind: 'entry'; readonly key: string; readonly entry: Entry }
  | { readonly kind: 'steps'; readonly key: string; readonly steps: readonly StepEntry[] };

export type StepEntry = ReasoningEntry | ToolEntry;

export function groupSteps(entries: readonly Entry[]): readonly Row[] {
  const rows: Row[] = [];
  let steps: StepEntry[] = [];
  const flush = () => {
    const first = steps[0];
    if (first) rows.push({ kind: 'steps', key: `steps-${first.kind}-${first.id}`, steps });
    steps = [];
  };
  for (const entry of entries) {
    if (entry.kind === 'tool' || entry.kind === 'reasoning') {
      steps.push(entry);
    } else {
      flush();
      rows.push({ kind: 'entry', key: `${entry.kind}-${entry.id}`, entry });
    }
  }
  flush();
  return rows;
}
