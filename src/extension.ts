import * as vscode from 'vscode';
import type { RatchetApi } from './api.ts';
import type { Engine } from './engine.ts';
import { commandIds } from './host/commands/command-ids.ts';
import { createApi } from './host/create-api.ts';
import { registerLazyFileSystem } from './host/lazy-file-system.ts';
import { codeActionKinds, codeActions } from './host/lens/code-actions.ts';
import { CodeLenses } from './host/lens/code-lenses.ts';
import { Log } from './host/log.ts';
import { needsRecovery } from './host/checkpoints/needs-recovery.ts';

/** Registers everything; what does the work is loaded when it is first needed. */
export function activate(context: vscode.ExtensionContext): RatchetApi {
  const log = new Log();
  let loading: Promise<Engine> | undefined;
  const engine = (): Promise<Engine> =>
    (loading ??= import('./engine.ts').then((module) => module.createEngine(context, log)));
  const lenses = new CodeLenses();
  const documents: vscode.DocumentSelector = [{ scheme: 'file' }, { scheme: 'vscode-vfs' }];

  context.subscriptions.push(
    log,
    ...commandIds.map((id) =>
      vscode.commands.registerCommand(`ratchet.${id}`, async (...args: unknown[]) =>
        (await engine()).commands[id](...args),
      ),
    ),
    vscode.window.registerWebviewViewProvider('ratchet.chat', {
      resolveWebviewView: async (view) => {
        (await engine()).panel.attachView(view);
      },
    }),
    vscode.window.registerWebviewPanelSerializer('ratchet.chat', {
      deserializeWebviewPanel: async (tab) => {
        (await engine()).panel.attachTab(tab);
      },
    }),
    registerLazyFileSystem('ratchet-proposal', async () => (await engine()).proposals, {
      isReadonly: false,
    }),
    registerLazyFileSystem('ratchet-before', async () => (await engine()).befores, {
      isReadonly: true,
    }),
    vscode.languages.registerCodeLensProvider(documents, lenses),
    vscode.languages.registerCodeActionsProvider(documents, codeActions, {
      providedCodeActionKinds: codeActionKinds,
    }),
    lenses.listen(),
  );
  // What a kill cut short is put right before anything else is done; without one, nothing is loaded.
  if (needsRecovery((context.storageUri ?? context.globalStorageUri).fsPath)) void engine();
  return createApi(engine);
}
