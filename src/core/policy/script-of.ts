import type { Argv } from './analyse-command.ts';
import { programName } from './argv-rule.ts';

const interpreters =
  /^(?:bash|sh|zsh|dash|ksh|fish|node|deno|bun|tsx|ts-node|python[\d.]*|ruby|perl|php|lua|pwsh|powershell)$/;

/** The script file a vector runs, as a path; undefined when it runs an installed program. */
export function scriptOf(argv: Argv): string | undefined {
  const [first = '', ...rest] = argv;
  if (/[\\/]/.test(first) && !first.startsWith('/')) return first;
  if (!interpreters.test(programName(first))) return undefined;
  const verbs = ['run', 'test'];
  return rest.find((word) => !word.startsWith('-') && !verbs.includes(word));
}
