import type { AgentEvent } from '../../shared/events.ts';
import { describeProblems } from '../context/describe-problems.ts';
import { joined } from './channel.ts';
import type { CheckContext, Outcome } from './check-context.ts';
import { limits } from './limits.ts';
import type { Task, TaskParts } from './task.ts';
import { verifyCommand } from './verify-command.ts';

type Check = (context: CheckContext) => readonly Outcome[] | Promise<readonly Outcome[]>;

/** In the order they run: cheap ones first. The bound is how often each may send the model back. */
const checks: readonly (readonly [check: Check, rounds: number])[] = [
  [checkPlan, limits.planNudges],
  [checkProblems, limits.problemRounds],
  [checkVerifyCommands, limits.verifyRounds],
  [checkCriteria, limits.reportRounds],
];

/**
 * What must hold before a task is called done. What fails goes back to the model, each check a
 * bounded number of times; after that the task ends and the result says what failed.
 */
export class Checks {
  readonly #rounds = new Map<Check, number>();

  /** Returns the note that goes back to the model, or undefined when the task may end. */
  async *run(
    task: Task,
    parts: TaskParts,
    signal: AbortSignal,
  ): AsyncGenerator<AgentEvent, string | undefined> {
    for (const [check, bound] of checks) {
      const outcomes = yield* joined<AgentEvent, readonly Outcome[]>(async (push) =>
        check({ task, parts, emit: push, signal }),
      );
      for (const outcome of outcomes) yield { type: 'check', check: outcome.check };
      const notes = outcomes.flatMap((outcome) => outcome.note ?? []);
      const rounds = this.#rounds.get(check) ?? 0;
      if (notes.length === 0 || rounds >= bound) continue;
      this.#rounds.set(check, rounds + 1);
      return notes.join('\n\n');
    }
    return undefined;
  }
}

function checkPlan({ task }: CheckContext): readonly Outcome[] {
  const { plan } = task.memory;
  if (plan.length === 0) return [];
  const open = plan.filter((step) => step.status !== 'completed').map((step) => step.step);
  if (open.length === 0)
    return [{ check: { name: 'Plan', status: 'passed', evidence: `${plan.length} steps closed` } }];
  const list = open.join('; ');
  return [
    {
      check: { name: 'Plan', status: 'failed', evidence: `Open: ${list}` },
      note: `Your plan still has open steps: ${list}. Finish them, or update the plan to what is true and say in the answer what remains and why.`,
    },
  ];
}

async function checkProblems({ parts, signal }: CheckContext): Promise<readonly Outcome[]> {
  if (!hasChanges(parts)) return [];
  const problems = await parts.editor.newProblems(signal);
  const errors = problems.filter((problem) => problem.severity === 'error');
  const name = 'Problems';
  if (errors.length === 0)
    return [{ check: { name, status: 'passed', evidence: 'No new errors in the changed files' } }];
  const text = describeProblems(errors, limits.problemsShown);
  return [
    {
      check: { name, status: 'failed', evidence: `${errors.length} new` },
      note: `Your changes brought new problems:\n${text}\nFix them, or say in the answer why they stay.`,
    },
  ];
}

async function checkVerifyCommands(context: CheckContext): Promise<readonly Outcome[]> {
  const { blocked, verifyCommands } = context.parts.settings();
  if (blocked || !hasChanges(context.parts)) return [];
  const commands = [...new Set(verifyCommands)];
  const outcomes: Outcome[] = [];
  for (const command of commands) outcomes.push(await verifyCommand(command, commands, context));
  return outcomes;
}

function checkCriteria({ task }: CheckContext): readonly Outcome[] {
  return task.doneWhen.map((name) => {
    const answer = task.memory.criteria.find((it) => sameText(it.criterion, name));
    if (answer) {
      const status = answer.met ? 'passed' : 'failed';
      return { check: { name, status, evidence: answer.evidence } };
    }
    return {
      check: { name, status: 'notRun' },
      note: `The done-when criterion "${name}" has no answer yet. Check it and call report with every criterion, word for word, and evidence for each.`,
    };
  });
}

function hasChanges(parts: TaskParts): boolean {
  return parts.editor.changes().some((change) => change.review !== 'undone');
}

function sameText(left: string, right: string): boolean {
  const fold = (text: string): string => text.toLowerCase().replaceAll(/\s+/g, ' ').trim();
  return fold(left) === fold(right);
}
