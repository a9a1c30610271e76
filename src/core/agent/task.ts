import type {
  Approver,
  Clock,
  Editor,
  Effort,
  Files,
  Git,
  Languages,
  Model,
  Problems,
  Search,
  Shell,
  Verbosity,
} from '../ports.ts';
import type { Tool, TaskMemory, ToolContext } from '../tools/tool.ts';
import type { History } from './history.ts';
import type { InputMessage } from './items.ts';
import type { TaskNews } from './news.ts';
import type { AgentEvent, AttachmentInfo, Failure, Usage } from '../../shared/events.ts';

/** A message of the user, ready for the model. */
export interface UserInput {
  readonly messageId: string;
  readonly text: string;
  readonly attachments: readonly AttachmentInfo[];
  readonly doneWhen: readonly string[];
  readonly item: InputMessage;
}

export interface QueuedInput extends UserInput {
  readonly queuedId: string;
}

/** Read anew at each step, so that a switch in the middle of a task works. */
export interface RunSettings {
  readonly model: string;
  readonly effort: Effort;
  readonly verbosity: Verbosity;
  /** Tokens of context to work in, at most the model's own window. */
  readonly window: number;
  /** Names the endpoint and account: another value starts a new epoch. */
  readonly endpoint: string;
  /** US dollars and steps; 0 for no limit. */
  readonly budgetUsd: number;
  readonly budgetSteps: number;
  readonly verifyCommands: readonly string[];
  /** Takes what looks like a secret out of tool output before it is sent. */
  readonly redact: boolean;
  /** What stands in the way of any request, such as a missing folder or Restricted Mode. */
  readonly blocked?: Failure;
}

/** The doors and parts a running task uses. */
export interface TaskParts {
  readonly model: Model;
  readonly instructions: string;
  readonly tools: readonly Tool[];
  readonly files: Files;
  readonly search: Search;
  readonly problems: Problems;
  readonly editor: Editor;
  readonly shell: Shell;
  readonly approver: Approver;
  /** Policy first, then the user; one per call, since decisions are shown at their call. */
  readonly approve: (call: {
    readonly callId: string;
    readonly emit: (event: AgentEvent) => void;
    readonly signal: AbortSignal;
  }) => ToolContext['approve'];
  readonly clock: Clock;
  readonly settings: () => RunSettings;
  readonly languages: Languages;
  readonly git: Git;
  /** Lets the host's event loop turn in long computations. */
  readonly pause: () => Promise<void>;
  /** Writes the readable record of this task; a path that read_file takes, empty when there is none. */
  readonly lookBack: () => Promise<string>;
  /** Takes events that come when no loop runs, such as late review decisions. */
  readonly record: (event: AgentEvent) => void;
  /** Lines for the log file; never shown, never with secrets. */
  readonly log: (line: string) => void;
}

/** The state of one task. Everything in it can be rebuilt from the journal. */
export interface Task {
  readonly id: string;
  readonly history: History;
  readonly memory: TaskMemory;
  /** Messages typed while it works, delivered at the next step. */
  readonly queue: QueuedInput[];
  /** What the next request tells the model besides, such as decisions on changes it made. */
  news: TaskNews;
  /** The user's words, verbatim, for what must survive compaction. */
  readonly requests: string[];
  doneWhen: readonly string[];
  /** What the last compaction kept in readable form, for when its encrypted form cannot be read. */
  summary: string;
  usage: Usage;
  /** Input and output of the last request, plus what came since by estimate. */
  contextTokens: number;
  /** The user asked for a compaction: it comes before the next request. */
  compactWanted: boolean;
  /** Estimated tokens of history below which compaction is not tried (again). */
  compactAbove: number;
  /** Dollars spent when the budget last began to count. */
  budgetFrom: number;
  /** Model and endpoint of the last request; another one starts a new epoch. */
  epoch: { readonly model: string; readonly endpoint: string } | undefined;
  /** Text of the message being streamed, for an honest record when it is cut off. */
  streaming: { readonly messageId: string; text: string } | undefined;
}

export const noUsage: Usage = {
  inputTokens: 0,
  cachedTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
  usd: 0,
  requests: 0,
};
