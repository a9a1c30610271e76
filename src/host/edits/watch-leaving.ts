import { workspace, type TextDocument } from 'vscode';
import type { DisposablePart } from '../review/disposable-part.ts';
import type { WantedFile } from './carry-out.ts';

export interface LeavingFiles extends DisposablePart {
  /** What the user has typed by now, by place. */
  typed(): ReadonlyMap<string, string>;
}

/**
 * Watches the files that an edit deletes: VS Code drops what is typed into one at that moment together
 * with the file, and asks nothing.
 */
export function watchLeaving(files: readonly WantedFile[]): LeavingFiles {
  const known = new Map<string, string | undefined>();
  const moved = new Set(files.map(({ from }) => from));
  for (const { uri, now, then } of files) {
    if (now.kind !== 'file' || then.kind !== 'missing' || moved.has(uri)) continue;
    known.set(uri, now.unsaved);
  }
  const typed = new Map<string, string>();
  const look = (document: TextDocument): void => {
    const uri = document.uri.toString();
    if (!known.has(uri) || !document.isDirty) return;
    const text = document.getText();
    if (text === known.get(uri)) typed.delete(uri);
    else typed.set(uri, text);
  };
  for (const document of workspace.textDocuments) look(document);
  const listening = workspace.onDidChangeTextDocument(({ document }) => {
    look(document);
  });
  return {
    typed: () => typed,
    dispose() {
      listening.dispose();
    },
  };
}
