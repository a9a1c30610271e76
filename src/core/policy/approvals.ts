import type { ApprovalAnswer, ApprovalNeed } from '../tools/tool.ts';
import { approveCheck } from './approve-check.ts';
import { approveCommand } from './approve-command.ts';
import { approveWrites } from './approve-writes.ts';
import { type ApprovalOptions, type Asking, type Call, createQuestions } from './asking.ts';
import { visibleText } from './visible-text.ts';

/** The way of every approval of one task: policy first, then the user where it says so. */
export function createApprovals(
  options: ApprovalOptions,
): (call: Call) => (need: ApprovalNeed) => Promise<ApprovalAnswer> {
  const ask = createQuestions(options.approver);
  const grants = {
    vectors: new Set<string>(),
    lines: new Set<string>(),
    writes: new Set<string>(),
    reads: new Set<string>(),
    refusedChecks: new Set<string>(),
  };
  return (call) => async (need) => {
    call.signal.throwIfAborted();
    const asking: Asking = {
      options,
      grants,
      ask: (question) => ask(question, call),
      signal: call.signal,
    };
    switch (need.kind) {
      case 'command':
        return approveCommand(need, asking);
      case 'verify':
        return approveCheck(need, asking);
      case 'write':
        return approveWrites(need, asking);
      case 'read':
        return approveRead(need, asking);
    }
  };
}

async function approveRead(
  need: ApprovalNeed & { readonly kind: 'read' },
  { grants, ask }: Asking,
): Promise<ApprovalAnswer> {
  const { covers } = need.concern;
  const covered = () => grants.reads.has(covers) || grants.reads.has(need.path);
  if (covered()) return { kind: 'allowed' };
  return ask({
    request: { kind: 'read', subject: visibleText(need.path), reason: need.reason },
    covered,
    onAnswer: (decision) => {
      if (decision === 'task' || decision === 'always') grants.reads.add(covers);
    },
  });
}
