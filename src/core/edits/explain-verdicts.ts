import { findAlready, findNearest, type NearestRegion } from './find-nearest.ts';
import { explainAdded, explainNumbers, listAdded } from './explain-slips.ts';
import { lineKey } from './line-key.ts';
import type { HunkVerdict } from './locate-hunk.ts';
import type { MatchSource } from './match-source.ts';
import type { PatchHunk } from './patch.ts';
import { clip, quote } from './quote-line.ts';
import { lineText } from './text-lines.ts';

/**
 * Tells the model, hunk by hunk, what would have applied and what would not, where the lines it
 * meant may be, and what to do next. Bounded in length and cost however long the patch is.
 */
export function explainVerdicts(
  path: string,
  source: MatchSource,
  hunks: readonly PatchHunk[],
  verdicts: readonly HunkVerdict[],
): string {
  const lines: string[] = [];
  const fits: number[] = [];
  const addedBy = listAdded(hunks);
  let told = 0;
  let untold = 0;
  for (const [at, verdict] of verdicts.entries()) {
    const hunk = hunks[at];
    if (verdict.kind === 'placed' || hunk === undefined) {
      fits.push(at + 1);
      continue;
    }
    told += 1;
    if (told > failuresTold) untold += 1;
    else
      lines.push(
        `${path}, hunk ${at + 1} of ${hunks.length} (patch line ${hunk.patchLine}): ${explain(source, hunk, verdict)}${verdict.kind === 'notFound' ? explainAdded(source, oldLines(hunk), at, addedBy) : ''}`,
      );
  }
  if (untold > 0) lines.push(`${path}: ${untold} more hunks do not apply either.`);
  if (fits.length > 0) lines.push(`${path}: ${nameHunks(fits)} would have applied.`);
  return lines.join('\n');
}

const failuresTold = 5;
const linesListed = 8;
const linesShown = 12;

type Failure = Exclude<HunkVerdict, { kind: 'placed' }>;

function explain(source: MatchSource, hunk: PatchHunk, verdict: Failure): string {
  switch (verdict.kind) {
    case 'ambiguous':
      return `its lines are at more than one place: lines ${listLines(verdict.starts, verdict.more)}. Nothing was chosen${verdict.spacing === true ? ', since empty lines at the ends of a hunk may be mere spacing (an empty line of the file is written as a single space)' : ''}. Add more context lines, or an \`@@\` line with the class or function that the place is in.`;
    case 'ambiguousAnchor':
      return `\`@@ ${clip(verdict.anchor.trim())}\` is at more than one place: lines ${listLines(verdict.lines, false)}. Put the enclosing class or function on an \`@@\` line before it, or add context lines.`;
    case 'noAnchor':
      return explainNoAnchor(source, hunk, verdict.anchor, verdict.inside);
    case 'outsideAnchor':
      return `its lines are not below \`@@ ${clip(verdict.anchor.trim())}\`, but at ${placesText(verdict.starts)}, which belongs to something else. Correct the \`@@\` line if you mean that place; otherwise read the file again, since the lines below \`@@ ${clip(verdict.anchor.trim())}\` are different from what the hunk expects.`;
    case 'notAtEnd': {
      const mark =
        hunk.finalNewline === undefined ? '`*** End of File`' : '`\\ No newline at end of file`';
      return `${mark} says that its lines end the file, but they are at ${placesText(verdict.starts)} and the file has ${source.lines.count} lines. Leave ${mark} out if you mean that place.`;
    }
    case 'notFound':
      return `${explainUnmarked(hunk)}${explainNumbers(source, oldLines(hunk))}${explainNotFound(source, hunk)}`;
    case 'unconfirmed':
      return 'it has only `+` lines, and the line numbers of its `@@` line alone do not say surely where they go. Add the lines around the place as context, or drop the numbers to add them at the end of the file.';
    case 'indentation':
      return `its lines were found at line ${verdict.line + 1}, but with another indentation, which leaves open how far to indent ${quote(verdict.added)}. Write the hunk with the file's own indentation:\n${showLines(source, verdict.line, oldLines(hunk).length)}`;
    case 'overlap':
      return verdict.same
        ? `it makes the same change at line ${verdict.line + 1} as hunk ${verdict.other + 1}. Leave one of them out, or give each the context of its own place.`
        : `it changes line ${verdict.line + 1}, which hunk ${verdict.other + 1} changes too. Put both changes into one hunk.`;
    case 'done':
      return `the file is already as it would leave it at line ${verdict.line + 1}: it seems to have been applied before. Leave the hunk out; if you do mean another change there, copy the lines before and behind it from the file, indentation included:\n${showLines(source, Math.max(verdict.line - 1, 0), 4)}`;
  }
}

