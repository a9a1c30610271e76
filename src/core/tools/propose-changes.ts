import type { ToolDetail } from '../../shared/events.ts';
import { describeProblems } from '../context/describe-problems.ts';
import { type ChangeSet, resultPath, sourcePath, textAfter } from '../edits/change-set.ts';
import type { EditOutcome } from '../ports.ts';
import { scriptChanges } from '../policy/package-scripts.ts';
import { plural } from './bounded-text.ts';

import type { ToolContext, ToolResult } from './tool.ts';

/**
 * Takes a prepared change set through policy, review and writing, and tells the model how it ended.
 * Nothing is written before the policy, and the user where it says so, allowed every path.
 */
export async function proposeChanges(
  changes: ChangeSet,
  context: ToolContext,
  detail: ToolDetail,
): Promise<ToolResult> {
  const paths = [
    ...new Set(changes.changes.flatMap((change) => [sourcePath(change), resultPath(change)])),
  ];
  const answer = await context.approve({
    kind: 'write',
    paths,
    concerns: changes.changes.flatMap(scriptChanges),
  });
  if (answer.kind === 'denied') {
    return {
      ok: false,
      output: `Nothing was changed: ${answer.reason}`,
      summary: 'Not allowed',
      detail,
    };
  }
  const outcome = await context.editor.propose(
    changes,
    {
      callId: context.callId,
      emit: (review) => {
        context.emit({ type: 'review', review });
      },
    },
    context.signal,
  );
  // The review's card says that nothing was written; this says why.
  if (outcome.status === 'failed') context.emit({ type: 'notice', message: outcome.report });
  await rememberWritten(changes, outcome.touched, context);
  const problems =
    outcome.newProblems.length > 0
      ? `\nProblems that were not there before:\n${describeProblems(outcome.newProblems)}\nFix them unless a later edit will.`
      : '';
  return {
    ok: ['kept', 'partly', 'written'].includes(outcome.status),
    output: `${outcome.report}${problems}`,
    summary: summarise(
      outcome.status,
      countTouched(changes, outcome.touched),
      outcome.newProblems.length,
    ),
    detail,
  };
}

/**
 * What the model wrote, it knows; a file that reads otherwise now (kept in part, formatted on save)
 * is forgotten, so that nothing is built on text it never saw.
 */
async function rememberWritten(
  changes: ChangeSet,
  touched: readonly string[],
  context: ToolContext,
): Promise<void> {
  for (const change of changes.changes) {
    const path = resultPath(change);
    context.task.reads.delete(sourcePath(change));
    if (!touched.includes(path) || change.kind === 'delete') continue;
    const now = await context.files.read(path, context.signal);
    if (now.kind === 'text' && now.text === textAfter(change)) {
      context.task.reads.set(path, now.version);
    }
  }
}

/** A moved file is one, though both of its places were touched. */
function countTouched({ changes }: ChangeSet, touched: readonly string[]): number {
  return changes.filter((change) =>
    [resultPath(change), sourcePath(change)].some((path) => touched.includes(path)),
  ).length;
}

const words = {
  kept: 'Kept',
  partly: 'Kept in part',
  written: 'Written',
  undone: 'Undone',
  failed: 'Failed',
} as const;

function summarise(status: EditOutcome['status'], files: number, problems: number): string {
  const word = words[status];
  const count = files > 0 ? `, ${plural(files, 'file')}` : '';
  return `${word}${count}${problems > 0 ? `, ${plural(problems, 'new problem')}` : ''}`;
}
