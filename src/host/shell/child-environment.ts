import path from 'node:path';

/** Names that carry secrets, by the words they are made of. */
const secretName =
  /(?:^|[_.:\-/])(?:\w*API_?KEYS?|\w*ACCESS_?KEYS?|PRIVATE_?KEYS?|KEYS?|\w*TOKENS?|\w*SECRETS?|PASS(?:PHRASE)?|\w*PASSWO?R?D|[A-Z]+_PWD|CREDENTIALS?|AUTH|COOKIE|JWT|PAT)(?:$|[_.:\-/])/i;

/** Values that carry a user and a password inside an address. */
const secretValue = /:\/\/[^/\s:@]*:[^/\s@]+@/;

/**
 * `VSCODE_*` and askpass hooks let a command steer the editor; `BASH_ENV` and `ENV` run files at the
 * start of every shell; `NODE_OPTIONS` carries the debugger of the extension host.
 */
const unwanted =
  /^(?:VSCODE_.*|ELECTRON_.*|GIT_ASKPASS|SSH_ASKPASS|BASH_ENV|ENV|NODE_OPTIONS|CI|FORCE_COLOR|CDPATH|BASH_FUNC_.*|PROMPT_COMMAND|GLOBIGNORE|SHELLOPTS|BASHOPTS)$/;

/** The path of the agent's socket holds nothing secret, and git over ssh needs it. */
const kept = new Set(['SSH_AUTH_SOCK']);

/** For programs that talk to a person: no pagers, no colours, no prompts. */
const quiet = {
  PAGER: 'cat',
  GIT_PAGER: 'cat',
  MANPAGER: 'cat',
  TERM: 'dumb',
  NO_COLOR: '1',
  GIT_TERMINAL_PROMPT: '0',
} as const;

/**
 * The environment a command gets: the host's without secrets and without hooks into the editor.
 * `roots` are the workspace's folders: programs in them never win the look-up over installed ones.
 */
export function childEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  roots: readonly string[],
  platform: NodeJS.Platform,
): Record<string, string> {
  const child: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value === undefined || unwanted.test(name)) continue;
    if (!kept.has(name) && (secretName.test(name) || secretValue.test(value))) continue;
    child[name] = /^path$/i.test(name) ? searchPath(value, roots, platform) : value;
  }
  Object.assign(child, quiet);
  if (platform === 'win32') child['NoDefaultCurrentDirectoryInExePath'] = '1';
  return child;
}

/** Absolute folders only, those of the workspace last. */
function searchPath(value: string, roots: readonly string[], platform: NodeJS.Platform): string {
  const paths = platform === 'win32' ? path.win32 : path.posix;
  const inWorkspace = (folder: string) =>
    roots.some((root) => {
      const way = paths.relative(root, folder);
      return way === '' || (!way.startsWith('..') && !paths.isAbsolute(way));
    });
  const folders = value.split(paths.delimiter).filter((folder) => paths.isAbsolute(folder));
  return [...folders.filter((folder) => !inWorkspace(folder)), ...folders.filter(inWorkspace)].join(
    paths.delimiter,
  );
}
