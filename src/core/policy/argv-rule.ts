import { parse } from 'unbash';
import type { Argv } from './analyse-command.ts';

/**
 * A rule is an argument vector written as a command: `git status`, `npm run *`, `node --test **`.
 * A bare `*` stands for one argument, a bare `**` at the end for any number. Neither stands for an
 * option (an argument that begins with `-`), since options are where the danger is; quotes make a
 * star mean itself. Text after `#sha256=` binds the rule to a script's content.
 */
export interface ArgvRule {
  readonly text: string;
  readonly words: readonly RuleWord[];
  /** The script's version when the rule was made. */
  readonly scriptVersion?: string;
}
type RuleWord =
  | { readonly kind: 'exact'; readonly value: string }
  | { readonly kind: 'one' }
  | { readonly kind: 'rest' };

/** Undefined when the text is no plain argument vector; such a rule allows nothing. */
export function parseRule(text: string): ArgvRule | undefined {
  const [command = '', version] = text.split(/\s+#sha256=/);
  const script = parse(command);
  const [statement] = script.commands;
  if (script.commands.length !== 1 || (script.errors?.length ?? 0) > 0) return undefined;
  const node = statement?.command;
  if (node?.type !== 'Command' || !node.name || statement?.background) return undefined;
  if (node.prefix.length > 0 || node.redirects.length > 0) return undefined;
  const words: RuleWord[] = [];
  for (const word of [node.name, ...node.args]) {
    if (word.type !== 'Word') return undefined;
    if (word.text === '**') words.push({ kind: 'rest' });
    else if (word.text === '*') words.push({ kind: 'one' });
    else words.push({ kind: 'exact', value: word.value });
  }
  const rest = words.findIndex((word) => word.kind === 'rest');
  if (words[0]?.kind !== 'exact' || (rest >= 0 && rest < words.length - 1)) return undefined;
  return { text, words, ...(version === undefined ? {} : { scriptVersion: version.trim() }) };
}

/** The rule that allows exactly this vector and no other; `parseRule` reads it back. */
export function formatRule(argv: Argv, scriptVersion?: string): string {
  const words = argv.map((word) =>
    /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`,
  );
  return `${words.join(' ')}${scriptVersion === undefined ? '' : ` #sha256=${scriptVersion}`}`;
}

/** `exact`: every argument is spelled out in the rule. */
export function matchAllow(rule: ArgvRule, argv: Argv): 'exact' | 'wildcard' | undefined {
  let wildcard = false;
  for (const [index, word] of rule.words.entries()) {
    if (word.kind === 'rest') {
      return argv.slice(index).every((argument) => !argument.startsWith('-'))
        ? 'wildcard'
        : undefined;
    }
    const argument = argv[index];
    if (argument === undefined) return undefined;
    if (word.kind === 'one') {
      if (argument.startsWith('-')) return undefined;
      wildcard = true;
    } else if (word.value !== argument) {
      return undefined;
    }
  }
  if (argv.length !== rule.words.length) return undefined;
  return wildcard ? 'wildcard' : 'exact';
}

/**
 * Deny rules are read widely: the program by its name whatever its folder, the rule's words in
 * order among the arguments wherever options stand, its options in any form, stars as anything.
 */
export function matchDeny(rule: ArgvRule, argv: Argv): boolean {
  const [program, ...wanted] = rule.words;
  if (program?.kind !== 'exact') return false;
  if (programName(argv[0] ?? '') !== programName(program.value)) return false;
  const given = argv.slice(1);
  let at = 0;
  for (const word of wanted) {
    if (word.kind === 'rest') return true;
    if (word.kind === 'exact' && word.value.startsWith('-')) {
      if (!coversOption(given, word.value)) return false;
      continue;
    }
    const value = word.kind === 'exact' ? word.value : undefined;
    while (at < given.length && !meets(given[at] ?? '', value)) at++;
    if (at >= given.length) return false;
    at++;
  }
  return true;
}

/** The bare name of a program: without folder, extension or capitals. */
export function programName(word: string): string {
  const name = word.split(/[/\\]/).at(-1) ?? word;
  return name.toLowerCase().replace(/\.(?:exe|cmd|bat|com|ps1)$/, '');
}

function meets(argument: string, wanted: string | undefined): boolean {
  return wanted === undefined ? !argument.startsWith('-') : argument === wanted;
}

/** `-rf`, or `-r` with `-f`, covers `-rf`; `--force=x` and the short `--forc` cover `--force`. */
function coversOption(given: Argv, wanted: string): boolean {
  if (given.includes(wanted)) return true;
  if (wanted.startsWith('--')) {
    return given.some((argument) => {
      const name = argument.split('=')[0] ?? '';
      return name === wanted || (/^--..+/.test(name) && wanted.startsWith(name));
    });
  }
  const letters = given.filter((argument) => /^-[^-]/.test(argument)).join('');
  return Array.from(wanted.slice(1)).every((letter) => letters.includes(letter));
}
