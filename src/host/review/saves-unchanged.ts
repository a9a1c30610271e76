import { workspace, type TextDocument } from 'vscode';

/**
 * Whether saving a document leaves its text as it is. A proposal that is put into memory by itself
 * must not be formatted on the way, which nobody asked for; it is saved at the end only then.
 */
export function savesUnchanged(document: TextDocument): boolean {
  const editor = workspace.getConfiguration('editor', document);
  const files = workspace.getConfiguration('files', document);
  const actions = editor.get<Readonly<Record<string, unknown>>>('codeActionsOnSave', {});
  return (
    editor.get('formatOnSave') !== true &&
    Object.values(actions).every((when) => when === false || when === 'never') &&
    ['trimTrailingWhitespace', 'insertFinalNewline', 'trimFinalNewlines'].every(
      (name) => files.get(name) !== true,
    )
  );
}