function explainNoAnchor(
  source: MatchSource,
  hunk: PatchHunk,
  anchor: string,
  inside: string | undefined,
): string {
  const where = inside === undefined ? 'in the file' : `below \`@@ ${clip(inside.trim())}\``;
  const told = `there is no line \`${clip(anchor.trim())}\` ${where}.`;
  const old = oldLines(hunk);
  const starts = old.length === 0 ? [] : findAlready(source, old, linesListed + 1);
  const next =
    starts.length === 0
      ? 'Copy the `@@` line from the file as it is now, or leave it out and add context lines.'
      : `The hunk's lines are at ${placesText(starts)}; correct the \`@@\` line or leave it out if you mean that place.`;
  return `${told} ${next}`;
}

function explainUnmarked({ unmarked }: PatchHunk): string {
  return unmarked === undefined
    ? ''
    : `patch line ${unmarked} starts with none of space, \`-\` and \`+\` and was read as context; `;
}

function explainNotFound(source: MatchSource, hunk: PatchHunk): string {
  if (source.lines.count === 0)
    return 'the file is empty, so its context and `-` lines are nowhere.';
  const old = oldLines(hunk);
  const after = hunk.lines.filter((line) => line.kind !== 'remove').map((line) => line.text);
  const [done] = hunk.lines.some((line) => line.kind === 'add')
    ? findAlready(source, after, 1)
    : [];
  if (done !== undefined) {
    return `its old lines are nowhere in the file, but its new lines are already at line ${done + 1}: it seems to have been applied before. Leave the hunk out, or read the file again.`;
  }
  const nearest = findNearest(source, old);
  if (nearest === undefined) {
    return 'its lines are nowhere in the file, and nothing resembles them. Is it the right file? Read it again.';
  }
  return explainNearest(source, old, nearest);
}

function explainNearest(
  source: MatchSource,
  old: readonly string[],
  nearest: NearestRegion,
): string {
  const start = Math.max(nearest.start, 0);
  const end = Math.min(nearest.start + old.length, source.lines.count);
  const head = `its lines are nowhere in the file. Nearest are lines ${start + 1} to ${Math.max(end, start + 1)} (${nearest.equal} of ${nearest.of} lines equal).`;
  const differing = firstDifference(source, old, nearest.start);
  const column = firstColumn(differing?.patch ?? '', differing?.file ?? '');
  const first =
    differing === undefined
      ? ''
      : ` The first difference is ${differing.line < 0 ? 'before line 1' : `at line ${differing.line + 1}`}: the patch has ${quote(differing.patch, column)}, the file ${whatFileHas(differing, column)}.`;
  const from = Math.max((differing?.line ?? start) - 3, start);
  return `${head}${first} Read the file there and send the patch again with its lines as they are now:\n${showLines(source, from, old.length - (from - nearest.start) + 2)}`;
}

interface LineDifference {
  /** Below 0 for a line of the hunk that would stand before the file. */
  readonly line: number;
  readonly patch: string;
  readonly file: string | undefined;
}

function whatFileHas({ line, file }: LineDifference, column: number): string {
  if (file !== undefined) return `has ${quote(file, column)}`;
  return line < 0 ? 'begins behind it' : 'ends';
}

function firstDifference(
  source: MatchSource,
  old: readonly string[],
  start: number,
): LineDifference | undefined {
  for (const [offset, patch] of old.entries()) {
    const line = start + offset;
    if (line < 0) return { line, patch, file: undefined };
    const file = line < source.lines.count ? lineText(source.lines, line) : undefined;
    if (file !== undefined && lineKey(file, 'punctuation') === lineKey(patch, 'punctuation'))
      continue;
    return { line, patch, file };
  }
  return undefined;
}

function showLines(source: MatchSource, start: number, length: number): string {
  const end = Math.min(start + Math.min(Math.max(length, 1), linesShown), source.lines.count);
  const shown: string[] = [];
  for (let line = start; line < end; line += 1) {
    shown.push(`${line + 1}| ${clip(lineText(source.lines, line))}`);
  }
  return shown.join('\n');
}

function oldLines(hunk: PatchHunk): readonly string[] {
  const dense = hunk.lines.slice(hunk.looseHead, hunk.lines.length - hunk.looseTail);
  return dense.filter((line) => line.kind !== 'add').map((line) => line.text);
}

function listLines(lines: readonly number[], more: boolean): string {
  const shown = lines.slice(0, linesListed).map((line) => line + 1);
  return shown.join(', ') + (more || lines.length > linesListed ? ' and more' : '');
}

function placesText(starts: readonly number[]): string {
  return starts.length === 1
    ? `line ${listLines(starts, false)}`
    : `lines ${listLines(starts, false)}`;
}

function nameHunks(numbers: readonly number[]): string {
  if (numbers.length === 1) return `hunk ${numbers.join('')}`;
  if (numbers.length > 20) return `${numbers.length} other hunks`;
  return `hunks ${numbers.join(', ')}`;
}

/** Where two lines begin to differ. */
function firstColumn(one: string, other: string): number {
  let column = 0;
  while (column < one.length && one[column] === other[column]) column += 1;
  return column;
}
