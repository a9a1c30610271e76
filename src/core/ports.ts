/**
 * The only doors out of core. Each port is implemented once in `host` or `model`, and once as a fake
 * under `test/support`. Paths are workspace paths as the model writes them: relative to the root,
 * with `/`, and led by the root's name when several folders are open.
 */

import type {
  AgentEvent,
  ApprovalDecision,
  ApprovalRequest,
  Failure,
  Question,
  Review,
} from '../shared/events.ts';
import type { InputItem, OutputItem, Phase } from './agent/items.ts';
import type { News } from './agent/news.ts';
import type { QueuedInput } from './agent/task.ts';
import type { ChangeSet } from './edits/change-set.ts';

// ---- The model ----------------------------------------------------------------------------------

export type ToolSpec =
  | {
      readonly type: 'function';
      readonly name: string;
      readonly description: string;
      /** JSON Schema of the arguments. */
      readonly parameters: Readonly<Record<string, unknown>>;
      readonly strict: boolean;
    }
  | {
      readonly type: 'custom';
      readonly name: string;
      readonly description: string;
      readonly format: {
        readonly type: 'grammar';
        readonly syntax: 'lark';
        readonly definition: string;
      };
    };

export type Effort = 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh';
export type Verbosity = 'low' | 'medium' | 'high';

export interface ModelRequest {
  readonly model: string;
  /** Constant per session: part of the prefix. */
  readonly instructions: string;
  readonly input: readonly InputItem[];
  readonly tools: readonly ToolSpec[];
  /** Narrows what may be called without touching the prefix (`tool_choice: allowed_tools`). */
  readonly allowedTools?: readonly string[];
  readonly effort: Effort;
  readonly verbosity: Verbosity;
  readonly cacheKey: string;
  /** Within one epoch each request extends the one before it, byte for byte. */
  readonly epoch: number;
  readonly maxOutputTokens?: number;
}

/** Tokens of one request, as the endpoint counted them. */
export interface RequestUsage {
  readonly inputTokens: number;
  readonly cachedTokens: number;
  readonly outputTokens: number;
  readonly reasoningTokens: number;
}

export type ModelEvent =
  | {
      readonly type: 'text';
      readonly itemId: string;
      readonly phase?: Phase;
      readonly delta: string;
    }
  | { readonly type: 'reasoning'; readonly delta: string }
  | {
      readonly type: 'tool-writing';
      readonly callId: string;
      readonly name: string;
      readonly characters: number;
    }
  /** A finished item, verbatim. Items come in the order of the response. */
  | { readonly type: 'item'; readonly item: OutputItem }
  /** The stream broke and will be asked again: everything since the request began is void. */
  | { readonly type: 'reset' }
  /** A wait before the request is sent again; ends early through `RetryWaits`. */
  | {
      readonly type: 'retry';
      readonly reason: string;
      readonly inMs: number;
      readonly attempt: number;
    }
  | { readonly type: 'retry-ended' }
  /** The endpoint rejected a field; it is left out from now on, which starts a new epoch. */
  | { readonly type: 'downgrade'; readonly field: string }
  /**
   * The end of a response. `cut`: the stream broke after at least one whole tool call; the items
   * given stand, and nothing after them happened.
   */
  | {
      readonly type: 'end';
      readonly status: 'completed' | 'max_output_tokens' | 'content_filter' | 'cut';
      readonly usage?: RequestUsage;
    }
  /** `encryptedContent`: the caller drops reasoning items and asks once more. */
  | {
      readonly type: 'failure';
      readonly failure: Failure;
      readonly recover?: 'encryptedContent' | 'compact';
    };

