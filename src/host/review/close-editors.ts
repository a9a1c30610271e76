import {
  commands,
  TabInputText,
  TabInputTextDiff,
  window,
  workspace,
  type Tab,
  type Uri,
} from 'vscode';
import { openDocument } from '../edits/open-documents.ts';

export interface ClosingEditors {
  readonly belongs: (tab: Tab) => boolean;
  /** Texts that live in memory only, and are needed no more: they are saved, so that they go. */
  readonly isOurs: (uri: Uri) => boolean;
}

/**
 * Closes editors without VS Code's question whether to save, which nobody asked for. Unsaved text is
 * not lost by it: a file's stays before the user, in an editor of the file alone; one of ours that
 * cannot be saved stays where it is.
 */
export async function closeEditors({ belongs, isOurs }: ClosingEditors): Promise<void> {
  for (const document of workspace.textDocuments) {
    // VS Code calls a text clean that was typed in while it was saved; a clean one it leaves alone.
    if (isOurs(document.uri)) await document.save();
  }
  const found = (): readonly Tab[] =>
    window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(belongs);
  for (const tab of found()) {
    const uri = dirtySide(tab);
    if (uri !== undefined && !isOurs(uri)) await openAlone(uri, tab);
  }
  // Looked for anew: VS Code takes no tab that it has listed afresh in between.
  const closing = found().filter((tab) => {
    const uri = dirtySide(tab);
    return uri === undefined || !isOurs(uri);
  });
  if (closing.length > 0) await window.tabGroups.close(closing, true);
}

/** The file that VS Code would ask about; about several in one editor it asks nothing. */
function dirtySide({ input }: Tab): Uri | undefined {
  const uri =
    input instanceof TabInputTextDiff
      ? input.modified
      : input instanceof TabInputText
        ? input.uri
        : undefined;
  return uri !== undefined && openDocument(uri)?.isDirty === true ? uri : undefined;
}

/** In the place of a diff that goes; the user's focus stays where it is. */
async function openAlone(uri: Uri, { group, isActive }: Tab): Promise<void> {
  await commands.executeCommand('vscode.open', uri, {
    viewColumn: group.viewColumn,
    preserveFocus: true,
    preview: false,
    background: !isActive,
  });
}
