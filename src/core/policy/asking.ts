import type { AgentEvent, ApprovalDecision, ApprovalRequest } from '../../shared/events.ts';
import type { Approver, Files } from '../ports.ts';
import type { ApprovalAnswer } from '../tools/tool.ts';
import type { CommandRules } from './decide-command.ts';

export interface ApprovalOptions {
  readonly approver: Approver;
  readonly files: Files;
  /** Read anew for each question: settings may change while a task runs. */
  readonly rules: () => CommandRules;
  /**
   * Keeps a rule for good (`commands.allow`). Where the mode is `ask`, rules have no effect: the host
   * then offers to switch to `rules`, or the user would be asked again.
   */
  readonly rememberRule: (rule: string) => Promise<void>;
  readonly consents: CheckConsents;
}

/**
 * The texts of checks that the user has agreed to in this workspace. Outlives tasks and windows, and
 * lies where no file of the workspace can add to it.
 */
export interface CheckConsents {
  has(text: string): boolean;
  remember(texts: readonly string[]): Promise<void>;
}

/** What the user answered for this task. Lives in memory only: no file brings an approval back. */
interface Grants {
  readonly vectors: Set<string>;
  readonly lines: Set<string>;
  readonly writes: Set<string>;
  readonly reads: Set<string>;
  /** Checks the user said no to: not asked about again by the same task. */
  readonly refusedChecks: Set<string>;
}

/** What each kind of approval works with. */
export interface Asking {
  readonly options: ApprovalOptions;
  readonly grants: Grants;
  readonly ask: (question: Question) => Promise<ApprovalAnswer>;
  readonly signal: AbortSignal;
}

export interface Call {
  readonly callId: string;
  readonly emit: (event: AgentEvent) => void;
  readonly signal: AbortSignal;
}

/** One way of asking: what is shown, and what an answer covers besides this one need. */
export interface Question {
  readonly request: Omit<ApprovalRequest, 'callId'>;
  /** True when an answer given in the meantime covers this one. */
  readonly covered: () => boolean;
  readonly onAnswer: (decision: ApprovalDecision) => void | Promise<void>;
}

/**
 * Puts questions to the user one at a time, so that an answer for the whole task also answers those
 * that wait behind it.
 */
export function createQuestions(
  approver: Approver,
): (question: Question, call: Call) => Promise<ApprovalAnswer> {
  let turn: Promise<unknown> = Promise.resolve();
  return (question, call) => {
    const asked = turn.then(async (): Promise<ApprovalAnswer> => {
      call.signal.throwIfAborted();
      if (question.covered()) return { kind: 'allowed' };
      const decision = await putToUser(question.request, call, approver);
      await question.onAnswer(decision);
      return decision === 'deny' ? denied(question.request) : { kind: 'allowed' };
    });
    turn = asked.catch(() => undefined);
    return asked;
  };
}

async function putToUser(
  request: Omit<ApprovalRequest, 'callId'>,
  call: Call,
  approver: Approver,
): Promise<ApprovalDecision> {
  const { callId, emit, signal } = call;
  const whole = { callId, ...request };
  emit({ type: 'approval', request: whole });
  let decision: ApprovalDecision | 'cancelled' = 'cancelled';
  try {
    decision = await approver.approve(whole, signal);
    return decision;
  } finally {
    emit({ type: 'approval-ended', callId, decision });
  }
}

function denied({ kind, subject }: Question['request']): ApprovalAnswer {
  const what = {
    command: 'this command',
    verify: 'this check',
    write: 'this write',
    read: 'this read',
  };
  return {
    kind: 'denied',
    reason: `the user denied ${what[kind]} (${subject}). Do not try it in another way; go on without it, or ask what they want.`,
  };
}
