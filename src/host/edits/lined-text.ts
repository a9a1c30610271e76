import type { Uri } from 'vscode';
import { alignCells } from '../../core/notebooks/align-cells.ts';
import { liveCells, type LiveCell } from '../notebooks/cell-place.ts';
import { openDocument } from './open-documents.ts';
import { shiftLines } from './shift-lines.ts';

/** What the lines of a file's problems refer to. */
export interface LinedText {
  /** Undefined where no document has it. */
  readonly text: string | undefined;
  /** Of a notebook that is open: problems in a cell count their lines there. */
  readonly cells: readonly LiveCell[];
}

export interface LinePlace {
  /** 1-based. */
  readonly line: number;
  readonly cell?: number;
}

export function linedText(uri: Uri): LinedText {
  return { text: openDocument(uri)?.getText(), cells: liveCells(uri) };
}

/** Where lines of one text are in another; undefined for one that is gone. */
export function followLines(
  before: LinedText,
  after: LinedText,
): (place: LinePlace) => LinePlace | undefined {
  const { text } = before;
  const ofText = text === undefined ? undefined : shiftLines(text, after.text ?? text);
  const origins = alignCells(before.cells, after.cells);
  return ({ line, cell }) => {
    if (cell === undefined) {
      const shifted = ofText === undefined ? line : ofText(line);
      return shifted === undefined ? undefined : { line: shifted };
    }
    const index = origins.indexOf(cell);
    const [old, now] = [before.cells[cell], after.cells[index]];
    if (old === undefined || now === undefined) return undefined;
    const shifted = shiftLines(old.source, now.source)(line);
    return shifted === undefined ? undefined : { line: shifted, cell: index };
  };
}
