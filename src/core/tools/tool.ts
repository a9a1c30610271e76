/** A tool is one file: name, schema, description, run, summary. Its result speaks to two readers. */

import type { z } from 'zod';
import type { AgentEvent, PlanStep, ToolDetail } from '../../shared/events.ts';
import type { ContentPart } from '../agent/items.ts';
import type { CellStamp } from '../notebooks/follow-cells.ts';
import type {
  Editor,
  Files,
  Git,
  Languages,
  Problems,
  ReadConcern,
  Search,
  Shell,
  ToolSpec,
} from '../ports.ts';

export interface ToolResult {
  readonly ok: boolean;
  /** For the model: what happened and what to do next. */
  readonly output: string | readonly ContentPart[];
  /** For the panel: a few words, such as `120 lines`. */
  readonly summary: string;
  readonly detail?: ToolDetail;
}

export type ApprovalAnswer =
  | { readonly kind: 'allowed' }
  /** `reason` is for the model. */
  | { readonly kind: 'denied'; readonly reason: string };

/** What a tool may reach. One per call. */
export interface ToolContext {
  readonly callId: string;
  readonly signal: AbortSignal;
  readonly files: Files;
  readonly search: Search;
  readonly problems: Problems;
  readonly languages: Languages;
  readonly git: Git;
  readonly editor: Editor;
  readonly shell: Shell;
  readonly task: TaskMemory;
  /** Lets others run; awaited now and then by long computations. */
  readonly pause?: () => Promise<void>;
  emit(event: AgentEvent): void;
  /** Policy first, then the user where the policy says so; remembers what covers the task. */
  approve(request: ApprovalNeed): Promise<ApprovalAnswer>;
  ask(
    questions: readonly { readonly question: string; readonly options?: readonly string[] }[],
  ): Promise<readonly string[]>;
}

export type ApprovalNeed =
  | { readonly kind: 'command'; readonly command: string; readonly workdir?: string }
  /** `concerns`: what the new content does that is worth a question, such as new package scripts. */
  | {
      readonly kind: 'write';
      readonly paths: readonly string[];
      readonly concerns?: readonly { readonly path: string; readonly reason: string }[];
    }
  | {
      readonly kind: 'read';
      readonly path: string;
      readonly reason: string;
      readonly concern: ReadConcern;
    }
  /** A check of the workspace's `verify.commands`; `among` is that whole list. */
  | { readonly kind: 'verify'; readonly command: string; readonly among: readonly string[] };

/** State that tools share within a task; survives compaction verbatim. */
export interface TaskMemory {
  plan: readonly PlanStep[];
  criteria: readonly {
    readonly criterion: string;
    readonly met: boolean;
    readonly evidence: string;
  }[];
  /** The version each file was last read at, by workspace path. */
  readonly reads: Map<string, string>;
  /** The cells of each notebook as they were last shown, by workspace path. */
  readonly notebooks: Map<string, readonly CellStamp[]>;
  /** How often the same call failed in the same way, so that a loop is broken with other advice. */
  readonly failures: Map<string, number>;
}

export function createTaskMemory(): TaskMemory {
  return { plan: [], criteria: [], reads: new Map(), notebooks: new Map(), failures: new Map() };
}

export type Effect =
  /** Reads only: runs beside others. */
  | 'read'
  /** Changes files, runs commands, asks people: one after the other. */
  | 'act';

interface ToolBase<Input> {
  readonly name: string;
  readonly effect: Effect;
  readonly description: string;
  /** A short line for the panel, such as `Read src/a.ts`. */
  title(input: Input): string;
  run(input: Input, context: ToolContext): Promise<ToolResult>;
}
export interface FunctionTool<Schema extends z.ZodType> extends ToolBase<z.output<Schema>> {
  readonly kind: 'function';
  readonly schema: Schema;
}
export interface CustomTool extends ToolBase<string> {
  readonly kind: 'custom';
  readonly format: (ToolSpec & { type: 'custom' })['format'];
}
/** A tool with its input type hidden behind `prepare`, so that the registry is one plain list. */
export interface Tool {
  readonly name: string;
  readonly effect: Effect;
  readonly spec: ToolSpec;
  /** Parses the raw input of a call; a problem is a sentence for the model. */
  prepare(raw: string):
    | {
        readonly kind: 'ready';
        readonly title: string;
        run(context: ToolContext): Promise<ToolResult>;
      }
    | { readonly kind: 'problem'; readonly message: string };
}