export interface Model {
  /** Ends with exactly one `end` or `failure` event. Throws only when `signal` aborts. */
  respond(request: ModelRequest, signal: AbortSignal): AsyncIterable<ModelEvent>;
  /** Input tokens of a request: counted by the endpoint where it can, else estimated locally. */
  countInput(
    request: ModelRequest,
    signal: AbortSignal,
  ): Promise<{ readonly tokens: number; readonly exact: boolean }>;
  /** The endpoint's own compaction, or `unsupported`. */
  compact(
    request: ModelRequest,
    signal: AbortSignal,
  ): Promise<
    | {
        readonly kind: 'compacted';
        readonly items: readonly InputItem[];
        readonly usage?: RequestUsage;
      }
    | { readonly kind: 'unsupported' }
    | { readonly kind: 'failure'; readonly failure: Failure }
  >;
  /** US dollars for one request of `model`; 0 for a model without a known price. */
  price(model: string, usage: RequestUsage): number;
  readonly limits: (model: string) => { readonly window: number; readonly maxOutput: number };
}

// ---- The workspace ------------------------------------------------------------------------------

export type Located =
  /** `path` is the canonical workspace path; `uri` names the real file behind links. */
  | {
      readonly kind: 'inside';
      readonly path: string;
      readonly uri: string;
      /** Names the file has on the disk beside this one; absent when it has no other. */
      readonly otherLinks?: number;
    }
  | { readonly kind: 'outside'; readonly path: string; readonly uri: string }
  | { readonly kind: 'invalid'; readonly reason: string };

export type ReadOutcome =
  /** `text` is what the editor holds, unsaved edits included; `version` changes with every change. */
  | {
      readonly kind: 'text';
      readonly path: string;
      readonly text: string;
      readonly version: string;
      readonly unsaved: boolean;
      /**
       * The encoding it seems to be in, where that is not the one the editor opens it in; the user is
       * asked before such a file is edited.
       */
      readonly readAs?: string;
    }
  | { readonly kind: 'missing'; readonly path: string; readonly similar: readonly string[] }
  | { readonly kind: 'directory'; readonly path: string }
  | { readonly kind: 'binary'; readonly path: string; readonly bytes: number }
  | {
      readonly kind: 'tooLarge';
      readonly path: string;
      readonly bytes: number;
      readonly limit: number;
    }
  /** Outside the workspace, ignored, a secret, not permitted, or not round-tripping its encoding. */
  | {
      readonly kind: 'refused';
      readonly path: string;
      readonly reason: string;
      /** The user may allow it: read again with `granted`. */
      readonly ask?: ReadConcern;
    };

/** Why a read needs the user's leave. `covers` is what a leave for the whole task extends to. */
export interface ReadConcern {
  readonly why: 'outside' | 'secret' | 'ignored';
  readonly covers: string;
}

export interface ReadOptions {
  /** The user allowed this path although it is outside, a secret or ignored. */
  readonly granted?: boolean;
}

export interface ListOutcome {
  readonly entries: readonly {
    readonly path: string;
    readonly kind: 'file' | 'directory';
    readonly bytes?: number;
  }[];
  /** More matched than `limit`. */
  readonly truncated: boolean;
  readonly problem?: string;
}

export interface Files {
  /** How the file system names files; left out where capitals count and every name is legal. */
  readonly naming?: { readonly ignoreCase: boolean; readonly windows: boolean };
  /** Root names in order; empty when no folder is open. */
  readonly roots: readonly { readonly name: string; readonly uri: string }[];
  locate(path: string): Promise<Located>;
  read(path: string, signal: AbortSignal, options?: ReadOptions): Promise<ReadOutcome>;
  readBytes(
    path: string,
    limit: number,
    signal: AbortSignal,
    options?: ReadOptions,
  ): Promise<Uint8Array | ReadOutcome>;
  /** Files that ignore rules do not hide, breadth first, sorted. */
  list(
    query: { readonly path?: string; readonly glob?: string; readonly limit: number },
    signal: AbortSignal,
  ): Promise<ListOutcome>;
}

export interface SearchQuery {
  readonly pattern: string;
  readonly path?: string;
  readonly glob?: string;
  readonly literal: boolean;
  readonly caseSensitive: boolean;
  readonly contextLines: number;
  readonly limit: number;
}
export interface SearchMatch {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  readonly text: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}
export type SearchOutcome =
  | {
      readonly kind: 'matches';
      readonly matches: readonly SearchMatch[];
      readonly truncated: boolean;
    }
  | { readonly kind: 'problem'; readonly message: string };
