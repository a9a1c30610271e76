import { type AppliedHunks, applyHunks } from './apply-hunks.ts';
import { explainVerdicts } from './explain-verdicts.ts';
import { findBlock, indexLines } from './line-index.ts';
import type { HunkPlace } from './locate-hunk.ts';
import type { PatchHunk, UpdateSection } from './patch.ts';
import { runToEnd, runWithPauses } from './run-steps.ts';
import {
  checkPath,
  findStaged,
  isHopeless,
  notLookedAt,
  record,
  settleAt,
  type Stage,
  type StagedFile,
} from './stage.ts';
import { readTextLines } from './text-lines.ts';

/**
 * Carries out Update sections of one file that follow each other. As many as do not touch each other
 * are taken in one pass, which comes to the same as one after the other and stays linear in their
 * number.
 */
export async function stageUpdates(
  stage: Stage,
  sections: readonly UpdateSection[],
  path: string,
): Promise<void> {
  const [section] = sections;
  if (section === undefined) return;
  if (sections.length > 1 && !isHopeless(stage)) {
    if (await stageTogether(stage, sections, path)) {
      record(stage, section, path, undefined);
      return;
    }
    const half = sections.length >> 1;
    await stageUpdates(stage, sections.slice(0, half), path);
    await stageUpdates(stage, sections.slice(half), path);
    return;
  }
  for (const one of sections) {
    const problem = isHopeless(stage) ? notLookedAt : await stageUpdate(stage, one, path);
    record(stage, one, path, problem);
  }
}

/** False, and nothing done, unless each hunk of all sections has a place of its own to the letter. */
async function stageTogether(
  stage: Stage,
  sections: readonly UpdateSection[],
  path: string,
): Promise<boolean> {
  const plain = (hunk: PatchHunk) =>
    hunk.anchors.length === 0 &&
    hunk.finalNewline === undefined &&
    hunk.lines.some((line) => line.kind !== 'add');
  if (!sections.every((section) => section.hunks.every(plain))) return false;
  const found = await findStaged(stage, path, 'Update');
  if (!found.ok) return false;
  const hunks = sections.flatMap((section) => section.hunks);
  if (!haveExactPlaces(found.file.text, hunks)) return false;
  const applied = await run(stage, found.file.text, hunks, found.file.hunks.length === 0);
  if (!applied.ok || !standApart(hunks, applied.places)) return false;
  found.file.text = applied.text;
  found.file.hunks.push(...hunks);
  return true;
}

/** A first look that costs little where a section builds on the one before. */
function haveExactPlaces(text: string, hunks: readonly PatchHunk[]): boolean {
  const index = indexLines(readTextLines(text), 'exact');
  return hunks.every(({ lines }) => {
    const old = lines.filter((line) => line.kind !== 'add').map((line) => line.text);
    return findBlock(index, old, 1).length > 0;
  });
}

/** Found to the letter and by nothing else, and no two share a line, not even of context. */
function standApart(hunks: readonly PatchHunk[], places: readonly HunkPlace[]): boolean {
  const ranges: { start: number; end: number }[] = [];
  for (const [at, { lines, start, strictness, by }] of places.entries()) {
    const whole = lines.length === hunks[at]?.lines.length;
    if (strictness !== 'exact' || by !== undefined || !whole) return false;
    ranges.push({ start, end: start + lines.filter((line) => line.kind !== 'add').length });
  }
  ranges.sort((one, other) => one.start - other.start);
  return ranges.every(({ start }, at) => start >= (ranges[at - 1]?.end ?? 0));
}

async function stageUpdate(
  stage: Stage,
  section: UpdateSection,
  path: string,
): Promise<string | undefined> {
  const found = await findStaged(stage, path, 'Update');
  if (!found.ok) return found.error;
  const { file } = found;
  const applied = await applySection(stage, file, section.hunks);
  if (!applied.ok) return explainVerdicts(path, applied.source, section.hunks, applied.verdicts);
  file.text = applied.text;
  file.hunks.push(...section.hunks);
  stage.notes.push(...placeNotes(path, applied.places));
  if (section.moveTo === undefined) return undefined;
  const target = await checkPath(stage, section.moveTo);
  if (!target.ok) return target.error;
  settleAt(stage, file, target.path);
  return undefined;
}

/** On the text as earlier sections left it; failing that, all together on the text before them. */
async function applySection(
  stage: Stage,
  file: StagedFile,
  hunks: readonly PatchHunk[],
): Promise<AppliedHunks> {
  if (hunks.length === 0) return { ok: true, text: file.text, places: [] };
  const applied = await run(stage, file.text, hunks, file.hunks.length === 0);
  if (applied.ok || file.hunks.length === 0 || file.origin === undefined) return applied;
  const together = await run(stage, file.origin.text, [...file.hunks, ...hunks], true);
  return together.ok ? together : applied;
}

async function run(
  { options: { pause, newline = '\n' } }: Stage,
  text: string,
  hunks: readonly PatchHunk[],
  numbered: boolean,
): Promise<AppliedHunks> {
  const steps = applyHunks(text, hunks, newline, numbered);
  return pause === undefined ? runToEnd(steps) : runWithPauses(steps, pause);
}

/** What the model should know of hunks that were not found by their lines alone, to the letter. */
function placeNotes(path: string, places: readonly HunkPlace[]): readonly string[] {
  const numbersOf = (is: (place: HunkPlace) => boolean) => {
    const all = places.flatMap((place, at) => (is(place) ? [at + 1] : []));
    return all.length > 20 ? `${all.slice(0, 20).join(', ')} and others` : all.join(', ');
  };
  const lenient = numbersOf((place) => place.strictness !== 'exact');
  const notes =
    lenient === ''
      ? []
      : [
          `${path}: hunk ${lenient} matched only when white space or punctuation was read loosely; the file's own was kept.`,
        ];
  const numbered = numbersOf((place) => place.by === 'line numbers');
  if (numbered !== '') {
    notes.push(
      `${path}: the lines of hunk ${numbered} are at several places; the line numbers told which was meant.`,
    );
  }
  return notes;
}
