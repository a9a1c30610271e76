import type { TextLines } from './text-lines.ts';

/** The indentation of one line in the patch and in the file. */
export interface IndentPair {
  readonly patch: string;
  readonly file: string;
}

/**
 * The file's indentation for a line that the patch indents by `indent`, told from lines that are in
 * both; undefined when they contradict each other. `near`: the pairs next to the line, nearest first.
 * `indents`: all that the patch has there.
 */
export function mapIndent(
  lines: TextLines,
  indent: string,
  pairs: readonly IndentPair[],
  near: readonly IndentPair[],
  indents: readonly string[],
): string | undefined {
  const same = new Set(pairs.filter((pair) => pair.patch === indent).map((pair) => pair.file));
  const [only] = same;
  if (same.size === 1) return only;
  if (same.size > 1) {
    const close = new Set(near.filter((pair) => pair.patch === indent).map((pair) => pair.file));
    const [nearest] = close;
    return close.size === 1 ? nearest : undefined;
  }
  const [reference] = near;
  return reference === undefined ? indent : extrapolate(lines, indent, pairs, reference, indents);
}

/** A depth that no common line has: measured from the nearest one, in the file's units. */
function extrapolate(
  lines: TextLines,
  indent: string,
  pairs: readonly IndentPair[],
  reference: IndentPair,
  indents: readonly string[],
): string | undefined {
  const style = readIndentStyle(lines, pairs);
  const patchTabs = indents.some((one) => one.includes('\t'));
  const patchWidth = (one: string) => (patchTabs ? countTabs(one) : one.length);
  const fileWidth = (one: string) => (style.tabs ? countTabs(one) : one.length);
  const known = pairs.find((pair) => patchWidth(pair.patch) !== patchWidth(reference.patch));
  const patchUnit = patchTabs ? 1 : smallestStep(indents);
  const fileUnit = style.tabs ? 1 : style.unit;
  // With one depth to go by: another width per level if the units say so, else the block is moved.
  const scaled =
    patchTabs !== style.tabs ||
    patchWidth(reference.patch) * fileUnit === fileWidth(reference.file) * patchUnit;
  const scale =
    known === undefined
      ? scaled
        ? fileUnit / patchUnit
        : 1
      : (fileWidth(known.file) - fileWidth(reference.file)) /
        (patchWidth(known.patch) - patchWidth(reference.patch));
  if (!(scale > 0)) return undefined;
  const width =
    fileWidth(reference.file) + (patchWidth(indent) - patchWidth(reference.patch)) * scale;
  return (style.tabs ? '\t' : ' ').repeat(Math.max(0, Math.round(width)));
}

function countTabs(indent: string): number {
  let tabs = 0;
  for (const character of indent) if (character === '\t') tabs += 1;
  return tabs;
}

function smallestStep(indents: readonly string[]): number {
  const widths = [...new Set([0, ...indents.map((one) => one.length)])].sort((a, b) => a - b);
  const steps = widths.slice(1).map((width, index) => width - (widths[index] ?? 0));
  return steps.length === 0 ? 4 : Math.min(...steps);
}

interface IndentStyle {
  readonly tabs: boolean;
  /** Spaces per level. */
  readonly unit: number;
}

/** Tabs or spaces: as the lines around have it, else as most of the file's first lines do. */
function readIndentStyle(lines: TextLines, pairs: readonly IndentPair[]): IndentStyle {
  const around = pairs.find((pair) => pair.file !== '')?.file;
  let tabs = 0;
  let spaces = 0;
  let unit = 0;
  for (let line = 0; line < Math.min(lines.count, 2000); line += 1) {
    const start = lines.starts[line] ?? 0;
    const first = lines.text[start];
    if (first === '\t') tabs += 1;
    if (first !== ' ') continue;
    let width = 1;
    while (lines.text[start + width] === ' ') width += 1;
    if (width < 2) continue;
    spaces += 1;
    if (unit === 0 || width < unit) unit = width;
  }
  return {
    tabs: around === undefined ? tabs > spaces : around.includes('\t'),
    unit: unit === 0 ? 4 : unit,
  };
}
