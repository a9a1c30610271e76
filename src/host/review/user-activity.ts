import { Disposable, TextEditorSelectionChangeKind, window, workspace } from 'vscode';
import type { DisposablePart } from './disposable-part.ts';

export interface UserActivity extends DisposablePart {
  /** Whether the user is at work in an editor: nothing may take its place or the focus now. */
  isBusy(): boolean;
}

/** How long after the last key or click an editor counts as being worked in. */
const busyMs = 8000;

export function watchActivity(isComposing: () => boolean): UserActivity {
  let last = -Infinity;
  const touched = (): void => {
    last = performance.now();
  };
  const listening = Disposable.from(
    workspace.onDidChangeTextDocument(({ document }) => {
      if (document === window.activeTextEditor?.document) touched();
    }),
    window.onDidChangeTextEditorSelection(({ textEditor, kind }) => {
      // Programs move selections too, without a kind.
      const byHand =
        kind === TextEditorSelectionChangeKind.Keyboard ||
        kind === TextEditorSelectionChangeKind.Mouse;
      if (byHand && textEditor === window.activeTextEditor) touched();
    }),
  );
  return {
    isBusy: () => isComposing() || performance.now() - last < busyMs,
    dispose: () => {
      listening.dispose();
    },
  };
}
