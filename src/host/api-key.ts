import * as vscode from 'vscode';
import { isLoopback } from '../model/endpoint.ts';

const secretName = 'ratchet.apiKey';
const defaultOrigin = 'https://api.openai.com';

/** The stored key and the origins the user entered or confirmed it for. */
interface StoredKey {
  readonly key: string;
  readonly origins: readonly string[];
}

export type KeyAnswer =
  | { readonly kind: 'key'; readonly value: string }
  | { readonly kind: 'none' }
  /** The user was asked and has not confirmed this host. */
  | { readonly kind: 'notConfirmed'; readonly host: string };

/**
 * The API key: in SecretStorage, else in the environment. It is bound to the origin it was entered
 * for; another one, wherever it comes from, gets no key before the user has confirmed the host.
 */
export class ApiKey {
  readonly #secrets: vscode.SecretStorage;
  /** Origins confirmed for the environment's key; asked again in every window. */
  readonly #confirmed = new Set<string>();

  constructor(secrets: vscode.SecretStorage) {
    this.#secrets = secrets;
  }

  get onDidChange(): vscode.Event<vscode.SecretStorageChangeEvent> {
    return this.#secrets.onDidChange;
  }

  async exists(): Promise<boolean> {
    return (await this.isStored()) || environmentKey() !== undefined;
  }

  async isStored(): Promise<boolean> {
    return (await this.#stored()) !== undefined;
  }

  /** The key for one request to `baseUrl`; asks the user about an origin it was not entered for. */
  async forRequest(baseUrl: string): Promise<KeyAnswer> {
    const url = new URL(baseUrl);
    const stored = await this.#stored();
    if (stored) {
      if (stored.origins.includes(url.origin)) return { kind: 'key', value: stored.key };
      if (!(await confirmHost(url))) return { kind: 'notConfirmed', host: url.host };
      await this.#store({ key: stored.key, origins: [...stored.origins, url.origin] });
      return { kind: 'key', value: stored.key };
    }
    const value = environmentKey();
    if (value === undefined) return { kind: 'none' };
    if (isEnvironmentOrigin(url) || this.#confirmed.has(url.origin)) return { kind: 'key', value };
    if (!(await confirmHost(url))) return { kind: 'notConfirmed', host: url.host };
    this.#confirmed.add(url.origin);
    return { kind: 'key', value };
  }

  /** Asks for a key and stores it for the origin of `baseUrl`. False when the user backs out. */
  async ask(baseUrl: string): Promise<boolean> {
    const { host, origin } = new URL(baseUrl);
    const key = await vscode.window.showInputBox({
      title: 'Ratchet: Set API Key',
      prompt: `The key for ${host}. It is kept in VS Code's secret storage and sent to this host only.`,
      password: true,
      ignoreFocusOut: true,
      validateInput: (text) =>
        /^[\x21-\x7e]*$/.test(text.trim())
          ? undefined
          : 'A key has no spaces or special characters.',
    });
    if (!key?.trim()) return false;
    await this.#store({ key: key.trim(), origins: [origin] });
    return true;
  }

  async delete(): Promise<void> {
    await this.#secrets.delete(secretName);
  }

  async #stored(): Promise<StoredKey | undefined> {
    const text = await this.#secrets.get(secretName);
    return text === undefined ? undefined : (JSON.parse(text) as StoredKey);
  }

  async #store(stored: StoredKey): Promise<void> {
    await this.#secrets.store(secretName, JSON.stringify(stored));
  }
}

function environmentKey(): string | undefined {
  return process.env['OPENAI_API_KEY']?.trim() || undefined;
}

/** The environment's own address, the default one, or this machine. */
function isEnvironmentOrigin(url: URL): boolean {
  const fromEnvironment = process.env['OPENAI_BASE_URL'];
  const origins = [defaultOrigin, ...(fromEnvironment ? [new URL(fromEnvironment).origin] : [])];
  return origins.includes(url.origin) || isLoopback(url.hostname);
}

async function confirmHost(url: URL): Promise<boolean> {
  const send = 'Send Key';
  const answer = await vscode.window.showWarningMessage(
    `Send your API key to ${url.host}?`,
    {
      modal: true,
      detail: `The endpoint is set to ${url.origin}, which is not where this key was entered for. Confirm only when you set this address yourself.`,
    },
    send,
  );
  return answer === send;
}
