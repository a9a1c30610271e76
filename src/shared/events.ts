/**
 * What happens in a task, in one vocabulary: the agent loop yields these events, the journal keeps
 * them, and the panel's state is a reduction over them. Everything here is plain JSON.
 */

export interface PlanStep {
  readonly step: string;
  readonly status: 'pending' | 'in_progress' | 'completed';
}

/** Counted over a whole task. Tokens as the endpoint reports them; `usd` from the price table. */
export interface Usage {
  readonly inputTokens: number;
  readonly cachedTokens: number;
  readonly outputTokens: number;
  readonly reasoningTokens: number;
  readonly usd: number;
  readonly requests: number;
}

export interface CheckResult {
  readonly name: string;
  readonly status: 'passed' | 'failed' | 'notRun';
  readonly evidence?: string;
}

/** Something the user (or a command) sent along with a message; shown as a chip. */
export interface AttachmentInfo {
  readonly kind:
    | 'selection'
    | 'file'
    | 'folder'
    | 'image'
    | 'problems'
    | 'terminal'
    | 'instructions'
    | 'diff'
    | 'editors';
  readonly label: string;
  /** Opens on click when present: a URI string, with an optional 1-based line. */
  readonly uri?: string;
  readonly line?: number;
}

export type FailureCode =
  | 'noKey'
  | 'keyNotConfirmed'
  | 'unauthorized'
  | 'badRequest'
  | 'modelNotFound'
  | 'quota'
  | 'rateLimit'
  | 'overloaded'
  | 'offline'
  | 'streamBroken'
  | 'contextTooLong'
  | 'contentFilter'
  | 'untrusted'
  | 'noFolder'
  | 'practiceOnly'
  | 'internal';

/** What the panel offers beside a failure, as buttons. */
export type FailureAction =
  | 'retry'
  | 'setApiKey'
  | 'selectModel'
  | 'openSettings'
  | 'openFolder'
  | 'manageTrust'
  | 'openBilling'
  | 'showLog';

/** An expected failure: one clear sentence, with the next step in it. */
export interface Failure {
  readonly code: FailureCode;
  readonly message: string;
  readonly actions: readonly FailureAction[];
}

/** Why a task ended without being done; `limit` reasons pause and can be continued. */
export type StopReason =
  | { readonly kind: 'user' }
  | { readonly kind: 'steps'; readonly limit: number }
  | { readonly kind: 'budget'; readonly limitUsd: number; readonly spentUsd: number }
  | { readonly kind: 'loop'; readonly message: string }
  | { readonly kind: 'interrupted' };

export interface ReviewHunk {
  readonly id: string;
  /** `edited`: the user changed the proposed text by hand; it counts as kept once applied. */
  readonly decision: 'pending' | 'kept' | 'undone' | 'edited';
  readonly added: number;
  readonly removed: number;
  /** 1-based first line on the proposed side. */
  readonly line: number;
}

export interface ReviewFile {
  /** Workspace path as the model and the user see it. */
  readonly path: string;
  readonly uri: string;
  readonly kind: 'created' | 'modified' | 'deleted' | 'renamed';
  readonly from?: string;
  readonly hunks: readonly ReviewHunk[];
  readonly decision: 'pending' | 'kept' | 'undone' | 'mixed';
  /** The user changed the same lines meanwhile, or deleted the file: keeping it asks them first. */
  readonly conflict?: 'changed' | 'deleted';
}

export interface Review {
  readonly id: string;
  /** The tool call whose edits these are. */
  readonly callId: string;
  /** `open`: waiting for the user (review before); `applied`: written, still undoable; `closed`: decided. */
  readonly state: 'open' | 'applied' | 'closed' | 'failed';
  /** It was written and then taken back as a whole; it can be brought back. */
  readonly takenBack?: true;
  readonly files: readonly ReviewFile[];
}

/** What a tool step shows when it is opened; text is plain text, never HTML or Markdown. */
export type ToolDetail =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'command';
      readonly command: string;
      readonly output: string;
      readonly exitCode?: number;
      readonly background?: boolean;
    }
  | {
      readonly kind: 'files';
      readonly files: readonly {
        readonly path: string;
        readonly uri?: string;
        readonly line?: number;
        readonly text?: string;
      }[];
    }
  | { readonly kind: 'patch'; readonly patch: string }
  | { readonly kind: 'image'; readonly label: string; readonly dataUri: string };

export interface ApprovalRequest {
  readonly callId: string;
  readonly kind: 'command' | 'write' | 'read' | 'verify';
  /** The command line, or the resolved path. Escape sequences are already stripped. */
  readonly subject: string;
  /** Why it is asked: the rule that matched, or what makes it dangerous. */
  readonly reason: string;
  readonly workdir?: string;
  /** The parsed argv that "Always allow…" would store; absent when it cannot be offered. */
  readonly rule?: string;
}
export type ApprovalDecision = 'once' | 'task' | 'always' | 'deny';

