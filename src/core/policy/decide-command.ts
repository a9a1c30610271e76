import { analyseCommand, type Argv, type CommandAnalysis } from './analyse-command.ts';
import { argvDanger, wrappers } from './argv-danger.ts';
import {
  type ArgvRule,
  formatRule,
  matchAllow,
  matchDeny,
  parseRule,
  programName,
} from './argv-rule.ts';

export interface CommandRules {
  /** Rules as `parseRule` reads them; those it cannot read allow nothing and deny their words. */
  readonly allow: readonly string[];
  readonly deny: readonly string[];
  /** `ask`: always; `rules`: unless rules cover all; `auto`: only what is dangerous or unclear. */
  readonly mode: 'ask' | 'rules' | 'auto';
  readonly platform: 'posix' | 'windows';
}

export type CommandDecision =
  | { readonly kind: 'allow'; readonly commands: readonly Argv[] }
  | {
      readonly kind: 'ask';
      /** For the user, a phrase. */
      readonly reason: string;
      readonly dangerous: boolean;
      /** What "Always allow…" would store; absent when the line is no single plain vector. */
      readonly rule?: string;
      /** Present when the line is understood as a whole. */
      readonly commands?: readonly Argv[];
    }
  | { readonly kind: 'never'; readonly reason: string };

/**
 * Decides about one command line. Deny rules win over everything and look inside substitutions and
 * wrappers; allow rules must cover every part of the line; what is not fully understood asks. What
 * the model says about its command plays no part.
 */
export function decideCommand(line: string, rules: CommandRules): CommandDecision {
  if (line.includes('\0')) return { kind: 'never', reason: 'it contains a NUL character' };
  if (line.trim() === '') return { kind: 'never', reason: 'it is empty' };
  const analysis = analyseCommand(line);
  const denied = findDenied(analysis, rules.deny);
  if (denied !== undefined) {
    return { kind: 'never', reason: `the rule "${denied}" in ratchet.commands.deny forbids it` };
  }
  const doubts = [...analysis.doubts, ...(rules.platform === 'windows' ? windowsDoubts(line) : [])];
  if (doubts.length > 0) {
    return { kind: 'ask', reason: doubts.slice(0, 3).join('; '), dangerous: true };
  }
  return decideUnderstood(analysis.commands, rules);
}

function decideUnderstood(commands: readonly Argv[], rules: CommandRules): CommandDecision {
  const allow = rules.allow.flatMap((text) => parseRule(text) ?? []);
  const open = commands.flatMap((argv) => {
    const cover = rules.mode === 'ask' ? undefined : bestMatch(allow, argv);
    if (cover === 'exact') return [];
    const danger = argvDanger(argv);
    if (danger !== undefined) return [{ argv, reason: danger, dangerous: true }];
    if (cover === 'wildcard' || rules.mode === 'auto') return [];
    const reason =
      rules.mode === 'ask'
        ? 'Commands are set to ask before they run (ratchet.commands.approval).'
        : `No rule allows ${formatRule(argv)}.`;
    return [{ argv, reason, dangerous: false }];
  });
  const [first] = open;
  if (!first) return { kind: 'allow', commands };
  const worst = open.find((entry) => entry.dangerous) ?? first;
  const [only] = commands;
  return {
    kind: 'ask',
    reason: worst.reason,
    dangerous: worst.dangerous,
    commands,
    // The rule of a wrapper or a `cd` would say too little about what it lets through.
    ...(commands.length === 1 && only && !wrappers.has(programName(only[0] ?? ''))
      ? { rule: formatRule(only) }
      : {}),
  };
}

function bestMatch(rules: readonly ArgvRule[], argv: Argv): 'exact' | 'wildcard' | undefined {
  const matches = rules.map((rule) => matchAllow(rule, argv));
  return matches.includes('exact') ? 'exact' : matches.find((match) => match !== undefined);
}

function findDenied(analysis: CommandAnalysis, deny: readonly string[]): string | undefined {
  if (deny.length === 0) return undefined;
  const all = analysis.mentioned.flatMap((argv) => withNested(argv, 0));
  return deny.find((text) => {
    const rule = parseRule(text) ?? parseRule(formatRule(text.trim().split(/\s+/)));
    return rule !== undefined && all.some((argv) => matchDeny(rule, argv));
  });
}

/** The vector, and those that a wrapper in front may run: any later word may begin the real one. */
function withNested(argv: Argv, depth: number): readonly Argv[] {
  if (depth > 4 || !wrappers.has(programName(argv[0] ?? '')))
    return [argv, ...finderPrograms(argv)];
  const later = argv.slice(1).map((_, index) => argv.slice(index + 1));
  const inText = argv
    .slice(1)
    .filter((word) => /\s/.test(word) || word.includes(';'))
    .flatMap((word) => analyseCommand(word).mentioned)
    .flatMap((inner) => withNested(inner, depth + 1));
  return [argv, ...later, ...inText];
}

/** `find . -exec rm {} +` runs rm. */
function finderPrograms(argv: Argv): readonly Argv[] {
  return argv.flatMap((word, index) =>
    /^(?:-exec|-execdir|-ok|-okdir|-x|-X|--exec|--exec-batch)$/.test(word)
      ? [argv.slice(index + 1)]
      : [],
  );
}

/** PowerShell and cmd.exe give more characters a meaning than bash does. */
function windowsDoubts(line: string): readonly string[] {
  return /^[\w ./:=@,+\\-]*$/.test(line)
    ? []
    : ['it has characters that Windows shells may read differently'];
}