export interface Search {
  search(query: SearchQuery, signal: AbortSignal): Promise<SearchOutcome>;
}

export type Severity = 'error' | 'warning' | 'information' | 'hint';
export interface Problem {
  readonly path: string;
  readonly severity: Severity;
  readonly message: string;
  readonly source?: string;
  readonly code?: string;
  /** A notebook's cell, counted from 0 as `read_file` shows it; line and column are within it. */
  readonly cell?: number;
  /** 1-based. */
  readonly line: number;
  readonly column: number;
}
export interface Problems {
  /** What the Problems panel holds now, errors first. */
  current(paths?: readonly string[]): Promise<readonly Problem[]>;
}

// ---- Languages ----------------------------------------------------------------------------------

export interface CodeSymbol {
  readonly name: string;
  /** `function`, `class`, `method`, …, in the editor's own words, lower case. */
  readonly kind: string;
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  readonly endLine?: number;
  /** The name of the symbol around it. */
  readonly container?: string;
}
export interface CodePlace {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  /** The line's text, trimmed and bounded. */
  readonly text: string;
}
export type LanguageOutcome<Found> =
  | { readonly kind: 'found'; readonly found: readonly Found[] }
  | { readonly kind: 'problem'; readonly message: string };

/** What the editor's language services know. Places outside the workspace are left out. */
export interface Languages {
  /** The outline of a file, in the order of its lines. */
  outline(path: string, signal: AbortSignal): Promise<LanguageOutcome<CodeSymbol>>;
  /** Symbols of the whole workspace whose names match `query`. */
  find(query: string, signal: AbortSignal): Promise<LanguageOutcome<CodeSymbol>>;
  /** `symbol` is looked for on `line` of `path`, or near it. */
  places(
    request: {
      readonly path: string;
      readonly line: number;
      readonly symbol: string;
      readonly kind: 'references' | 'definition' | 'implementations';
    },
    signal: AbortSignal,
  ): Promise<LanguageOutcome<CodePlace>>;
}

// ---- Git ----------------------------------------------------------------------------------------

export type GitScope = 'working tree' | 'staged' | 'branch';
export interface Git {
  /** A unified diff; empty when nothing differs. Files that hold secrets are left out. */
  diff(
    scope: GitScope,
  ): Promise<
    | { readonly kind: 'diff'; readonly text: string }
    | { readonly kind: 'problem'; readonly message: string }
  >;
}

// ---- Edits --------------------------------------------------------------------------------------

export interface EditOutcome {
  /** `partly`: some hunks kept or changed by hand; `written`: at once, nobody has looked at it yet. */
  readonly status: 'kept' | 'partly' | 'written' | 'undone' | 'failed';
  /** For the model: which hunks were kept, dropped or changed by hand, or what went wrong. */
  readonly report: string;
  /** Workspace paths written, deleted or moved. */
  readonly touched: readonly string[];
  /** Problems that were not there before the edit, bounded, errors first. */
  readonly newProblems: readonly Problem[];
}

export interface TaskChange {
  readonly path: string;
  readonly uri: string;
  readonly kind: 'created' | 'modified' | 'deleted' | 'renamed';
  readonly from?: string;
  readonly review: 'kept' | 'pending' | 'undone';
}

