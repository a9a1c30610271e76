/** What the conversation is made of: one entry per thing the user sees, each replaced, never mutated. */

import type {
  ApprovalDecision,
  ApprovalRequest,
  AttachmentInfo,
  CheckResult,
  Failure,
  PlanStep,
  Question,
  Review,
  StopReason,
  ToolDetail,
  Usage,
} from './events.ts';

export interface UserEntry {
  readonly kind: 'user';
  /** The message id that `editMessage`, `fork` and `restoreCheckpoint` name. */
  readonly id: string;
  readonly text: string;
  readonly attachments: readonly AttachmentInfo[];
  readonly doneWhen: readonly string[];
  /** The plan as it stood before this message, which a rewind to it brings back. */
  readonly planBefore: readonly PlanStep[];
}

export interface TextEntry {
  readonly kind: 'text';
  readonly id: string;
  readonly phase?: 'commentary' | 'final_answer';
  readonly text: string;
  /** `incomplete`: the answer was cut off and says so. */
  readonly state: 'streaming' | 'complete' | 'incomplete';
}

export interface ReasoningEntry {
  readonly kind: 'reasoning';
  readonly id: string;
  readonly text: string;
  readonly streaming: boolean;
}

export interface ToolEntry {
  readonly kind: 'tool';
  /** The call id. */
  readonly id: string;
  readonly name: string;
  readonly title: string;
  /** `interrupted`: the task ended before the tool did; nothing is claimed about its outcome. */
  readonly state: 'writing' | 'running' | 'finished' | 'failed' | 'interrupted';
  /** Characters of arguments received so far, while the model writes the call. */
  readonly characters: number;
  /** The end of what a running command printed, at most 8,000 characters. */
  readonly output: string;
  readonly summary: string;
  readonly detail?: ToolDetail;
}

export interface ApprovalEntry {
  readonly kind: 'approval';
  /** The call id. */
  readonly id: string;
  readonly request: ApprovalRequest;
  /** Absent while the user has not decided. */
  readonly decision?: ApprovalDecision | 'cancelled';
}

export interface QuestionEntry {
  readonly kind: 'question';
  /** The call id. */
  readonly id: string;
  readonly questions: readonly Question[];
  readonly answers?: readonly string[];
  readonly cancelled: boolean;
}

export interface ReviewEntry {
  readonly kind: 'review';
  /** The review id. */
  readonly id: string;
  readonly review: Review;
}

export interface CompactionEntry {
  readonly kind: 'compaction';
  readonly id: string;
  /** Absent while it is being made. */
  readonly done?: {
    readonly summary: string;
    readonly tokensBefore: number;
    readonly tokensAfter: number;
  };
}

export interface NoticeEntry {
  readonly kind: 'notice';
  readonly id: string;
  readonly message: string;
}

/** Checks as they come in; at the end of the run it moves last and carries changes and cost too. */
export interface ResultEntry {
  readonly kind: 'result';
  readonly id: string;
  readonly state: 'checking' | 'done';
  readonly checks: readonly CheckResult[];
  /** The reviews of this run, oldest first; their files are looked up, since they may still change. */
  readonly reviewIds: readonly string[];
  readonly usage?: Usage;
}

export interface StoppedEntry {
  readonly kind: 'stopped';
  readonly id: string;
  readonly reason: StopReason;
}

export interface FailedEntry {
  readonly kind: 'failed';
  readonly id: string;
  readonly failure: Failure;
}

export type Entry =
  | UserEntry
  | TextEntry
  | ReasoningEntry
  | ToolEntry
  | ApprovalEntry
  | QuestionEntry
  | ReviewEntry
  | CompactionEntry
  | NoticeEntry
  | ResultEntry
  | StoppedEntry
  | FailedEntry;

export type EntryKind = Entry['kind'];
export type EntryOf<K extends EntryKind> = Extract<Entry, { kind: K }>;
