import type { ChangedCell } from '../edits/notebook-operations.ts';
import { newCellId } from './new-cell-id.ts';
import { isObject, type JsonObject, type Notebook, type StoredCell } from './parse-notebook.ts';
import { memberSpans } from './scan-json.ts';

/** What is shown of a cell. */
type CellContent = Pick<ChangedCell, 'kind' | 'language' | 'source'>;

/** What a place in the list of cells shall hold: `from` where it is a cell that was there. */
export interface CellText {
  readonly from: number | undefined;
  readonly text: string;
}

/**
 * The notebook's text with these cells. What is not changed stays to the byte: cells that stay as
 * they are, outputs and metadata of those whose source changed, indentation, everything around.
 */
export function writeNotebook(notebook: Notebook, cells: readonly ChangedCell[]): string {
  const taken = new Set(notebook.cells.flatMap(({ id }) => (id === undefined ? [] : [id])));
  return placeCells(
    notebook,
    cells.map((cell): CellText => {
      const stored = cell.from === undefined ? undefined : notebook.cells[cell.from];
      if (stored !== undefined)
        return { from: cell.from, text: changedCell(notebook, stored, cell) };
      const id = (): string => newCellId(cell.source, taken);
      return { from: undefined, text: addedCell(notebook, cell, id) };
    }),
  );
}

/** The notebook's text with its list of cells made of these texts. */
export function placeCells(notebook: Notebook, cells: readonly CellText[]): string {
  const { text, list } = notebook;
  const isSameOrder =
    cells.length === notebook.cells.length && cells.every(({ from }, index) => from === index);
  const { open, between, close } = isSameOrder
    ? { open: '', between: '', close: '' }
    : separators(notebook);
  const pieces: string[] = [text.slice(0, list.start)];
  if (isSameOrder) {
    let copied = list.start;
    for (const [index, cell] of cells.entries()) {
      const old = notebook.cells[index];
      if (old === undefined) continue;
      pieces.push(text.slice(copied, old.start), cell.text);
      copied = old.end;
    }
    pieces.push(text.slice(copied, list.end));
  } else if (cells.length === 0) {
    pieces.push('[]');
  } else {
    pieces.push(open, cells.map((cell) => cell.text).join(between), close);
  }
  return pieces.join('') + text.slice(list.end);
}

/** A cell with another source; its metadata, id, attachments and outputs stay. */
export function changedCell(notebook: Notebook, stored: StoredCell, cell: CellContent): string {
  const text = notebook.text.slice(stored.start, stored.end);
  const isSameKind = cell.kind === stored.kind && cell.language === stored.language;
  if (isSameKind && cell.source === stored.source) return text;
  const source = memberSpans(text, 0).findLast(({ name }) => name === 'source');
  if (!isSameKind || source === undefined) {
    return cellJson(notebook, otherKind(stored.json, cell, notebook));
  }
  const value = sourceValue(cell.source, typeof stored.json['source'] === 'string');
  return text.slice(0, source.start) + jsonAt(notebook, value, 3) + text.slice(source.end);
}

/** A cell's JSON as it stands in the list, in the notebook's own indentation. */
export function cellJson(notebook: Notebook, json: JsonObject): string {
  return jsonAt(notebook, json, 2);
}

/** A new cell's JSON, with an id of its own where the notebook's cells have one. */
export function addedCell(notebook: Notebook, cell: CellContent, newId: () => string): string {
  const { kind, language, source } = cell;
  const type = typeOf(kind, language);
  const id = notebook.hasIds ? { id: newId() } : {};
  const value = sourceValue(source, typeof notebook.cells[0]?.json['source'] === 'string');
  const metadata = withLanguage({}, type, language, notebook);
  // Keys in the order Jupyter writes them, which is that of the alphabet.
  return cellJson(
    notebook,
    type === 'code'
      ? { cell_type: type, execution_count: null, ...id, metadata, outputs: [], source: value }
      : { cell_type: type, ...id, metadata, source: value },
  );
}

