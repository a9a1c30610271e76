import type { AgentEvent, ApprovalDecision, ApprovalRequest } from '../../shared/events.ts';
import type { Approver, Files } from '../ports.ts';
import type { ApprovalAnswer, ApprovalNeed } from '../tools/tool.ts';
import type { Argv } from './analyse-command.ts';
import { parseRule } from './argv-rule.ts';
import { type CommandRules, decideCommand } from './decide-command.ts';
import { decideWrite } from './decide-write.ts';
import { scriptOf } from './script-of.ts';
import { visibleText } from './visible-text.ts';

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
}

/** What the user allowed for this task. Lives in memory only: no file brings an approval back. */
interface Grants {
  readonly vectors: Set<string>;
  readonly lines: Set<string>;
  readonly writes: Set<string>;
  readonly reads: Set<string>;
}

interface Call {
  readonly callId: string;
  readonly emit: (event: AgentEvent) => void;
  readonly signal: AbortSignal;
}

/** One way of asking: what is shown, and what an answer for the task or for good would cover. */
interface Question {
  readonly request: Omit<ApprovalRequest, 'callId'>;
  /** True when an answer given in the meantime covers this one. */
  readonly covered: () => boolean;
  readonly grant: () => void;
}

/**
 * The way of every approval: policy first, then the user where it says so. Questions are asked one
 * at a time, so that an answer for the whole task also answers those that wait behind it.
 */
export function createApprovals(
  options: ApprovalOptions,
): (call: Call) => (need: ApprovalNeed) => Promise<ApprovalAnswer> {
  const grants: Grants = {
    vectors: new Set(),
    lines: new Set(),
    writes: new Set(),
    reads: new Set(),
  };
  let turn: Promise<unknown> = Promise.resolve();

  const ask = (question: Question, call: Call): Promise<ApprovalAnswer> => {
    const asked = turn.then(async (): Promise<ApprovalAnswer> => {
      call.signal.throwIfAborted();
      if (question.covered()) return allowed;
      const decision = await putToUser(question.request, call, options.approver);
      if (decision === 'deny') return denied(question.request);
      // A check is asked about once per change of its text.
      if (decision !== 'once' || question.request.kind === 'verify') question.grant();
      if (decision === 'always' && question.request.rule !== undefined) {
        await options.rememberRule(question.request.rule);
      }
      return allowed;
    });
    turn = asked.catch(() => undefined);
    return asked;
  };

  return (call) => async (need) => {
    call.signal.throwIfAborted();
    switch (need.kind) {
      case 'command':
      case 'verify':
        return approveCommand(need, call, options, grants, ask);
      case 'write':
        return approveWrites(need, call, options, grants, ask);
      case 'read': {
        const { concern } = need;
        const covered = () => grants.reads.has(concern.covers) || grants.reads.has(need.path);
        if (covered()) return allowed;
        const request = {
          kind: 'read',
          subject: visibleText(need.path),
          reason: need.reason,
        } as const;
        return ask({ request, covered, grant: () => grants.reads.add(concern.covers) }, call);
      }
    }
  };
}

async function approveCommand(
  need: ApprovalNeed & { readonly kind: 'command' | 'verify' },
  call: Call,
  options: ApprovalOptions,
  grants: Grants,
  ask: (question: Question, call: Call) => Promise<ApprovalAnswer>,
): Promise<ApprovalAnswer> {
  const rules = options.rules();
  const decision = decideCommand(need.command, {
    ...rules,
    allow: await currentRules(rules.allow, options.files, call.signal),
  });
  if (decision.kind === 'never') {
    return { kind: 'denied', reason: `${decision.reason}. Do not try it in another way.` };
  }
  const where = need.workdir ?? '';
  if (decision.kind === 'allow' && (need.kind === 'command' || rules.mode !== 'ask'))
    return allowed;
  const { commands } = decision;
  // A script that is allowed and then changed is another script.
  const versions = new Map<Argv, string>();
  for (const argv of commands ?? []) {
    versions.set(argv, await scriptVersion(argv, where, options.files, call.signal));
  }
  const keys = [...versions].map(([argv, version]) => JSON.stringify([where, argv, version]));
  const line = JSON.stringify([where, need.command]);
  const covered = () =>
    keys.length > 0 ? keys.every((key) => grants.vectors.has(key)) : grants.lines.has(line);
  if (covered()) return allowed;
  const rule = decision.kind === 'ask' ? decision.rule : undefined;
  const [version = ''] = versions.values();
  return ask(
    {
      request: {
        kind: need.kind,
        subject: visibleText(need.command),
        reason: decision.kind === 'ask' ? decision.reason : 'a check of this workspace',
        ...(need.workdir === undefined ? {} : { workdir: visibleText(need.workdir) }),
        ...(rule === undefined
          ? {}
          : { rule: version === '' ? rule : `${rule} #sha256=${version}` }),
      },
      covered,
      grant: () => {
        if (keys.length > 0) for (const key of keys) grants.vectors.add(key);
        else grants.lines.add(line);
      },
    },
    call,
  );
}

/** Rules bound to a script count only while the script is as it was. */
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

/** The version of the script a vector runs; empty when it runs none that can be read. */
async function scriptVersion(
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

async function approveWrites(
  need: ApprovalNeed & { readonly kind: 'write' },
  call: Call,
  options: ApprovalOptions,
  grants: Grants,
  ask: (question: Question, call: Call) => Promise<ApprovalAnswer>,
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
    const answer = await ask({ request, covered, grant: () => grants.writes.add(key) }, call);
    if (answer.kind === 'denied') return answer;
  }
  return allowed;
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

const allowed: ApprovalAnswer = { kind: 'allowed' };

function denied(request: Omit<ApprovalRequest, 'callId'>): ApprovalAnswer {
  const what = {
    command: 'this command',
    verify: 'this check',
    write: 'this write',
    read: 'this read',
  };
  return {
    kind: 'denied',
    reason: `the user denied ${what[request.kind]} (${request.subject}). Do not try it in another way; go on without it, or ask what they want.`,
  };
}
