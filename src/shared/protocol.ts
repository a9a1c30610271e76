/** The messages between host and panel: two unions. The host validates every message at the door. */

import type {
  AgentEvent,
  ApprovalDecision,
  AttachmentInfo,
  FailureAction,
  Usage,
} from './events.ts';

export interface SessionInfo {
  readonly id: string;
  readonly title: string;
  /** Milliseconds since the epoch. */
  readonly updatedAt: number;
  readonly status: 'running' | 'waiting' | 'done' | 'stopped' | 'failed';
  readonly usd: number;
  readonly unreviewed: boolean;
}

/** An attachment waiting in the composer; `id` names it in `send` and `detach`. */
export interface PendingAttachment extends AttachmentInfo {
  readonly id: string;
}

export interface PanelSettings {
  readonly model: string;
  readonly effort: string;
  readonly enterSends: boolean;
  /** Restricted Mode: the panel explains and offers to manage trust. */
  readonly trusted: boolean;
  readonly folderOpen: boolean;
  /** The practice endpoint plays; the panel says so. */
  readonly practice: boolean;
  readonly hasKey: boolean;
  /** In a remote window: settings that differ from their defaults and widen what may happen. */
  readonly remoteOverrides: readonly string[];
}

export type ToPanel =
  /** The whole truth: the open task's events from its start, replacing what the panel shows. */
  | {
      readonly type: 'reset';
      readonly taskId: string | undefined;
      readonly running: boolean;
      readonly events: readonly AgentEvent[];
    }
  | { readonly type: 'events'; readonly taskId: string; readonly events: readonly AgentEvent[] }
  | { readonly type: 'running'; readonly taskId: string; readonly running: boolean }
  | { readonly type: 'settings'; readonly settings: PanelSettings }
  | { readonly type: 'sessions'; readonly sessions: readonly SessionInfo[] }
  | { readonly type: 'showHistory' }
  /** What all tasks of all windows have used since midnight. */
  | { readonly type: 'today'; readonly usage: Usage }
  | { readonly type: 'attachments'; readonly attachments: readonly PendingAttachment[] }
  /** Puts text into the composer and the focus there, replacing nothing the user typed. */
  | { readonly type: 'compose'; readonly text: string };

export type FromPanel =
  | { readonly type: 'ready' }
  | { readonly type: 'send'; readonly text: string; readonly doneWhen: readonly string[] }
  /** Stop the current step and deliver this at once. */
  | { readonly type: 'sendNow'; readonly queuedId: string }
  | { readonly type: 'unqueue'; readonly queuedId: string }
  /** A key was pressed in the composer; nothing may take the focus for a while. */
  | { readonly type: 'composing'; readonly empty: boolean }
  /** The page has the keyboard's focus, or lost it. */
  | { readonly type: 'focus'; readonly has: boolean }
  | { readonly type: 'stop' }
  | { readonly type: 'newTask' }
  | { readonly type: 'approve'; readonly callId: string; readonly decision: ApprovalDecision }
  | { readonly type: 'answer'; readonly callId: string; readonly answers: readonly string[] }
  /** The whole review, or one file of it, at one of its hunks. */
  | {
      readonly type: 'openReview';
      readonly reviewId: string;
      readonly path?: string;
      readonly hunkId?: string;
    }
  | { readonly type: 'keepAll'; readonly reviewId: string }
  | { readonly type: 'undoAll'; readonly reviewId: string }
  | { readonly type: 'keepFile'; readonly reviewId: string; readonly path: string }
  | { readonly type: 'undoFile'; readonly reviewId: string; readonly path: string }
  | {
      readonly type: 'keepHunk';
      readonly reviewId: string;
      readonly path: string;
      readonly hunkId: string;
    }
  | {
      readonly type: 'undoHunk';
      readonly reviewId: string;
      readonly path: string;
      readonly hunkId: string;
    }
  | { readonly type: 'editMessage'; readonly messageId: string; readonly text: string }
  | { readonly type: 'fork'; readonly messageId: string }
  | { readonly type: 'restoreCheckpoint'; readonly messageId: string }
  | { readonly type: 'failureAction'; readonly action: FailureAction }
  | { readonly type: 'continue' }
  /** Ends a retry countdown: `now` asks again at once, `cancel` stops the task. */
  | { readonly type: 'retryWait'; readonly action: 'now' | 'cancel' }
  | { readonly type: 'attach' }
  | { readonly type: 'attachImage'; readonly name: string; readonly dataUri: string }
  | { readonly type: 'attachUris'; readonly uris: readonly string[] }
  | { readonly type: 'detach'; readonly attachmentId: string }
  | { readonly type: 'listSessions' }
  | { readonly type: 'openSession'; readonly taskId: string }
  | { readonly type: 'renameSession'; readonly taskId: string; readonly title: string }
  | { readonly type: 'deleteSession'; readonly taskId: string }
  | { readonly type: 'exportTask' }
  | { readonly type: 'selectModel' }
  /** `uri` is a URI string, or a workspace path as the model wrote it: the host resolves and confines it. */
  | { readonly type: 'openFile'; readonly uri: string; readonly line?: number }
  | { readonly type: 'openLink'; readonly href: string }
  | { readonly type: 'copy'; readonly text: string };
