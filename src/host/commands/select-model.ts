import * as vscode from 'vscode';
import { settingsSection } from '../settings.ts';

const known: readonly vscode.QuickPickItem[] = [
  { label: 'gpt-5.5', description: 'The default' },
  { label: 'gpt-5.5-pro', description: 'More thorough, slower and dearer' },
];

/** Offers the known models, those the account lists, and any id typed. */
export async function selectModel(listModels: () => Promise<readonly string[]>): Promise<void> {
  const picker = vscode.window.createQuickPick();
  const configuration = vscode.workspace.getConfiguration(settingsSection);
  picker.title = 'Ratchet: Select Model';
  picker.placeholder = `Now ${configuration.get<string>('model') ?? ''}. Pick one or type an id.`;
  picker.items = known;
  picker.busy = true;
  let listed: readonly vscode.QuickPickItem[] = known;
  const show = (): void => {
    const typed = picker.value.trim();
    const fresh = typed !== '' && !listed.some((item) => item.label === typed);
    picker.items = [...listed, ...(fresh ? [{ label: typed, description: 'Use this id' }] : [])];
  };
  picker.onDidChangeValue(show);
  void listModels().then((ids) => {
    const more = ids.filter((id) => !known.some((item) => item.label === id));
    listed = [...known, ...more.map((label) => ({ label }))];
    picker.busy = false;
    show();
  });
  const chosen = await new Promise<string | undefined>((resolve) => {
    picker.onDidAccept(() => {
      resolve(picker.selectedItems[0]?.label);
      picker.hide();
    });
    picker.onDidHide(() => {
      resolve(undefined);
    });
    picker.show();
  });
  picker.dispose();
  if (chosen) await configuration.update('model', chosen, vscode.ConfigurationTarget.Global);
}
