import type { UndoOutcome, UndoScope } from './undo-steps.ts';

type Undo = (taskId: string, scope: UndoScope, over: AbortSignal) => Promise<UndoOutcome>;

export type UndoTurns = (taskId: string, scope: UndoScope) => Promise<UndoOutcome>;

interface Turn {
  readonly scope: string;
  readonly over: AbortController;
  readonly outcome: Promise<UndoOutcome>;
}

/**
 * One undo of a task at a time. Asked for the same while one goes on, its question is put again
 * (`askAgain`); asked for another, the one before ends without an answer.
 */
export function createUndoTurns(undo: Undo, askAgain: () => void): UndoTurns {
  const turns = new Map<string, Turn>();
  const begin = (taskId: string, scope: UndoScope): Promise<UndoOutcome> => {
    const over = new AbortController();
    const outcome = undo(taskId, scope, over.signal);
    const turn: Turn = { scope: JSON.stringify(scope), over, outcome };
    turns.set(taskId, turn);
    const end = (): void => {
      if (turns.get(taskId) === turn) turns.delete(taskId);
    };
    outcome.then(end, end);
    return outcome;
  };
  return async (taskId: string, scope: UndoScope): Promise<UndoOutcome> => {
    for (let turn = turns.get(taskId); turn !== undefined; turn = turns.get(taskId)) {
      if (turn.scope === JSON.stringify(scope)) {
        askAgain();
        return { kind: 'cancelled' };
      }
      turn.over.abort();
      await turn.outcome.catch(() => undefined);
    }
    return begin(taskId, scope);
  };
}
