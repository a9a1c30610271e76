import type { AgentEvent, CheckResult } from '../../shared/events.ts';
import type { Task, TaskParts } from './task.ts';

/** What a check may use besides the task. */
export interface CheckContext {
  readonly task: Task;
  readonly parts: TaskParts;
  readonly emit: (event: AgentEvent) => unknown;
  readonly signal: AbortSignal;
}

/** One check's outcome; `note` is what goes back to the model when it failed. */
export interface Outcome {
  readonly check: CheckResult;
  readonly note?: string;
}
