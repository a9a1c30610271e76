import assert from 'node:assert/strict';
import { commands, extensions, workspace } from 'vscode';
import { commandIds } from '../../src/host/commands/command-ids.ts';

/** The part of `package.json` that others rely on. */
interface Manifest {
  readonly name: string;
  readonly publisher: string;
  readonly displayName: string;
  readonly main: string;
  readonly engines: { readonly vscode: string };
  readonly extensionKind: readonly string[];
  readonly activationEvents: readonly string[];
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly capabilities: {
    readonly untrustedWorkspaces: {
      readonly supported: string;
      readonly restrictedConfigurations: readonly string[];
    };
    readonly virtualWorkspaces: { readonly supported: string };
  };
  readonly contributes: {
    readonly commands: readonly {
      readonly command: string;
      readonly title: string;
      readonly category: string;
    }[];
    readonly configuration: {
      readonly properties: Readonly<
        Record<
          string,
          { readonly default: unknown; readonly scope: string; readonly enum?: readonly unknown[] }
        >
      >;
    };
    readonly viewsContainers: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly views: Readonly<
      Record<string, readonly { readonly id: string; readonly type?: string }[]>
    >;
    readonly menus: Readonly<
      Record<string, readonly { readonly command?: string; readonly submenu?: string }[]>
    >;
    readonly submenus: readonly { readonly id: string }[];
  };
}

/** What users, other extensions and measurements rely on: names only grow, and never change. */
const promisedCommands = [
  'openChat',
  'newTask',
  'stop',
  'explain',
  'fix',
  'refactor',
  'debug',
  'writeTests',
  'document',
  'reviewChanges',
  'writeCommitMessage',
  'addToChat',
  'keepAll',
  'undoAll',
  'keepHunk',
  'undoHunk',
  'keepFile',
  'undoFile',
  'restoreCheckpoint',
  'setApiKey',
  'signOut',
  'selectModel',
  'showHistory',
  'exportTask',
  'showLog',
];

/** `machine` settings cannot be set by a folder that was opened; `workspace` ones can. */
type Where = 'machine' | 'workspace';
const promisedSettings: readonly (readonly [key: string, where: Where, ...values: unknown[]])[] = [
  ['model', 'machine', 'gpt-5.5'],
  ['effort', 'workspace', 'medium', 'none', 'low', 'high', 'xhigh'],
  ['verbosity', 'workspace', 'low', 'medium', 'high'],
  ['endpoint.baseUrl', 'machine', 'https://api.openai.com/v1'],
  ['endpoint.headers', 'machine', {}],
  ['endpoint.idleTimeoutSeconds', 'machine', 300],
  ['context.window', 'machine', 272_000],
  ['review', 'machine', 'before', 'after'],
  ['commands.approval', 'machine', 'ask', 'rules', 'auto'],
  ['commands.allow', 'machine', []],
  ['commands.deny', 'machine', []],
  ['verify.commands', 'workspace', []],
  ['budget.usd', 'machine', 0],
  ['budget.steps', 'machine', 200],
  ['codeLens.enabled', 'workspace', true],
  ['prices', 'machine', {}],
  ['commands.sandbox', 'machine', 'auto', 'required', 'off'],
  ['webSearch', 'machine', false],
  ['serviceTier', 'machine', 'auto', 'default', 'flex', 'priority'],
  ['saveAfterKeep', 'workspace', true],
  ['enterSends', 'workspace', true],
  ['redactToolOutput', 'machine', true],
];

const promisedActivation = [
  'onLanguage',
  'onWebviewPanel:ratchet.chat',
  'onFileSystem:ratchet-proposal',
  'onFileSystem:ratchet-before',
];

describe('the manifest', () => {
  const extension = extensions.getExtension('ratchet.ratchet');
  assert.ok(extension);
  const manifest = extension.packageJSON as Manifest;
  const { contributes } = manifest;
  const declared = contributes.commands.map(({ command }) => command);
  const properties = Object.entries(contributes.configuration.properties);

  it('says who it is and what it runs on', () => {
    assert.deepEqual(
      [manifest.publisher, manifest.name, manifest.displayName, manifest.main],
      ['ratchet', 'ratchet', 'Ratchet', './dist/extension.js'],
    );
    assert.equal(manifest.engines.vscode, '^1.110.0');
    assert.match(manifest.devDependencies['@types/vscode'] ?? '', /^1\.110\.\d+$/);
    assert.deepEqual(manifest.extensionKind, ['workspace']);
    const { untrustedWorkspaces, virtualWorkspaces } = manifest.capabilities;
    assert.equal(untrustedWorkspaces.supported, 'limited');
    assert.equal(virtualWorkspaces.supported, 'limited');
  });

  it('is activated by what is promised and never by the start of VS Code', () => {
    // VS Code adds events of its own for what is contributed.
    for (const event of promisedActivation) {
      assert.ok(manifest.activationEvents.includes(event), event);
    }
    for (const event of ['*', 'onStartupFinished']) {
      assert.ok(!manifest.activationEvents.includes(event), event);
    }
  });

  it('has every promised command, and one handler for each it has', async () => {
    for (const name of promisedCommands) assert.ok(declared.includes(`ratchet.${name}`), name);
    assert.deepEqual([...declared].sort(), commandIds.map((id) => `ratchet.${id}`).sort());
    assert.equal(new Set(declared).size, declared.length);
    await extension.activate();
    const registered = new Set(await commands.getCommands(true));
    for (const command of declared) assert.ok(registered.has(command), command);
  });

  it('titles its commands as the palette groups them', () => {
    for (const { command, title, category } of contributes.commands) {
      assert.equal(category, 'Ratchet', command);
      assert.match(title, /^[A-Z]/, command);
    }
  });

  it('names only commands and submenus that exist in its menus', () => {
    const submenus = contributes.submenus.map(({ id }) => id);
    for (const [menu, entries] of Object.entries(contributes.menus)) {
      for (const { command, submenu } of entries) {
        if (command !== undefined) assert.ok(declared.includes(command), `${menu}: ${command}`);
        if (submenu !== undefined) assert.ok(submenus.includes(submenu), `${menu}: ${submenu}`);
      }
    }
  });

  it('has the promised view', () => {
    assert.ok(contributes.viewsContainers['activitybar']?.some(({ id }) => id === 'ratchet'));
    const [view] = contributes.views['ratchet'] ?? [];
    assert.deepEqual([view?.id, view?.type], ['ratchet.chat', 'webview']);
  });

  for (const [key, where, byDefault, ...others] of promisedSettings) {
    it(`has the setting ${key}`, () => {
      const found = contributes.configuration.properties[`ratchet.${key}`];
      assert.ok(found);
      assert.deepEqual(found.default, byDefault);
      assert.deepEqual(workspace.getConfiguration('ratchet').inspect(key)?.defaultValue, byDefault);
      if (where === 'machine') assert.equal(found.scope, 'machine');
      else assert.ok(['window', 'resource', 'language-overridable'].includes(found.scope));
      if (others.length === 0) return;
      for (const value of [byDefault, ...others]) {
        assert.ok(found.enum?.includes(value), String(value));
      }
    });
  }

  it('lets a folder that nobody trusts set nothing that runs or sends', () => {
    const restricted = manifest.capabilities.untrustedWorkspaces.restrictedConfigurations;
    for (const [key, { scope }] of properties) {
      const harmless = ['ratchet.codeLens.enabled', 'ratchet.enterSends'].includes(key);
      if (scope !== 'machine' && !harmless) assert.ok(restricted.includes(key), key);
    }
  });
});
