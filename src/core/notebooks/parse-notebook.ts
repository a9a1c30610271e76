import type { NotebookCell } from '../edits/notebook-operations.ts';
import { elementSpans, memberSpans, skipSpace, type Span } from './scan-json.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** A cell as the file has it. A raw cell counts as code in the language `raw`, as in the editor. */
export interface StoredCell extends NotebookCell, Span {
  readonly id: string | undefined;
  /** The cell's own JSON. */
  readonly json: JsonObject;
}

/** A Jupyter notebook (nbformat 4) with the places of its parts in the text. */
export interface Notebook {
  readonly text: string;
  readonly cells: readonly StoredCell[];
  /** The list of cells, brackets included. */
  readonly list: Span;
  /** Of cells that do not say otherwise. */
  readonly language: string;
  /** Cells have ids from nbformat 4.5 on. */
  readonly hasIds: boolean;
  /** All but the cells. */
  readonly rest: JsonObject;
}

export type ParsedNotebook =
  | { readonly ok: true; readonly notebook: Notebook }
  /** The end of a sentence that begins with the file's name. */
  | { readonly ok: false; readonly reason: string };

export function isNotebookPath(path: string): boolean {
  return path.toLowerCase().endsWith('.ipynb');
}

/** Format: https://nbformat.readthedocs.io/en/latest/format_description.html */
export function parseNotebook(text: string): ParsedNotebook {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/u, ''));
  } catch (error) {
    const why = error instanceof Error ? error.message.slice(0, 200) : 'unreadable';
    return { ok: false, reason: `is not valid JSON (${why})` };
  }
  if (!isObject(json)) return { ok: false, reason: 'is not a notebook: it holds no JSON object' };
  const { cells, ...rest } = json;
  if (!Array.isArray(cells)) {
    return {
      ok: false,
      reason:
        'worksheets' in rest
          ? 'is in the old notebook format 3; convert it with `jupyter nbconvert --to notebook`'
          : 'is not a notebook: it has no list of cells',
    };
  }
  const list = memberSpans(text, skipSpace(text, 0)).findLast(({ name }) => name === 'cells');
  if (list === undefined) return { ok: false, reason: 'is not a notebook' };
  const language = languageOf(rest);
  const spans = elementSpans(text, list.start);
  const stored: StoredCell[] = [];
  for (const [index, cell] of cells.entries()) {
    const span = spans[index];
    if (!isObject(cell) || span === undefined) {
      return { ok: false, reason: `is not a notebook: cell ${index} is not an object` };
    }
    stored.push({ ...span, ...readCell(cell, language) });
  }
  const [major, minor] = [Number(rest['nbformat']), Number(rest['nbformat_minor'])];
  const hasIds = major > 4 || (major === 4 && minor >= 5);
  return { ok: true, notebook: { text, cells: stored, list, language, hasIds, rest } };
}

function readCell(json: JsonObject, language: string): Omit<StoredCell, keyof Span> {
  const { cell_type: type, id } = json;
  const kind = type === 'markdown' ? 'markdown' : 'code';
  return {
    id: typeof id === 'string' ? id : undefined,
    kind,
    language:
      type === 'markdown' || type === 'raw' ? type : (ownLanguage(json['metadata']) ?? language),
    source: joinLines(json['source']),
    json,
  };
}

/** Texts in notebooks are a string, or a list of lines with their endings. */
export function joinLines(value: unknown): string {
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? value.filter((line) => typeof line === 'string').join('') : '';
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** VS Code notes a cell's language here when it is not the notebook's. */
function ownLanguage(metadata: unknown): string | undefined {
  const own = isObject(metadata) && isObject(metadata['vscode']) ? metadata['vscode'] : {};
  return typeof own['languageId'] === 'string' ? own['languageId'] : undefined;
}

function languageOf({ metadata }: JsonObject): string {
  if (!isObject(metadata)) return 'python';
  const info = isObject(metadata['language_info']) ? metadata['language_info']['name'] : undefined;
  const kernel = isObject(metadata['kernelspec']) ? metadata['kernelspec']['language'] : undefined;
  const name = info ?? kernel;
  return typeof name === 'string' && name !== '' ? name.toLowerCase() : 'python';
}