export interface Question {
  readonly question: string;
  readonly options?: readonly string[];
}

export type AgentEvent =
  | {
      readonly type: 'task';
      readonly id: string;
      readonly title: string;
      readonly model: string;
      readonly origin: 'panel' | 'command' | 'api';
      readonly parent?: string;
    }
  | { readonly type: 'title'; readonly title: string }
  /** A message of the user, when it is delivered to the model. `queuedId` names the queue entry it came from. */
  | {
      readonly type: 'user';
      readonly messageId: string;
      readonly text: string;
      readonly attachments: readonly AttachmentInfo[];
      readonly doneWhen?: readonly string[];
      readonly queuedId?: string;
    }
  /** History was cut back to just before `messageId`, which was edited or restored. */
  | { readonly type: 'rewind'; readonly messageId: string }
  | { readonly type: 'queued'; readonly queuedId: string; readonly text: string }
  | { readonly type: 'unqueued'; readonly queuedId: string }
  | {
      readonly type: 'request';
      readonly number: number;
      readonly model: string;
      /** Encrypted items of the answer can be read there only. */
      readonly endpoint?: string;
    }
  | {
      readonly type: 'epoch';
      readonly reason:
        | 'model'
        | 'endpoint'
        | 'tools'
        | 'edited'
        | 'downgrade'
        | 'encryptedContent'
        | 'compaction'
        | 'restored';
      readonly note: string;
    }
  /** Streamed text, not journalled; `message` with the same id brings the whole. */
  | {
      readonly type: 'text';
      readonly messageId: string;
      readonly phase?: 'commentary' | 'final_answer';
      readonly delta: string;
    }
  | {
      readonly type: 'message';
      readonly messageId: string;
      readonly phase?: 'commentary' | 'final_answer';
      readonly text: string;
      readonly incomplete?: true;
    }
  /** The stream broke: text streamed under these ids is void and will come again. */
  | { readonly type: 'discard'; readonly messageIds: readonly string[] }
  | { readonly type: 'reasoning'; readonly delta: string }
  /** What the model reported on the done-when criteria; the checks at the end judge it. */
  | {
      readonly type: 'criteria';
      readonly criteria: readonly {
        readonly criterion: string;
        readonly met: boolean;
        readonly evidence: string;
      }[];
    }
  | { readonly type: 'plan'; readonly explanation?: string; readonly plan: readonly PlanStep[] }
  | {
      readonly type: 'tool-writing';
      readonly callId: string;
      readonly name: string;
      readonly characters: number;
    }
  | {
      readonly type: 'tool-started';
      readonly callId: string;
      readonly name: string;
      readonly title: string;
    }
  | { readonly type: 'tool-output'; readonly callId: string; readonly chunk: string }
  | {
      readonly type: 'tool-ended';
      readonly callId: string;
      readonly name: string;
      readonly state: 'finished' | 'failed';
      readonly summary: string;
      readonly detail?: ToolDetail;
    }
  | { readonly type: 'approval'; readonly request: ApprovalRequest }
  | {
      readonly type: 'approval-ended';
      readonly callId: string;
      readonly decision: ApprovalDecision | 'cancelled';
    }
  | { readonly type: 'question'; readonly callId: string; readonly questions: readonly Question[] }
  | {
      readonly type: 'question-ended';
      readonly callId: string;
      readonly answers: readonly string[];
    }
  | { readonly type: 'review'; readonly review: Review }
  | {
      readonly type: 'retry';
      readonly reason: string;
      readonly inMs: number;
      readonly attempt: number;
    }
  | { readonly type: 'retry-ended' }
  | {
      readonly type: 'usage';
      readonly usage: Usage;
      /** What the one request took; absent in journals of before it was counted. */
      readonly request?: Usage;
      readonly contextTokens: number;
      readonly contextWindow: number;
    }
  | { readonly type: 'compacting' }
  | {
      readonly type: 'compacted';
      readonly summary: string;
      readonly tokensBefore: number;
      readonly tokensAfter: number;
    }
  | { readonly type: 'check'; readonly check: CheckResult }
  | { readonly type: 'notice'; readonly message: string }
  | { readonly type: 'done'; readonly answer: string }
  | { readonly type: 'stopped'; readonly reason: StopReason }
  | { readonly type: 'failed'; readonly failure: Failure };

/** How a run ends: exactly one of these, last. */
export type EndEvent = Extract<AgentEvent, { readonly type: 'done' | 'stopped' | 'failed' }>;
