import { workspace, type TextDocument } from 'vscode';

/** How long VS Code gets to read a file again that something else wrote. */
const capMs = 2000;

/**
 * Whether a document shows a text that was read from the disk a moment ago. VS Code hears of what
 * other programs write a little later; an unedited document is given the time to follow.
 */
export async function catchUp(document: TextDocument, text: string): Promise<boolean> {
  const isOver = (): boolean => document.getText() === text || document.isDirty;
  if (!isOver()) {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const listening = workspace.onDidChangeTextDocument((event) => {
      if (event.document === document && isOver()) resolve(undefined);
    });
    const timer = setTimeout(resolve, capMs, undefined);
    await promise;
    clearTimeout(timer);
    listening.dispose();
  }
  return document.getText() === text;
}
