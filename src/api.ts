/**
 * The API this extension exports: `vscode.extensions.getExtension('ratchet.ratchet')?.exports`.
 * Copy this file into your extension for its types; it changes only with `apiVersion`.
 */

import type { Event, Uri } from 'vscode';

export interface RatchetApi {
  readonly apiVersion: 1;
  /**
   * Starts a task with the user's settings, budget and approvals; a caller cannot widen them. It
   * works with the panel closed and shows in its history.
   */
  startTask(request: TaskRequest): TaskHandle;
}

export interface TaskRequest {
  prompt: string;
  /** Files whose text goes along with the prompt. */
  attachments?: readonly Uri[];
  /** Criteria that the task answers one by one with evidence before it is done. */
  doneWhen?: readonly string[];
}

export interface TaskHandle {
  readonly id: string;
  readonly onEvent: Event<TaskEvent>;
  /** Resolves at the first end of the task; never rejects. */
  readonly result: Promise<TaskResult>;
  /** Delivered at the next step; starts the task again when it has ended. */
  steer(text: string): void;
  stop(): void;
}

export interface TaskUsage {
  inputTokens: number;
  cachedTokens: number;
  outputTokens: number;
  reasoningTokens: number;
  /** US dollars by the price table; 0 for a model without a known price. */
  usd: number;
  requests: number;
}

export interface TaskResult {
  status: 'done' | 'stopped' | 'failed';
  /** Why it stopped or failed, as one sentence. */
  reason?: string;
  answer: string;
  changes: readonly {
    uri: Uri;
    kind: 'created' | 'modified' | 'deleted' | 'renamed';
    from?: Uri;
    review: 'kept' | 'pending' | 'undone';
  }[];
  checks: readonly { name: string; status: 'passed' | 'failed' | 'notRun'; evidence?: string }[];
  usage: TaskUsage;
}

export type TaskEvent =
  | { type: 'text'; delta: string }
  | {
      type: 'plan';
      plan: readonly { step: string; status: 'pending' | 'in_progress' | 'completed' }[];
    }
  | { type: 'tool'; callId: string; name: string; state: 'started' | 'finished' | 'failed' }
  | { type: 'approval'; callId: string }
  | { type: 'review'; files: readonly Uri[] }
  | { type: 'usage'; usage: TaskUsage }
  | { type: 'retry'; reason: string; inMs: number };
