import { foldPath, isShortNameOf } from './path-spelling.ts';

interface Protected {
  /** Matches a folded path from one of its segments on; a trailing slash means what is below. */
  readonly path: string;
  readonly reason: string;
}

const editor = 'can make the editor run programs';
const agent = 'tells coding agents what to do';
const git = 'makes git run programs';
const build = 'runs as code when tools start';

/** Writing these runs code sooner or later; case is folded before they are compared. */
const protectedPaths: readonly Protected[] = [
  ...['settings', 'tasks', 'launch', 'mcp', 'extensions'].map((name) => ({
    path: `.vscode/${name}.json`,
    reason: editor,
  })),
  { path: '.vscode/', reason: editor },
  { path: '.devcontainer/', reason: editor },
  { path: '.devcontainer.json', reason: editor },
  { path: '.idea/', reason: editor },
  { path: '.zed/', reason: editor },
  ...[
    ...[
      'agents.md',
      'agents.override.md',
      'claude.md',
      'claude.local.md',
      'gemini.md',
      'copilot.md',
    ],
    ...['.cursor/', '.cursorrules', '.clinerules/', '.clinerules', '.windsurf/', '.windsurfrules'],
    ...[
      '.github/copilot-instructions.md',
      '.github/prompts/',
      '.github/instructions/',
      '.github/agents/',
    ],
    ...[
      '.github/chatmodes/',
      '.github/skills/',
      '.ratchet/',
      '.claude/',
      '.codex/',
      '.gemini/',
      '.kiro/',
    ],
    ...[
      '.roo/',
      '.roorules',
      '.continue/',
      '.aider.conf.yml',
      '.agents/',
      '.amazonq/',
      '.junie/',
      '.mcp.json',
    ],
    ...['.ratchetignore', 'llms.txt', 'skill.md'],
  ].map((path) => ({ path, reason: agent })),
  ...[
    '.gitattributes',
    '.gitmodules',
    '.gitconfig',
    '.husky/',
    '.githooks/',
    '.lefthook/',
    'lefthook.yml',
  ].map((path) => ({ path, reason: git })),
  ...['.pre-commit-config.yaml', '.lintstagedrc', '.lintstagedrc.json', 'commitlint.config.js'].map(
    (path) => ({ path, reason: git }),
  ),
  ...['.envrc', '.npmrc', '.yarnrc', '.yarnrc.yml', '.pnpmfile.cjs', '.pnp.cjs', 'bunfig.toml'].map(
    (path) => ({ path, reason: build }),
  ),
  ...[
    'conftest.py',
    'sitecustomize.py',
    'usercustomize.py',
    '.pypirc',
    'pip.conf',
    '.tool-versions',
  ].map((path) => ({ path, reason: build })),
  ...[
    '.cargo/',
    'mise.toml',
    '.mise.toml',
    '.yarn/',
    '.mvn/',
    'gradle/wrapper/',
    '.bashrc',
    '.zshrc',
  ].map((path) => ({ path, reason: build })),
  ...[
    '.bash_profile',
    '.profile',
    '.zshenv',
    '.zprofile',
    '.ssh/',
    '.aws/',
    '.gnupg/',
    '.kube/',
  ].map((path) => ({ path, reason: 'belongs to the user account' })),
  ...['.github/workflows/', '.github/actions/', '.gitlab-ci.yml', '.circleci/', 'jenkinsfile'].map(
    (path) => ({ path, reason: 'runs on the build servers' }),
  ),
  ...['.ci/', 'azure-pipelines.yml', 'bitbucket-pipelines.yml', '.travis.yml', '.buildkite/'].map(
    (path) => ({ path, reason: 'runs on the build servers' }),
  ),
];

/** Why a write to `path` must be asked about; undefined when it need not be. */
export function protectedReason(path: string): string | undefined {
  const segments = foldPath(path).split('/');
  for (const segment of segments) {
    if (segment.endsWith('.code-workspace')) return editor;
    if (/^[^~]{1,6}~\d/.test(segment) && shortNames.some((name) => isShortNameOf(segment, name))) {
      return 'may be the short name of a protected file';
    }
  }
  return protectedPaths.find((entry) => matches(segments, entry.path))?.reason;
}

/** True for anything inside a repository's own folder, however it is written. */
export function isGitInternal(path: string): boolean {
  return foldPath(path)
    .split('/')
    .some((segment) => segment === '.git' || isShortNameOf(segment, '.git'));
}

/** A pattern may begin at any segment: packages of a monorepo have such files too. */
function matches(segments: readonly string[], pattern: string): boolean {
  const below = pattern.endsWith('/');
  const wanted = pattern.replace(/\/$/, '').split('/');
  for (let start = 0; start + wanted.length <= segments.length; start++) {
    const found = wanted.every((name, index) => segments[start + index] === name);
    const end = start + wanted.length;
    if (found && (below || end === segments.length)) return true;
  }
  return false;
}

const shortNames = [
  ...new Set(protectedPaths.flatMap((entry) => entry.path.split('/').filter(Boolean))),
].map((name) => name.replace(/^\./, ''));
