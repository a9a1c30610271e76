import type { EditOutcome } from '../../core/ports.ts';
import { renderUnified } from '../../core/edits/render-unified.ts';
import { reviewOutcome } from '../../core/edits/review-outcome.ts';
import { isReplaced } from '../../core/edits/whole-files.ts';
import { inSteps } from '../edits/in-steps.ts';
import { sameNotebook } from '../../core/notebooks/overlay-notebook.ts';
import { isNotebookPath } from '../../core/notebooks/parse-notebook.ts';
import { shownText } from '../edits/carry-out.ts';
import type { Finished } from './finish-review.ts';
import type { ReviewRecord } from './review-record.ts';

/** Lines of a difference that the model is shown before it is told to read the file instead. */
const shownDiffLines = 60;

/** What came of a review, for the model: what was kept, dropped, changed by hand or by saving. */
export async function reportOutcome(
  record: ReviewRecord,
  finished: Extract<Finished, { kind: 'written' }>,
): Promise<Pick<EditOutcome, 'status' | 'report'>> {
  const hunks = record.state.files.flatMap((file) => file.hunks);
  const undone = hunks.filter(({ decision }) => decision === 'undone').length;
  const edited = hunks.filter(({ decision }) => decision === 'edited').length;
  const isReplacing = record.state.files.some(isReplaced);
  const isNone = undone === hunks.length && !isReplacing;
  const decided = isNone ? 'undone' : undone + edited > 0 ? 'partly' : 'kept';
  // Reviewed after: nobody has looked at it yet, and neither the model nor the user must think so.
  const status = record.phase === 'applied' ? 'written' : decided;
  const lines = [
    record.phase === 'applied'
      ? 'All changes are written. The user reviews them later and may take some back.'
      : reviewOutcome(record.state).summary,
  ];
  lines.push(...finished.notices);
  for (const [path, now] of Object.entries(record.moved ?? {})) {
    lines.push(`${path} is ${now} now: the user moved it meanwhile.`);
  }
  for (const { uri, then } of finished.wanted) {
    const after = finished.after.get(uri);
    if (after === undefined || then.kind === 'missing') continue;
    const written = await shownText(after);
    const meant = await shownText(then);
    const path = pathOf(record, uri);
    if (written === undefined || meant === undefined || written === meant) continue;
    // Notebook editors write the same cells in their own way.
    if (isNotebookPath(path) && sameNotebook(written, meant)) continue;
    lines.push(`Saving changed ${path} (a formatter or another save action):`);
    lines.push(await shortDiff(path, meant, written));
  }
  return { status, report: lines.join('\n') };
}

function pathOf(record: ReviewRecord, uri: string): string {
  const known = Object.entries(record.uris).find(([, candidate]) => candidate === uri);
  return known?.[0] ?? uri;
}

async function shortDiff(path: string, meant: string, saved: string): Promise<string> {
  const names = { from: `${path} (meant)`, to: `${path} (saved)` };
  return bounded(await inSteps(renderUnified(names, meant, saved, 1)));
}

function bounded(text: string): string {
  const lines = text.split('\n');
  if (lines.length <= shownDiffLines) return text;
  const rest = lines.length - shownDiffLines;
  return [...lines.slice(0, shownDiffLines), `… ${rest} more lines: read the file.`].join('\n');
}
