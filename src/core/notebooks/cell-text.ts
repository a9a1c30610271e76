import { withFeeds } from '../edits/made-alike.ts';
import { splitLines } from '../edits/split-lines.ts';

/** A cell as a line of its own, its head, and its source below. */
export interface TextCell {
  /** What tells it from every other cell; undefined for one that the user wrote. */
  readonly name: string | undefined;
  /** `markdown` and `raw` are kinds of cells; undefined where the head does not say. */
  readonly language: string | undefined;
  readonly source: string;
}

export interface CellTexts {
  readonly cells: readonly TextCell[];
  /** What stands before the first head. */
  readonly lead: string;
  /** Lines, from 1, that begin like a head and are none: they count as source. */
  readonly notHeads: readonly number[];
}

/**
 * Cells as one text to read and edit: for each a head in the spirit of Python's percent format, its
 * source, and an empty line. A source line that could be taken for a head gets a backslash in front.
 */
export function writeCellTexts(cells: readonly TextCell[]): string {
  return cells
    .map(({ name, language, source }) => {
      const kind = language === undefined ? '' : ` [${language}]`;
      const head = `${mark}${kind}${name === undefined ? '' : ` ${name}`}`;
      return `${head}\n${source === '' ? '' : `${escapeLines(source)}\n`}\n`;
    })
    .join('');
}

/** Any text as cells; what `writeCellTexts` made of lines without CR comes back as it was. */
export function readCellTexts(text: string): CellTexts {
  const lines = withFeeds(text).split('\n');
  if (lines.at(-1) === '') lines.pop();
  const found: { readonly head: Head; readonly body: string[] }[] = [];
  const lead: string[] = [];
  const notHeads: number[] = [];
  for (const [index, line] of lines.entries()) {
    const head = readHead(line);
    if (head !== undefined) {
      found.push({ head, body: [] });
      continue;
    }
    if (line.startsWith(mark)) notHeads.push(index + 1);
    (found.at(-1)?.body ?? lead).push(line);
  }
  const cells = found.map(({ head, body }) => ({ ...head, source: sourceOf(body) }));
  return { cells, lead: sourceOf(lead), notHeads };
}

/** The text cut before each head, with the names in the heads. */
export function splitCellTexts(
  text: string,
): readonly { readonly name: string; readonly text: string }[] {
  const blocks: { head: string; lines: string[] }[] = [];
  for (const line of splitLines(text)) {
    const last = blocks.at(-1);
    const bare = line.trimEnd();
    if (last === undefined || readHead(bare) !== undefined) {
      blocks.push({ head: bare, lines: [line] });
    } else {
      last.lines.push(line);
    }
  }
  return blocks.map(({ head, lines }) => ({
    name: readHead(head)?.name ?? head,
    text: lines.join(''),
  }));
}

/** What a name may be, so that it stands in a head. */
export function isCellName(name: string): boolean {
  return /^(?:id|cell)=\S+$/u.test(name);
}

const mark = '# %%';
const headLine = /^# %%(?: \[([^[\]]+)\])?(?: ((?:id|cell)=\S+))?[ \t]*$/u;

type Head = Pick<TextCell, 'name' | 'language'>;

function readHead(line: string): Head | undefined {
  const match = headLine.exec(line);
  return match === null ? undefined : { language: match[1], name: match[2] };
}

function sourceOf(body: readonly string[]): string {
  const lines = body.at(-1) === '' ? body.slice(0, -1) : body;
  return lines.join('\n').replaceAll(/^\\(?=\\*# %%)/gmu, '');
}

function escapeLines(source: string): string {
  return source.replaceAll(/^(?=\\*# %%)/gmu, '\\');
}
