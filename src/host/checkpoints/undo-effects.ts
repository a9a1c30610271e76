import type { Step } from './step-log.ts';

/** A step that is no undo, and whether an undo brings it in again or takes it out. */
export interface UndoEffect {
  readonly step: Step;
  readonly isIn: boolean;
}

/**
 * What an undo comes to, also the undo of an undo; nothing for any other step. What is taken out
 * comes first, newest first; then what comes in, oldest first.
 */
export function undoEffects(undo: Step, steps: readonly Step[]): readonly UndoEffect[] {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const effectsOf = ({ undoes }: Step): readonly UndoEffect[] =>
    undoes.flatMap((id) => {
      const undone = byId.get(id);
      if (undone === undefined) return [];
      if (undone.undoes.length === 0) return [{ step: undone, isIn: false }];
      return effectsOf(undone).map(({ step, isIn }) => ({ step, isIn: !isIn }));
    });
  const effects = effectsOf(undo);
  return [...effects.filter(({ isIn }) => !isIn).reverse(), ...effects.filter(({ isIn }) => isIn)];
}
