import type { ApprovalAnswer, ApprovalNeed } from '../tools/tool.ts';
import type { Asking } from './asking.ts';
import { decideWrite } from './decide-write.ts';
import { visibleText } from './visible-text.ts';

export async function approveWrites(
  need: ApprovalNeed & { readonly kind: 'write' },
  { options, grants, ask }: Asking,
): Promise<ApprovalAnswer> {
  for (const asked of need.paths) {
    const located = await options.files.locate(asked);
    if (located.kind === 'invalid')
      return { kind: 'denied', reason: `${asked}: ${located.reason}.` };
    const concern = need.concerns?.find((entry) => entry.path === asked)?.reason;
    const decision = decideWrite({
      asked,
      resolved: located.path,
      inside: located.kind === 'inside',
      ...(located.kind === 'inside' && located.otherLinks !== undefined
        ? { otherLinks: located.otherLinks }
        : {}),
      ...(concern === undefined ? {} : { concern }),
    });
    if (decision.kind === 'allow') continue;
    if (decision.kind === 'never') {
      return { kind: 'denied', reason: `${asked}: ${decision.reason}.` };
    }
    // New package scripts are new commands: a leave for the file does not cover them.
    const key = JSON.stringify([located.path, decision.reason]);
    const covered = () => grants.writes.has(key);
    if (covered()) continue;
    const request = {
      kind: 'write',
      subject: visibleText(located.path),
      reason: visibleText(decision.reason),
    } as const;
    const answer = await ask({
      request,
      covered,
      onAnswer: (decided) => {
        if (decided === 'task' || decided === 'always') grants.writes.add(key);
      },
    });
    if (answer.kind === 'denied') return answer;
  }
  return { kind: 'allowed' };
}
