import type { News } from '../../core/agent/news.ts';
import { reviewOutcome } from '../../core/edits/review-outcome.ts';
import { summarizeTakenBack } from '../../core/edits/summarize-taken-back.ts';
import type { Step } from '../checkpoints/step-log.ts';
import type { Finished } from './finish-review.ts';
import { reportOutcome } from './report-outcome.ts';
import type { ReviewRecord } from './review-record.ts';
import type { UndoScope } from './undo-steps.ts';

/** How many files a note names. */
const filesNamed = 20;

/** Decisions on changes whose tool call was answered long ago. */
export function newsOfWritten(record: ReviewRecord): News {
  const about = `review ${record.id}`;
  const taken = summarizeTakenBack(record.state);
  if (taken !== undefined) return { about, text: taken };
  const paths = record.state.files.map(({ path }) => path);
  const text = `The user has put back what was taken back of your changes to ${named(paths)}.`;
  return { about, text, asExpected: true };
}

/**
 * The end of a proposal that outlived its call, over a reload or a stop, or of what the user typed on
 * in it while it was written.
 */
export async function newsOfWaited(
  record: ReviewRecord,
  finished: Finished | undefined,
): Promise<News> {
  const report = await reportEnd(record, finished);
  const what =
    record.follows === undefined
      ? 'Your proposal that was still open when its call ended has been decided.'
      : 'The user typed on in your proposal while it was being written. Of that:';
  return { about: `review ${record.id}`, text: `${what}\n${report}` };
}

async function reportEnd(record: ReviewRecord, finished: Finished | undefined): Promise<string> {
  if (finished?.kind === 'written') return (await reportOutcome(record, finished)).report;
  return finished?.kind === 'failed' ? finished.message : reviewOutcome(record.state).summary;
}

/** Files that went back, or forth again. */
export function newsOfUndo(
  scope: UndoScope,
  { id, transitions }: Step,
  pathOf: (uri: string) => string,
): News {
  const paths = transitions.map(({ uri, after }) =>
    after.kind === 'missing' ? `${pathOf(uri)} (gone)` : pathOf(uri),
  );
  const isBack = scope.kind === 'undo' || scope.kind === 'stepAgain';
  const said = isBack
    ? 'The user has brought back changes that had been undone. Changed by that'
    : 'The user has undone changes of this task; their own edits stay. Changed by that';
  if (paths.length === 0) {
    const text = `${said}: no file for now, since later changes have removed those it was about.`;
    return { about: `step ${id}`, text };
  }
  const text = `${said}: ${named(paths)}. What you know of these files is out of date: read them again before you go on.`;
  return { about: `step ${id}`, text };
}

function named(paths: readonly string[]): string {
  const more = paths.length - filesNamed;
  const shown = paths.slice(0, filesNamed).join(', ');
  return more > 0 ? `${shown} and ${more} more files` : shown;
}
