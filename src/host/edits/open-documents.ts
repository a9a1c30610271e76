import { Range, workspace, WorkspaceEdit, type TextDocument, type Uri } from 'vscode';
import type { TextEdit } from '../../core/edits/hunk.ts';
import { minimalEdits } from '../../core/edits/minimal-edits.ts';
import { positionsIn } from './text-positions.ts';

/**
 * VS Code's list of documents by address, kept by its events. The one state that modules share: the
 * list is VS Code's own, and to look through it for each of a thousand files takes minutes.
 */
const documents = createDocumentIndex();

/** The document VS Code has open for a place, in an editor or in the background. */
export function openDocument(uri: Uri): TextDocument | undefined {
  return documents.find(uri.toString());
}

function createDocumentIndex(): { find(key: string): TextDocument | undefined } {
  let known: Map<string, TextDocument> | undefined;
  const watch = (): Map<string, TextDocument> => {
    const byUri = new Map<string, TextDocument>();
    const add = (document: TextDocument): void => {
      byUri.set(document.uri.toString(), document);
    };
    // For as long as the extension host lives, as the list itself.
    workspace.onDidOpenTextDocument(add);
    workspace.onDidCloseTextDocument((document) => {
      const key = document.uri.toString();
      if (byUri.get(key) === document) byUri.delete(key);
    });
    workspace.textDocuments.forEach(add);
    return byUri;
  };
  return {
    find(key) {
      known ??= watch();
      const document = known.get(key);
      return document?.isClosed === true ? undefined : document;
    },
  };
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
