import { textBefore } from './change-set.ts';
import type { ReviewFile, ReviewHunk, ReviewState } from './review-state.ts';
import { splitLines } from './split-lines.ts';
import { isReplaced, isWhole } from './whole-files.ts';

export const filesTold = 40;
export const hunksTold = 12;
const lineLength = 120;
const editedLines = 12;

/**
 * The user's decisions in a few lines for the model: per file what was kept and dropped, and the text
 * of what the user changed by hand, bounded.
 */
export function summarizeReview(
  state: ReviewState,
  blocked: readonly { readonly path: string; readonly reason: string }[],
): string {
  const lines: string[] = [];
  const all = state.files.flatMap((file) => file.hunks);
  const isPlain = state.files.every((file) => file.conflict === undefined) && blocked.length === 0;
  const isSettled = all.some(({ yields }) => yields === true);
  // Without hunks nothing was kept: the user has made the same change.
  if (isPlain && !isSettled && state.files.every((file) => file.hunks.length > 0)) {
    if (all.every((hunk) => hunk.decision === 'kept')) {
      return ['The user kept all changes.', ...tellMoved(state)].join('\n');
    }
    if (all.every((hunk) => hunk.decision === 'undone') && !state.files.some(isReplaced)) {
      const undone =
        'The user undid all changes: none of them was written. Ask what to do differently, or take another way.';
      return [undone, ...tellMoved(state)].join('\n');
    }
  }
  let hunks = 0;
  for (const file of state.files.slice(0, filesTold)) {
    lines.push(`${file.path}: ${countDecisions(file)}`);
    if (isReplaced(file)) lines.push(...showText(file, file.current));
    for (const hunk of file.hunks) {
      if (hunk.decision === 'kept' || hunk.kind === 'file') continue;
      if (isWhole(file)) continue;
      hunks += 1;
      if (hunks <= hunksTold) lines.push(...describeHunk(file, hunk));
    }
  }
  const untold = state.files.length - filesTold;
  if (untold > 0) lines.push(`And ${untold} more files; read them to see what was kept.`);
  if (hunks > hunksTold) {
    lines.push(`${hunks - hunksTold} more hunks were not kept as proposed; read the files.`);
  }
  for (const { path, reason } of blocked) lines.push(`${path}: not carried out, ${reason}.`);
  lines.push(...tellMoved(state));
  return lines.join('\n');
}

/** What the model knows of these files is out of date, beside its own change too. */
function tellMoved({ files }: ReviewState): readonly string[] {
  const moved = files.filter(
    ({ change, base, baseVersion, conflict }) =>
      conflict === undefined && baseVersion !== undefined && base !== textBefore(change),
  );
  if (moved.length === 0) return [];
  const names = moved.slice(0, filesTold).map(({ path }) => path);
  const more = moved.length > filesTold ? ` and ${moved.length - filesTold} more` : '';
  return [`Changed by the user meanwhile: ${names.join(', ')}${more}. Read before changing again.`];
}

function countDecisions(file: ReviewFile): string {
  if (file.conflict !== undefined) {
    return 'the user changed the same lines meanwhile; nothing was written.';
  }
  const count = (decision: ReviewHunk['decision']) =>
    file.hunks.filter((hunk) => hunk.decision === decision && hunk.yields !== true).length;
  const [only] = file.hunks;
  if (only === undefined) return 'nothing was written: the user has made the same change.';
  if (only.yields === true && file.baseVersion === undefined) {
    return 'nothing was written: the user deleted it meanwhile, or moved it elsewhere, and that stays so.';
  }
  if (only.yields === true && only.kind === 'file') {
    return 'nothing was written: the user has a text of their own there, and keeps it.';
  }
  if (isReplaced(file)) {
    return 'the deletion was undone by the user, who wrote a text of their own there, now:';
  }
  if (only.kind === 'file' && (file.hunks.length === 1 || isWhole(file))) {
    const what = `the ${{ create: 'creation', delete: 'deletion', rename: 'renaming', modify: 'change' }[file.change.kind]} was`;
    const how = {
      kept: 'kept',
      undone: 'undone by the user',
      edited: 'kept, changed by the user',
      pending: 'left open and not written',
    };
    return `${what} ${how[only.decision]}.`;
  }
  const parts = [`${count('kept')} of ${file.hunks.length} hunks kept as proposed`];
  if (count('edited') > 0) parts.push(`${count('edited')} changed by the user`);
  if (count('undone') > 0) parts.push(`${count('undone')} undone by the user`);
  if (count('pending') > 0) parts.push(`${count('pending')} left open and not written`);
  return `${parts.join(', ')}.`;
}

export function describeHunk(file: ReviewFile, hunk: ReviewHunk): readonly string[] {
  const at = `  line ${hunk.baseStart + 1}`;
  if (hunk.yields === true) {
    if (file.baseVersion === undefined) return [];
    const theirs = splitLines(file.base)[hunk.baseStart]?.trimEnd() ?? '';
    const shown = hunk.baseLines === 0 ? 'took the lines out' : `has \`${clip(theirs)}\` there`;
    return [`${at}: not written: the user ${shown} and keeps that`];
  }
  const lines = splitLines(hunk.text).map((line) => line.trimEnd());
  switch (hunk.decision) {
    case 'undone':
    case 'pending': {
      const [first] = lines.filter((line) => line.trim() !== '');
      const what = first === undefined ? `removing ${hunk.baseLines} lines` : `\`${clip(first)}\``;
      return [`${at}: ${hunk.decision === 'undone' ? 'undone' : 'left open'}: ${what}`];
    }
    case 'edited': {
      const who = hunk.author === 'user' ? 'added by the user' : 'changed by the user';
      return lines.length === 0
        ? [`${at}: removed by the user`]
        : [`${at}: ${who}, now:`, ...showText(file, hunk.text)];
    }
    case 'kept':
      return [];
  }
}

function showText({ path }: ReviewFile, text: string): readonly string[] {
  const lines = splitLines(text).map((line) => line.trimEnd());
  const shown = lines.slice(0, editedLines).map((line) => `    ${clip(line)}`);
  const more = lines.length - editedLines;
  return more > 0 ? [...shown, `    … ${more} more lines; read ${path}`] : shown;
}

function clip(line: string): string {
  return line.length > lineLength ? `${line.slice(0, lineLength)}…` : line;
}