/** A second cell with all that a cell has, but for its source and its id. */
export function copiedCell(
  notebook: Notebook,
  stored: StoredCell,
  cell: CellContent,
  newId: () => string,
): string {
  const json = otherKind(stored.json, cell, notebook);
  return cellJson(notebook, 'id' in json ? { ...json, id: newId() } : json);
}

/** Only code has outputs; attachments belong to the others. */
function otherKind(
  json: JsonObject,
  { kind, language, source }: CellContent,
  notebook: Notebook,
): JsonObject {
  const type = typeOf(kind, language);
  const { outputs, execution_count: count, ...rest } = json;
  const changed = {
    ...rest,
    cell_type: type,
    ...(isObject(json['metadata'])
      ? { metadata: withLanguage(json['metadata'], type, language, notebook) }
      : {}),
    source: sourceValue(source, typeof json['source'] === 'string'),
    ...(notebook.hasIds || 'id' in json ? { id: json['id'] } : {}),
  };
  if (type !== 'code') return changed;
  return { ...changed, execution_count: count ?? null, outputs: outputs ?? [] };
}

/** VS Code's note of a language that is not the notebook's; what else it notes there stays. */
function withLanguage(
  metadata: JsonObject,
  type: 'code' | 'markdown' | 'raw',
  language: string,
  notebook: Notebook,
): JsonObject {
  const { vscode, ...rest } = metadata;
  const noted = isObject(vscode) ? vscode : {};
  if (type === 'code' && language !== notebook.language) {
    return { ...rest, vscode: { ...noted, languageId: language } };
  }
  if (!('languageId' in noted)) return metadata;
  const others = Object.fromEntries(
    Object.entries(noted).filter(([name]) => name !== 'languageId'),
  );
  return Object.keys(others).length === 0 ? rest : { ...rest, vscode: others };
}

function typeOf(kind: 'code' | 'markdown', language: string): 'code' | 'markdown' | 'raw' {
  return kind === 'code' && language === 'raw' ? 'raw' : kind;
}

function sourceValue(source: string, asString: boolean): string | readonly string[] {
  if (asString) return source;
  return source === '' ? [] : source.split(/(?<=\n)/u);
}

function jsonAt(notebook: Notebook, value: unknown, depth: number): string {
  const { unit, newline } = styleOf(notebook.text);
  const json = JSON.stringify(value, undefined, unit);
  const indented = json.replaceAll('\n', newline + unit.repeat(depth));
  return isAsciiOnly(notebook.text) ? escapeNonAscii(indented) : indented;
}

interface Style {
  /** One level of indentation; empty when the file is one line. */
  readonly unit: string;
  readonly newline: string;
}

function styleOf(text: string): Style {
  const [, newline = '', unit = ''] = /^\s*\{[ \t]*(\r?\n)([ \t]+)"/u.exec(text) ?? [];
  return { unit, newline };
}

function separators(notebook: Notebook): {
  readonly open: string;
  readonly between: string;
  readonly close: string;
} {
  const { text, list, cells } = notebook;
  const { unit, newline } = styleOf(text);
  const [first, second] = cells;
  const last = cells.at(-1);
  const indent = newline + unit.repeat(2);
  const open = first === undefined ? `[${indent}` : text.slice(list.start, first.start);
  const between =
    first === undefined || second === undefined
      ? `,${open.slice(1)}`
      : text.slice(first.end, second.start);
  const close = last === undefined ? `${newline}${unit}]` : text.slice(last.end, list.end);
  return { open, between, close };
}

/** Some tools write every other character as an escape; the file then stays that way. */
function isAsciiOnly(text: string): boolean {
  return /\\u[0-9a-f]{4}/iu.test(text) && !/[^\p{ASCII}]/u.test(text);
}

function escapeNonAscii(json: string): string {
  return json.replaceAll(
    // By code unit, as JSON escapes are: a character beyond the first plane has two.
    /[\u0080-\uFFFF]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