/** The edits of one task: proposed, reviewed, applied with checkpoints. */
export interface Editor {
  /**
   * With `review: before`, resolves when every hunk is decided; with `after`, when it is applied.
   * Emits `review` as decisions come, also after it resolved. Throws only when `signal` aborts, and
   * then nothing of the proposal was written.
   */
  propose(
    changes: ChangeSet,
    call: { readonly callId: string; readonly emit: (review: Review) => void },
    signal: AbortSignal,
  ): Promise<EditOutcome>;
  /** Everything this task changed so far, one entry a file, net of what was undone. */
  changes(): readonly TaskChange[];
  /** Problems in the files touched by the task that were not there when it began. */
  newProblems(signal: AbortSignal): Promise<readonly Problem[]>;
  /** The net difference of the task so far as a unified diff, for the `changes` tool. */
  diff(): Promise<string>;
  /** Language-server rename, as a change set that `propose` takes. */
  renameSymbol(
    request: {
      readonly path: string;
      readonly line: number;
      readonly symbol: string;
      readonly newName: string;
    },
    signal: AbortSignal,
  ): Promise<
    | { readonly kind: 'changes'; readonly changes: ChangeSet }
    | { readonly kind: 'problem'; readonly message: string }
  >;
}

// ---- Commands -----------------------------------------------------------------------------------

export interface ShellOutput {
  /** What was written since the last look; head and tail when it was long. */
  readonly output: string;
  /** Characters left out of the middle, and the workspace-readable file that holds them all. */
  readonly omitted?: { readonly characters: number; readonly file: string };
  readonly state:
    | {
        readonly kind: 'exited';
        readonly code: number;
        readonly signal?: string;
        /** Processes it started still run; they end with the task. */
        readonly lingering?: true;
      }
    | { readonly kind: 'running'; readonly sessionId: number }
    | { readonly kind: 'failed'; readonly message: string };
  readonly wallMs: number;
}
export interface Shell {
  /** Starts a command in its own process group; returns when it exits or after `yieldMs`. */
  run(
    request: {
      readonly command: string;
      readonly workdir?: string;
      readonly yieldMs: number;
      readonly maxCharacters: number;
      readonly onOutput?: (chunk: string) => void;
    },
    signal: AbortSignal,
  ): Promise<ShellOutput>;
  write(
    request: {
      readonly sessionId: number;
      readonly characters: string;
      readonly yieldMs: number;
      readonly maxCharacters: number;
      readonly onOutput?: (chunk: string) => void;
    },
    signal: AbortSignal,
  ): Promise<ShellOutput>;
  /** Commands still running, for the summary that compaction keeps. */
  running(): readonly { readonly sessionId: number; readonly command: string }[];
  /** Ends every process group this task started. */
  stopAll(): Promise<void>;
}

// ---- People, time, memory -----------------------------------------------------------------------

export interface Approver {
  approve(request: ApprovalRequest, signal: AbortSignal): Promise<ApprovalDecision>;
  ask(
    callId: string,
    questions: readonly Question[],
    signal: AbortSignal,
  ): Promise<readonly string[]>;
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Milliseconds that never jump. */
  monotonic(): number;
  /** Rejects with the signal's reason when it aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  random(): number;
}

/** What the journal keeps, in order: events for people, items for the model. */
export type JournalRecord =
  /** First in every journal. */
  | { readonly kind: 'about'; readonly at: number; readonly format: 1; readonly workspace: string }
  | { readonly kind: 'event'; readonly at: number; readonly event: AgentEvent }
  /** `messageId` ties a user item to its event, so that a rewind knows where to cut. */
  | {
      readonly kind: 'item';
      readonly at: number;
      readonly item: InputItem;
      readonly messageId?: string;
      /** The news that this item delivers. */
      readonly about?: string;
    }
  /** Something that the next request is to tell the model. */
  | { readonly kind: 'news'; readonly at: number; readonly news: News }
  /** A message that waits for the next step, whole, so that a killed host loses none. */
  | { readonly kind: 'queued'; readonly at: number; readonly input: QueuedInput }
  /** History from here on is these items (compaction, rewind, dropped reasoning). */
  | {
      readonly kind: 'history';
      readonly at: number;
      readonly items: readonly InputItem[];
      /** Where the user messages stand among the items: message id and index. */
      readonly messages: readonly (readonly [string, number])[];
    };

export interface Journal {
  append(record: JournalRecord): void;
  /** Resolves when everything appended is on the disk. */
  sync(): Promise<void>;
}
