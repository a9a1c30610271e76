import type { Files } from '../ports.ts';
import type { Argv } from './analyse-command.ts';
import { parseRule } from './argv-rule.ts';
import type { ApprovalOptions } from './asking.ts';
import { type CommandDecision, decideCommand } from './decide-command.ts';
import { scriptOf } from './script-of.ts';

/** The decision on one command line, where a rule bound to a script counts only while it is as it was. */
export async function judgeCommand(
  command: string,
  options: ApprovalOptions,
  signal: AbortSignal,
): Promise<CommandDecision> {
  const rules = options.rules();
  const allow = await currentRules(rules.allow, options.files, signal);
  return decideCommand(command, { ...rules, allow });
}

/** The version of the script a vector runs; empty when it runs none that can be read. */
export async function scriptVersion(
  argv: Argv,
  workdir: string,
  files: Files,
  signal: AbortSignal,
): Promise<string> {
  const script = scriptOf(argv);
  if (script === undefined) return '';
  const path = workdir === '' ? script : `${workdir}/${script}`;
  const outcome = await files.read(path, signal);
  return outcome.kind === 'text' ? outcome.version : '';
}

async function currentRules(
  allow: readonly string[],
  files: Files,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const current = await Promise.all(
    allow.map(async (text) => {
      const rule = parseRule(text);
      if (rule?.scriptVersion === undefined) return [text];
      const argv = rule.words.map((word) => (word.kind === 'exact' ? word.value : '*'));
      const version = await scriptVersion(argv, '', files, signal);
      return version === rule.scriptVersion ? [text] : [];
    }),
  );
  return current.flat();
}
