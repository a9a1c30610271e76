import type { ApprovalAnswer, ApprovalNeed } from '../tools/tool.ts';
import type { Asking } from './asking.ts';
import { judgeCommand, scriptVersion } from './judge-command.ts';
import { visibleText } from './visible-text.ts';

/**
 * Leave for one command of `verify.commands`. The workspace may set that list, so neither an allow
 * rule nor the approval mode speaks for it: the user is shown all new texts of the list at once, with
 * what is dangerous about them, and a yes stands for these very texts in this workspace from then on.
 * Deny rules win over a yes.
 */
export async function approveCheck(
  need: ApprovalNeed & { readonly kind: 'verify' },
  asking: Asking,
): Promise<ApprovalAnswer> {
  const { consents } = asking.options;
  const check = await judgeCheck(need.command, asking);
  if (check.kind === 'never') return { kind: 'denied', reason: `${check.reason}.` };
  const covered = () => consents.has(check.text);
  if (covered()) return { kind: 'allowed' };
  const { refusedChecks } = asking.grants;
  if (refusedChecks.has(check.text))
    return { kind: 'denied', reason: 'the user denied this check.' };

  const list = await Promise.all(need.among.map((command) => judgeCheck(command, asking)));
  const open = list.flatMap((other) =>
    other.kind === 'check' && !consents.has(other.text) ? [other] : [],
  );
  const dangers = new Set(open.flatMap((other) => other.danger ?? []));
  return asking.ask({
    request: {
      kind: 'verify',
      subject: open.map((other) => other.shown).join('\n'),
      reason: dangers.size === 0 ? why : `${why} Mind: ${[...dangers].join('; ')}.`,
    },
    covered,
    onAnswer: async (decided) => {
      const texts = open.map((other) => other.text);
      if (decided === 'deny') for (const text of texts) refusedChecks.add(text);
      else await consents.remember(texts);
    },
  });
}

const why =
  'Set in ratchet.verify.commands, to run when a task has changed files. Asked once, and again when a text changes.';

type Check =
  | { readonly kind: 'never'; readonly reason: string }
  | {
      readonly kind: 'check';
      /** What a consent is for: the command as written, and the scripts it runs as they are now. */
      readonly text: string;
      /** One line, so that a line break in it does not look like the next of the list. */
      readonly shown: string;
      readonly danger?: string;
    };

async function judgeCheck(command: string, { options, signal }: Asking): Promise<Check> {
  const decision = await judgeCommand(command, options, signal);
  if (decision.kind === 'never') return decision;
  const versions = await Promise.all(
    (decision.commands ?? []).map((argv) => scriptVersion(argv, '', options.files, signal)),
  );
  return {
    kind: 'check',
    text: JSON.stringify([command, ...versions]),
    shown: visibleText(command).replaceAll('\n', '<U+000A>'),
    ...(decision.kind === 'ask' && decision.dangerous ? { danger: decision.reason } : {}),
  };
}
