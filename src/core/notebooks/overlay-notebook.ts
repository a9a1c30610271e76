import { alignCells } from './align-cells.ts';
import {
  isObject,
  type JsonObject,
  joinLines,
  type Notebook,
  parseNotebook,
} from './parse-notebook.ts';
import { cellJson, changedCell, placeCells } from './write-notebook.ts';

/**
 * What an editor holds, told as a change of the saved file: cells that are alike keep the file's own
 * bytes, so that a different way to write the same JSON does not count as a difference.
 */
export function overlayNotebook(saved: Notebook, live: Notebook): string {
  if (!sameJson(saved.rest, live.rest)) return live.text;
  const origins = alignCells(saved.cells, live.cells);
  return placeCells(
    saved,
    live.cells.map((cell, index) => {
      const from = origins[index];
      const old = from === undefined ? undefined : saved.cells[from];
      if (old === undefined) return { from: undefined, text: cellJson(saved, cell.json) };
      const isSource = sameJson(withoutSource(old.json), withoutSource(cell.json));
      return {
        from,
        text: isSource ? changedCell(saved, old, cell) : cellJson(saved, cell.json),
      };
    }),
  );
}

function withoutSource(cell: JsonObject): JsonObject {
  return { ...cell, source: undefined };
}

/** Whether two texts are the same notebook, but for run counts: editors drop them by themselves. */
export function sameNotebook(one: string, other: string): boolean {
  const [left, right] = [parseNotebook(one), parseNotebook(other)];
  if (!left.ok || !right.ok) return one === other;
  const [a, b] = [left.notebook, right.notebook];
  return (
    sameJson(a.rest, b.rest) &&
    sameJson(
      a.cells.map(({ json }) => ({ ...json, execution_count: null })),
      b.cells.map(({ json }) => ({ ...json, execution_count: null })),
    )
  );
}

/** Equal but for the order of keys and for texts given whole or by line. */
export function sameJson(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one === 'string' || typeof other === 'string') {
    return isText(one) && isText(other) && joinLines(one) === joinLines(other);
  }
  if (Array.isArray(one) && Array.isArray(other)) {
    if (isText(one) && isText(other)) return joinLines(one) === joinLines(other);
    return one.length === other.length && one.every((item, at) => sameJson(item, other[at]));
  }
  if (!isObject(one) || !isObject(other)) return false;
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => name in other && sameJson(one[name], other[name]))
  );
}

/** A text, or the lines of one: each but the last has its ending, which tells it from a list of names. */
function isText(value: unknown): boolean {
  if (!Array.isArray(value)) return typeof value === 'string';
  return (
    value.length > 0 &&
    value.every(
      (line, at) => typeof line === 'string' && (at === value.length - 1 || line.endsWith('\n')),
    )
  );
}
