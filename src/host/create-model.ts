import * as vscode from 'vscode';
import type { Clock, Model } from '../core/ports.ts';
import { createResponsesModel } from '../model/responses-model.ts';
import { listModels, type ModelsAnswer } from '../model/list-models.ts';
import type { DowngradeStore, ModelOptions, RetryWaits } from '../model/options.ts';
import { watchPrefix } from '../model/watch-prefix.ts';
import type { ApiKey } from './api-key.ts';
import { readSettings } from './settings.ts';

const downgradesKey = 'ratchet.downgrades';

export interface ModelParts {
  readonly key: ApiKey;
  readonly clock: Clock;
  readonly waits: RetryWaits;
  readonly context: vscode.ExtensionContext;
  readonly log: (line: string) => void;
}

/** The model client with VS Code's settings, secrets and fetch (which honours `http.proxy`). */
export function createModel(parts: ModelParts): {
  readonly model: Model;
  readonly list: (signal: AbortSignal) => Promise<ModelsAnswer>;
} {
  const { context, log } = parts;
  const options: ModelOptions = {
    settings: () => {
      const settings = readSettings();
      const organization = process.env['OPENAI_ORG_ID'];
      const project = process.env['OPENAI_PROJECT_ID'];
      return {
        ...settings,
        ...(organization ? { organization } : {}),
        ...(project ? { project } : {}),
      };
    },
    key: (origin) => parts.key.forRequest(origin),
    clock: parts.clock,
    downgrades: downgradeStore(context.globalState),
    waits: parts.waits,
    fetch: globalThis.fetch,
    userAgent: `Ratchet/${(context.extension.packageJSON as { version: string }).version}`,
    log,
    loadTokenizer: async () => (await import('../model/o200k.ts')).countO200k,
  };
  const model = createResponsesModel(options);
  const development = context.extensionMode !== vscode.ExtensionMode.Production;
  return {
    model: development
      ? watchPrefix(model, (difference) => {
          throw new Error(`The prefix rule is broken: ${JSON.stringify(difference)}`);
        })
      : model,
    list: (signal) => listModels(options, signal),
  };
}

/** What endpoints turned out not to take, remembered from window to window. */
function downgradeStore(state: vscode.Memento): DowngradeStore {
  type Stored = Readonly<Record<string, ReturnType<DowngradeStore['read']>>>;
  const read = (): Stored => state.get<Stored>(downgradesKey, {});
  return {
    read: (origin) => read()[origin] ?? [],
    add: (origin, downgrade) => {
      const stored = read();
      const known = stored[origin] ?? [];
      if (known.includes(downgrade)) return;
      void state.update(downgradesKey, { ...stored, [origin]: [...known, downgrade] });
    },
  };
}
