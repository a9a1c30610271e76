import type { ReviewFile, ReviewState } from './review-state.ts';
import { describeHunk, filesTold, hunksTold } from './summarize-review.ts';

/**
 * What the user took back of changes that were written already, in a few lines for the model;
 * `undefined` while all of them stand.
 */
export function summarizeTakenBack(state: ReviewState): string | undefined {
  const files = state.files.filter(({ hunks }) =>
    hunks.some(({ decision }) => decision === 'undone'),
  );
  if (files.length === 0) return undefined;
  const lines = ['The user has taken back a part of what you had written:'];
  let hunks = 0;
  for (const file of files.slice(0, filesTold)) {
    lines.push(`${file.path}: ${what(file)}`);
    for (const hunk of file.hunks) {
      if (hunk.kind === 'file' || hunk.decision !== 'undone') continue;
      hunks += 1;
      if (hunks <= hunksTold) lines.push(...describeHunk(file, hunk));
    }
  }
  if (hunks > hunksTold) lines.push(`And ${hunks - hunksTold} more hunks.`);
  if (files.length > filesTold) lines.push(`And ${files.length - filesTold} more files.`);
  lines.push('Read these files again before you change them, and do not write it again unasked.');
  return lines.join('\n');
}

function what({ change, hunks }: ReviewFile): string {
  const whole = hunks.find(({ kind }) => kind === 'file');
  const undone = hunks.filter(({ decision }) => decision === 'undone').length;
  if (whole?.decision === 'undone') {
    switch (change.kind) {
      case 'create':
        return 'the new file is gone.';
      case 'delete':
        return 'the deleted file is there again.';
      case 'rename':
        return `it is at ${change.from} again.`;
      case 'modify':
    }
  }
  return `${undone} of ${hunks.length} hunks undone.`;
}
