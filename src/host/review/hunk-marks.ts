import {
  Disposable,
  MarkdownString,
  Range,
  ThemeColor,
  window,
  type TextDocument,
  type TextEditor,
} from 'vscode';
import { mapLines, textOfLines, type LineMap } from '../../core/edits/line-map.ts';
import type { ReviewFile } from '../../core/edits/review-state.ts';
import type { FindHunkPlaces, HunkPlace } from './hunk-places.ts';
import { decisionWords } from './hunk-words.ts';
import type { ReviewController } from './review-controller.ts';

/** Lines above and below those in sight that are marked as well, so that scrolling shows no gap. */
const margin = 200;

/**
 * Marks hunks over their lines, with a hover that says and does the same as the hint: kept ones of a
 * proposal, and in files that were written already what waits for the user. Only near what is in
 * sight: a file may have tens of thousands of hunks.
 */
export function markHunks(controller: ReviewController, find: FindHunkPlaces): Disposable {
  const kept = window.createTextEditorDecorationType({
    isWholeLine: true,
    borderWidth: '0 0 0 3px',
    borderStyle: 'solid',
    borderColor: new ThemeColor('editorGutter.addedBackground'),
  });
  const written = window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new ThemeColor('diffEditor.insertedLineBackground'),
    borderWidth: '0 0 0 3px',
    borderStyle: 'solid',
    borderColor: new ThemeColor('editorGutter.addedBackground'),
  });
  const open = window.createTextEditorDecorationType({ isWholeLine: true });
  /** What an editor was marked for last: nothing is sent again while it scrolls within that. */
  const marked = new WeakMap<TextEditor, { places: readonly HunkPlace[]; lines: Range }>();

  const mark = (editor: TextEditor): void => {
    const { document } = editor;
    const places = find(document);
    const last = marked.get(editor);
    if (places.length === 0 && (last === undefined || last.places.length === 0)) return;
    const isMarked = editor.visibleRanges.every((range) => last?.lines.contains(range));
    if (last?.places === places && isMarked) return;
    const lines = nearby(editor);
    const near = places.filter(
      (place) => place.line <= lines.end.line && lastLine(place) >= lines.start.line,
    );
    marked.set(editor, { places, lines });
    const [keptOnes, writtenOnes, openOnes] = [
      near.filter((place) => !place.isWritten && isKept(place)),
      near.filter((place) => place.isWritten && place.lines > 0),
      near.filter((place) => (place.isWritten ? place.lines === 0 : !isKept(place))),
    ];
    const baseLines = linesByFile();
    const option = (place: HunkPlace) => ({
      range: rangeOf(document, place),
      hoverMessage: hoverOf(place, document.languageId, baseLines),
    });
    editor.setDecorations(kept, keptOnes.map(option));
    editor.setDecorations(written, writtenOnes.map(option));
    editor.setDecorations(open, openOnes.map(option));
  };
  const markAll = (): void => {
    window.visibleTextEditors.forEach(mark);
  };
  return Disposable.from(
    kept,
    written,
    open,
    controller.reviews.onDidChange(markAll),
    window.onDidChangeVisibleTextEditors(markAll),
    window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => {
      mark(textEditor);
    }),
  );
}

function isKept({ hunk }: HunkPlace): boolean {
  return hunk.decision === 'kept' || hunk.decision === 'edited';
}

function nearby({ visibleRanges, document }: TextEditor): Range {
  const first = Math.min(...visibleRanges.map(({ start }) => start.line));
  const last = Math.max(...visibleRanges.map(({ end }) => end.line));
  const end = document.lineAt(Math.min(last + margin, document.lineCount - 1)).range.end;
  return new Range(Math.max(first - margin, 0), 0, end.line, end.character);
}

function lastLine({ line, lines }: HunkPlace): number {
  return line + Math.max(lines, 1) - 1;
}

function rangeOf(document: TextDocument, place: HunkPlace): Range {
  const last = Math.min(lastLine(place), document.lineCount - 1);
  return new Range(place.line, 0, last, document.lineAt(last).text.length);
}

function hoverOf(
  place: HunkPlace,
  languageId: string,
  baseLines: (file: ReviewFile) => LineMap,
): MarkdownString {
  const argument = encodeURIComponent(JSON.stringify([place.target]));
  const link = (icon: string, label: string, command: string): string =>
    `[$(${icon}) ${label}](command:ratchet.${command}?${argument})`;
  const state = decisionWords(place);
  const links = [
    link('check', 'Keep', 'keepHunk'),
    link('discard', 'Undo', 'undoHunk'),
    link('check-all', 'Keep file', 'keepFile'),
    link('close-all', 'Undo file', 'undoFile'),
    ...(place.isWritten ? [link('diff', 'Show change', 'openReview')] : []),
  ];
  const who = place.isWritten ? 'Changed by Ratchet' : 'Proposed by Ratchet';
  const text = new MarkdownString(`${state === '' ? who : state} — ${links.join(' · ')}`, true);
  text.isTrusted = {
    enabledCommands: ['keepHunk', 'undoHunk', 'keepFile', 'undoFile', 'openReview'].map(
      (name) => `ratchet.${name}`,
    ),
  };
  const before = place.isWritten ? shortened(place, baseLines(place.file)) : '';
  if (before !== '') text.appendMarkdown('\n\nBefore:').appendCodeblock(before, languageId);
  return text;
}

/** Lines that a hover shows of what was there before; the diff shows the rest. */
const linesBefore = 12;

function shortened({ hunk }: HunkPlace, base: LineMap): string {
  const shown = Math.min(hunk.baseLines, linesBefore);
  const more = hunk.baseLines > shown ? `… ${hunk.baseLines - shown} more lines` : '';
  return textOfLines(base, hunk.baseStart, hunk.baseStart + shown) + more;
}

/** The lines of each file's earlier text are found once, however many of its hunks are marked. */
function linesByFile(): (file: ReviewFile) => LineMap {
  const known = new Map<ReviewFile, LineMap>();
  return (file) => {
    const lines = known.get(file) ?? mapLines(file.base);
    known.set(file, lines);
    return lines;
  };
}
