import * as vscode from 'vscode';
import { catalogue, type ModelFacts } from '../../model/catalogue.ts';
import type { ModelsAnswer } from '../../model/list-models.ts';
import { settingsSection } from '../settings.ts';

/** Offers the known models, those the account lists, and any id typed. False when none is taken. */
export async function selectModel(
  listModels: (signal: AbortSignal) => Promise<ModelsAnswer>,
): Promise<boolean> {
  const picker = vscode.window.createQuickPick();
  const configuration = vscode.workspace.getConfiguration(settingsSection);
  const closed = new AbortController();
  let listed = catalogue.map(toItem);
  const show = (): void => {
    const typed = picker.value.trim();
    const fresh = typed !== '' && !listed.some((item) => item.label === typed);
    picker.items = [...listed, ...(fresh ? [{ label: typed, description: 'Use this id' }] : [])];
  };
  picker.title = 'Ratchet: Select Model';
  picker.placeholder = `Now ${configuration.get<string>('model') ?? ''}. Pick one or type an id.`;
  picker.busy = true;
  show();
  picker.onDidChangeValue(show);
  const loading = listModels(closed.signal).then((answer) => {
    picker.busy = false;
    if (answer.kind === 'failure') {
      picker.title = `Ratchet: Select Model (${answer.failure.message})`;
      return;
    }
    listed = answer.models.map(toItem);
    show();
  });
  // Rejects only because the picker was closed before the answer came.
  loading.catch(() => undefined);
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
  closed.abort();
  picker.dispose();
  if (!chosen) return false;
  await configuration.update('model', chosen, vscode.ConfigurationTarget.Global);
  return true;
}

function toItem({ id, name, price }: ModelFacts): vscode.QuickPickItem {
  const cost = price ? `$${price.input} in, $${price.output} out per million tokens` : '';
  return {
    label: id,
    ...(name === id ? {} : { description: name }),
    ...(cost ? { detail: cost } : {}),
  };
}
