import type { Step } from './step-log.ts';

/**
 * The steps that are in effect, oldest first: applied and not taken back. An undo and what it undid
 * cancel each other out; an undo that was itself undone leaves its steps in effect. `taken`: as it
 * will be once these are taken back too.
 */
export function standingSteps(
  steps: readonly Step[],
  taken: readonly Step[] = [],
): readonly Step[] {
  const gone = new Set(taken.map(({ id }) => id));
  // Newest first: whether an undo counts is known before the steps it names are reached.
  for (const step of [...steps].reverse()) {
    if (step.state !== 'applied') gone.add(step.id);
    if (gone.has(step.id) || step.undoes.length === 0) continue;
    for (const undone of step.undoes) gone.add(undone);
    gone.add(step.id);
  }
  return steps.filter((step) => !gone.has(step.id));
}
