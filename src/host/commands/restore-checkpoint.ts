import * as vscode from 'vscode';
import type { UndoOutcome, UndoScope } from '../review/undo-steps.ts';
import type { OpenTask } from '../tasks/tasks.ts';

type Undo = (taskId: string, scope: UndoScope) => Promise<UndoOutcome>;

interface ScopeItem extends vscode.QuickPickItem {
  readonly scope: UndoScope;
}

/**
 * Takes back what a task changed: since a message (named by its id, as the panel does), or as the
 * user picks. What the user changed since stays.
 */
export async function restoreCheckpoint(
  task: OpenTask | undefined,
  undo: Undo,
  messageId: unknown,
): Promise<void> {
  if (!task) {
    void vscode.window.showInformationMessage('Open a task first: its checkpoints are restored.');
    return;
  }
  const scope =
    typeof messageId === 'string' ? ({ kind: 'message', messageId } as const) : await pick(task);
  if (scope) await carryOut(task, undo, scope);
}

async function pick(task: OpenTask): Promise<UndoScope | undefined> {
  const messages = task.session.snapshot().filter((event) => event.type === 'user');
  const items: readonly ScopeItem[] = [
    {
      label: 'Undo everything this task changed',
      scope: { kind: 'task' },
    },
    ...messages.toReversed().map(({ text, messageId }) => ({
      label: `Back to before: ${text.split('\n', 1)[0] ?? ''}`,
      scope: { kind: 'message', messageId } as const,
    })),
    {
      label: 'Bring back what was undone last',
      scope: { kind: 'undo' },
    },
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: 'Ratchet: Restore Checkpoint',
    placeHolder: 'Your own edits since then are kept.',
  });
  return picked?.scope;
}

async function carryOut(task: OpenTask, undo: Undo, scope: UndoScope): Promise<void> {
  await task.session.stop();
  const outcome = await undo(task.id, scope);
  switch (outcome.kind) {
    case 'cancelled':
      return;
    case 'nothing':
      void vscode.window.showInformationMessage('There is nothing to restore.');
      return;
    case 'failed':
      void vscode.window.showErrorMessage(outcome.message);
      return;
    case 'done': {
      const files = outcome.step.transitions.length;
      const what = files === 1 ? '1 file was' : `${files} files were`;
      const back = scope.kind === 'undo';
      task.session.record({
        type: 'notice',
        message: back ? `${what} brought back.` : `${what} restored.`,
      });
      if (back) return;
      const undoIt = 'Undo';
      const answer = await vscode.window.showInformationMessage(`${what} restored.`, undoIt);
      if (answer === undoIt) await carryOut(task, undo, { kind: 'undo' });
    }
  }
}
