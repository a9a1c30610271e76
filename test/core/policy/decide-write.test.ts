import assert from 'node:assert/strict';
import { decideWrite } from '../../../src/core/policy/decide-write.ts';

const inside = (asked: string, resolved = asked) => decideWrite({ asked, resolved, inside: true });

describe('decideWrite', () => {
  const mustAsk: readonly string[] = [
    ...['.vscode/settings.json', '.vscode/tasks.json', '.vscode/launch.json', '.vscode/mcp.json'],
    ...['.vscode/extensions.json', 'x.code-workspace', 'packages/a/.vscode/tasks.json'],
    ...['AGENTS.md', 'CLAUDE.md', 'src/AGENTS.md', '.cursor/rules/a.mdc', '.clinerules/a.md'],
    ...['.github/copilot-instructions.md', '.github/prompts/a.prompt.md', '.ratchet/rules.md'],
    ...[
      '.gitattributes',
      '.husky/pre-commit',
      '.envrc',
      '.npmrc',
      'conftest.py',
      'tests/conftest.py',
    ],
    ...['.github/workflows/ci.yml', '.devcontainer/devcontainer.json', '.mcp.json', '.gitmodules'],
    ...['.env', 'server.pem', '.ssh/config', '.ratchetignore'],
    // The same by other spellings.
    ...[
      '.VSCODE/Settings.JSON',
      '.vscode\\tasks.json',
      './x/../.vscode/tasks.json',
      '.vscode//tasks.json',
    ],
    ...['.vscode./tasks.json', '.vscode/tasks.json.', '.vscode/tasks.json ', '.vscode /tasks.json'],
    ...[
      '.vscode/tasks.json::$DATA',
      '.vscode::$INDEX_ALLOCATION/tasks.json',
      'agents.md',
      'Agents.MD',
    ],
    ...[
      '.vsсode/tasks.json',
      '.vscode/tаsks.json',
      '.ｖscode/tasks.json',
      '.vs\u200bcode/tasks.json',
    ],
    ...[
      'AGENTS\u00ad.md',
      '․vscode/tasks.json',
      'ＡGENTS.md',
      '.\u202evscode/tasks.json',
      'VSCODE~1/tasks.json',
    ],
  ];
  for (const path of mustAsk) {
    it(`asks about ${JSON.stringify(path)}`, () => {
      assert.equal(inside(path).kind, 'ask');
      assert.equal(inside('innocent.txt', path).kind, 'ask', 'behind a link');
      assert.equal(inside(path, 'innocent.txt').kind, 'ask', 'by the name asked for');
    });
  }

  const never: readonly string[] = [
    ...[
      '.git/config',
      '.git/hooks/pre-commit',
      '.git',
      'sub/.git/config',
      '.GIT/config',
      '.git./config',
    ],
    ...[
      '.git /config',
      '.git::$INDEX_ALLOCATION/config',
      'GIT~1/config',
      './a/../.git/config',
      '.gіt/config',
    ],
    ...['.git\\hooks\\post-checkout', '.g\u200cit/config'],
  ];
  for (const path of never) {
    it(`never writes ${JSON.stringify(path)}`, () => {
      assert.equal(inside(path).kind, 'never');
      assert.equal(inside('a.txt', path).kind, 'never');
    });
  }

  const free = [
    ...[
      'src/a.ts',
      'README.md',
      'package.json',
      '.gitignore',
      'src/settings.json',
      'docs/agents/x.md',
    ],
    ...[
      'src/.env.example',
      'vscode/tasks.json',
      'git/config',
      'src/git.ts',
      'a~1.txt',
      'größe/ñ.ts',
    ],
    ...['secrets.ts', 'src/secrets/store.ts', 'workflows/ci.yml', 'данные/файл.txt', '文件.md'],
  ];
  for (const path of free) {
    it(`lets ${path} through`, () => {
      assert.deepEqual(inside(path), { kind: 'allow' });
    });
  }

  it('refuses what lies outside', () => {
    const decision = decideWrite({ asked: 'link.txt', resolved: '/etc/passwd', inside: false });
    assert.equal(decision.kind, 'never');
  });

  it('asks about files with other names on the disk', () => {
    const target = { asked: 'a', resolved: 'a', inside: true, otherLinks: 1 };
    assert.equal(decideWrite(target).kind, 'ask');
  });

  it('asks about what the content does', () => {
    const target = { asked: 'package.json', resolved: 'package.json', inside: true };
    const decision = decideWrite({ ...target, concern: 'it changes package scripts' });
    assert.deepEqual(decision, { kind: 'ask', reason: 'it changes package scripts' });
  });
});
