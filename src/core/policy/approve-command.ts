import type { ApprovalAnswer, ApprovalNeed } from '../tools/tool.ts';
import type { Argv } from './analyse-command.ts';
import type { Asking } from './asking.ts';
import { judgeCommand, scriptVersion } from './judge-command.ts';
import { visibleText } from './visible-text.ts';

export async function approveCommand(
  need: ApprovalNeed & { readonly kind: 'command' },
  { options, grants, ask, signal }: Asking,
): Promise<ApprovalAnswer> {
  const decision = await judgeCommand(need.command, options, signal);
  if (decision.kind === 'allow') return { kind: 'allowed' };
  if (decision.kind === 'never') {
    return { kind: 'denied', reason: `${decision.reason}. Do not try it in another way.` };
  }
  const { commands, reason, rule } = decision;
  const where = need.workdir ?? '';
  // A script that is allowed and then changed is another script.
  const versions = new Map<Argv, string>();
  for (const argv of commands ?? []) {
    versions.set(argv, await scriptVersion(argv, where, options.files, signal));
  }
  const keys = [...versions].map(([argv, version]) => JSON.stringify([where, argv, version]));
  const line = JSON.stringify([where, need.command]);
  const covered = () =>
    keys.length > 0 ? keys.every((key) => grants.vectors.has(key)) : grants.lines.has(line);
  if (covered()) return { kind: 'allowed' };
  const [version = ''] = versions.values();
  const stored = rule === undefined || version === '' ? rule : `${rule} #sha256=${version}`;
  return ask({
    request: {
      kind: 'command',
      subject: visibleText(need.command),
      reason,
      ...(need.workdir === undefined ? {} : { workdir: visibleText(need.workdir) }),
      ...(stored === undefined ? {} : { rule: stored }),
    },
    covered,
    onAnswer: async (decided) => {
      if (decided !== 'task' && decided !== 'always') return;
      if (keys.length > 0) for (const key of keys) grants.vectors.add(key);
      else grants.lines.add(line);
      if (decided === 'always' && stored !== undefined) await options.rememberRule(stored);
    },
  });
}
