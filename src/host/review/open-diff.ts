import {
  commands,
  TabInputTextDiff,
  window,
  type Tab,
  type TextDocumentShowOptions,
  type Uri,
} from 'vscode';

export interface OpenDiffOptions extends TextDocumentShowOptions {
  /** Behind the editor that is active. */
  readonly background?: boolean;
}

/**
 * Opens VS Code's diff editor, and resolves when it is there or another editor took its place: VS
 * Code 1.110 never answers for a diff that goes before it is computed.
 */
export async function openDiff(
  original: Uri,
  modified: Uri,
  title: string,
  options: OpenDiffOptions,
): Promise<void> {
  const inFront = (): number =>
    window.tabGroups.all.filter(({ activeTab }) => isDiff(activeTab, original, modified)).length;
  const { promise: overtaken, resolve } = Promise.withResolvers<undefined>();
  let most = inFront();
  const listening = window.tabGroups.onDidChangeTabs(() => {
    const now = inFront();
    if (now < most) resolve(undefined);
    most = Math.max(most, now);
  });
  const opened = commands.executeCommand('vscode.diff', original, modified, title, options);
  try {
    await Promise.race([opened, overtaken]);
  } finally {
    listening.dispose();
  }
}

function isDiff(tab: Tab | undefined, original: Uri, modified: Uri): boolean {
  return (
    tab?.input instanceof TabInputTextDiff &&
    tab.input.original.toString() === original.toString() &&
    tab.input.modified.toString() === modified.toString()
  );
}
