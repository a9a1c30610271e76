import { Range, workspace, WorkspaceEdit, type TextDocument, type Uri } from 'vscode';
import type { TextEdit } from '../../core/edits/hunk.ts';
import { minimalEdits } from '../../core/edits/minimal-edits.ts';
import { positionsIn } from './text-positions.ts';

/** The document VS Code has open for a place, in an editor or in the background. */
export function openDocument(uri: Uri): TextDocument | undefined {
  const key = uri.toString();
  return workspace.textDocuments.find(
    (document) => !document.isClosed && document.uri.toString() === key,
  );
}

/** Adds the edits that turn a document's text into another, touching no line that stays. */
export function addTextEdits(
  edit: WorkspaceEdit,
  uri: Uri,
  from: string,
  to: string,
  edits: readonly TextEdit[] = minimalEdits(from, to),
): void {
  const positions = positionsIn(from);
  for (const { start, end, text } of edits) {
    edit.replace(uri, new Range(positions(start), positions(end)), text);
  }
}

/** Changes an open document's text. False when it changed in between, and then nothing was done. */
export async function setText(document: TextDocument, text: string): Promise<boolean> {
  const current = document.getText();
  if (current === text) return true;
  const edit = new WorkspaceEdit();
  addTextEdits(edit, document.uri, current, text);
  return workspace.applyEdit(edit);
}
