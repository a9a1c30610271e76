import { mirrored } from './file-changes.ts';
import { isThere, placeOf, type FileHistories, type KnownChange } from './file-histories.ts';
import { standingSteps } from './standing-steps.ts';
import type { Step } from './step-log.ts';
import { undoEffects, type UndoEffect } from './undo-effects.ts';

/**
 * What there is to take back of a step, in this order: what it did itself, and of an undo also what
 * it had no file for at the time, since another step had removed it.
 */
export function changesToTake(
  step: Step,
  steps: readonly Step[],
  histories: FileHistories,
): readonly KnownChange[] {
  const at = steps.indexOf(step);
  const [before, after] = [at, at + 1].map(
    (count) => new Set(standingSteps(steps.slice(0, count))),
  );
  const wasAway = ({ file }: KnownChange): boolean =>
    [placeOf(file, at), placeOf(file, at + 1)].every((place) => place === undefined) &&
    [before, after].every((standing) => standing !== undefined && !isThere(file, standing));
  const changesOf = (effect: UndoEffect): readonly KnownChange[] =>
    (histories.get(effect.step) ?? []).filter(wasAway);
  const effects = undoEffects(step, steps);
  return [
    ...(histories.get(step) ?? []),
    // What it brought in goes first, newest first; then comes in what it had taken out, oldest first.
    ...effects
      .filter(({ isIn }) => isIn)
      .reverse()
      .flatMap(changesOf),
    ...effects
      .filter(({ isIn }) => !isIn)
      .reverse()
      .flatMap((effect) => [...changesOf(effect)].reverse())
      .map((known) => ({ ...known, change: mirrored(known.change), isAgain: true as const })),
  ];
}
