import * as vscode from 'vscode';
import type { Effort, Verbosity } from '../core/ports.ts';
import type { PriceOverrides } from '../model/catalogue.ts';

/** The settings of the manifest, read whole; the manifest holds the defaults. */
export interface Settings {
  readonly model: string;
  readonly effort: Effort;
  readonly verbosity: Verbosity;
  readonly baseUrl: string;
  /** True when the base URL came from `OPENAI_BASE_URL` rather than from a setting. */
  readonly baseUrlFromEnvironment: boolean;
  readonly headers: Readonly<Record<string, string>>;
  readonly idleTimeoutMs: number;
  readonly contextWindow: number;
  readonly review: 'before' | 'after';
  readonly approval: 'ask' | 'rules' | 'auto';
  readonly allow: readonly string[];
  readonly deny: readonly string[];
  readonly verifyCommands: readonly string[];
  readonly budgetUsd: number;
  readonly budgetSteps: number;
  readonly sandbox: 'auto' | 'required' | 'off';
  readonly prices: PriceOverrides;
  readonly webSearch: boolean;
  readonly serviceTier: 'auto' | 'default' | 'flex' | 'priority';
  readonly saveAfterKeep: boolean;
  readonly enterSends: boolean;
  readonly redactToolOutput: boolean;
}

/** The manifest's keys that are read here, with the types it gives them. */
interface Values {
  readonly model: string;
  readonly effort: Effort;
  readonly verbosity: Verbosity;
  readonly 'endpoint.headers': Readonly<Record<string, string>>;
  readonly 'endpoint.idleTimeoutSeconds': number;
  readonly 'context.window': number;
  readonly review: 'before' | 'after';
  readonly 'commands.approval': 'ask' | 'rules' | 'auto';
  readonly 'commands.allow': readonly string[];
  readonly 'commands.deny': readonly string[];
  readonly 'commands.sandbox': 'auto' | 'required' | 'off';
  readonly 'verify.commands': readonly string[];
  readonly 'budget.usd': number;
  readonly 'budget.steps': number;
  readonly prices: PriceOverrides;
  readonly webSearch: boolean;
  readonly serviceTier: 'auto' | 'default' | 'flex' | 'priority';
  readonly saveAfterKeep: boolean;
  readonly enterSends: boolean;
  readonly redactToolOutput: boolean;
}

export const settingsSection = 'ratchet';

export function readSettings(): Settings {
  const configuration = vscode.workspace.getConfiguration(settingsSection);
  // The manifest gives every key a default of its own type, so a value is always there.
  const get = <Key extends keyof Values>(key: Key): Values[Key] =>
    configuration.get(key) as Values[Key];
  const inspected = configuration.inspect<string>('endpoint.baseUrl');
  const configured = inspected?.globalValue;
  const fromEnvironment = process.env['OPENAI_BASE_URL'];
  return {
    model: get('model'),
    effort: get('effort'),
    verbosity: get('verbosity'),
    baseUrl: configured ?? fromEnvironment ?? inspected?.defaultValue ?? '',
    baseUrlFromEnvironment: configured === undefined && fromEnvironment !== undefined,
    headers: get('endpoint.headers'),
    idleTimeoutMs: get('endpoint.idleTimeoutSeconds') * 1000,
    contextWindow: get('context.window'),
    review: get('review'),
    approval: get('commands.approval'),
    allow: get('commands.allow'),
    deny: get('commands.deny'),
    verifyCommands: stringsOf(get('verify.commands')),
    budgetUsd: get('budget.usd'),
    budgetSteps: get('budget.steps'),
    sandbox: get('commands.sandbox'),
    prices: get('prices'),
    webSearch: get('webSearch'),
    serviceTier: get('serviceTier'),
    saveAfterKeep: get('saveAfterKeep'),
    enterSends: get('enterSends'),
    redactToolOutput: get('redactToolOutput'),
  };
}

/** Where requests go as far as the settings say, whatever the environment does. */
export function usualBaseUrl(): string {
  const inspected = vscode.workspace
    .getConfiguration(settingsSection)
    .inspect<string>('endpoint.baseUrl');
  return inspected?.globalValue ?? inspected?.defaultValue ?? '';
}

/** A workspace's settings file may hold anything under a key. */
function stringsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}

/**
 * In a remote window a cloned repository's dev container can set machine settings, so the ones that
 * widen what may happen are named to the user when they differ from their defaults.
 */
export function remoteOverrides(): readonly string[] {
  if (vscode.env.remoteName === undefined) return [];
  const configuration = vscode.workspace.getConfiguration(settingsSection);
  const watched = [
    'review',
    'commands.approval',
    'commands.allow',
    'commands.sandbox',
    'endpoint.baseUrl',
    'endpoint.headers',
  ];
  return watched
    .filter((key) => {
      const found = configuration.inspect(key);
      return (
        found?.globalValue !== undefined &&
        JSON.stringify(found.globalValue) !== JSON.stringify(found.defaultValue)
      );
    })
    .map((key) => `${settingsSection}.${key}`);
}
