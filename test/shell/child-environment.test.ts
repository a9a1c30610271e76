import assert from 'node:assert/strict';
import { childEnvironment } from '../../src/host/shell/child-environment.ts';

describe('childEnvironment', () => {
  const clean = (environment: Record<string, string>, platform: NodeJS.Platform = 'linux') =>
    childEnvironment(environment, ['/work/app'], platform);

  const secrets = [
    ...[
      'OPENAI_API_KEY',
      'openai_api_key',
      'AZURE_OPENAI_KEY',
      'AWS_SECRET_ACCESS_KEY',
      'AWS_ACCESS_KEY_ID',
    ],
    ...[
      'GITHUB_TOKEN',
      'GH_TOKEN',
      'NPM_TOKEN',
      'NODE_AUTH_TOKEN',
      'CLIENT_SECRET',
      'DB_PASSWORD',
      'PGPASSWORD',
    ],
    ...[
      'SSH_PRIVATE_KEY',
      'npm_config_//registry.example/:_authToken',
      'npm_config__auth',
      'SESSION_COOKIE',
    ],
    ...['MYSQL_PWD', 'GOOGLE_APPLICATION_CREDENTIALS', 'APIKEY', 'STRIPE_KEY', 'JWT', 'GITHUB_PAT'],
  ];
  for (const name of secrets) {
    it(`drops ${name}`, () => {
      assert.ok(!(name in clean({ [name]: 'canary' })));
    });
  }

  const hooks = ['VSCODE_IPC_HOOK_CLI', 'ELECTRON_RUN_AS_NODE', 'GIT_ASKPASS', 'BASH_ENV', 'ENV'];
  for (const name of [...hooks, 'NODE_OPTIONS', 'CI', 'FORCE_COLOR', 'BASH_FUNC_ls%%']) {
    it(`drops ${name}, which changes what commands do`, () => {
      assert.ok(!(name in clean({ [name]: '1' })));
    });
  }

  const kept = [
    'HOME',
    'LANG',
    'SSH_AUTH_SOCK',
    'JAVA_HOME',
    'KEYBOARD',
    'TOKENIZERS_PARALLELISM',
    'MONKEY',
    'XAUTHORITY',
    'AUTHOR',
    'COMPASS_HOME',
  ];
  for (const name of kept) {
    it(`keeps ${name}`, () => {
      assert.equal(clean({ [name]: 'x' })[name], 'x');
    });
  }

  it('drops addresses that carry a password, whatever they are called', () => {
    assert.ok(!('DATABASE' in clean({ DATABASE: 'postgres://me:secret@db/x' })));
    assert.equal(clean({ DATABASE: 'postgres://db/x' })['DATABASE'], 'postgres://db/x');
  });

  it('looks programs up in installed folders first and never in relative ones', () => {
    const value = '/work/app/node_modules/.bin::.:bin:/usr/bin:/work/application/bin';
    assert.equal(
      clean({ PATH: value })['PATH'],
      '/usr/bin:/work/application/bin:/work/app/node_modules/.bin',
    );
    const windows = childEnvironment({ Path: 'C:\\app\\bin;.;C:\\Windows' }, ['C:\\app'], 'win32');
    assert.equal(windows['Path'], 'C:\\Windows;C:\\app\\bin');
    assert.equal(windows['NoDefaultCurrentDirectoryInExePath'], '1');
  });

  it('asks programs to be quiet', () => {
    assert.equal(clean({ PAGER: 'less', TERM: 'xterm' })['PAGER'], 'cat');
    assert.equal(clean({})['TERM'], 'dumb');
  });
});
