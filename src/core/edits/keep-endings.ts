import { diffTexts } from './diff-texts.ts';
import { mapLines, textOfLines } from './line-map.ts';
import { isMadeAlike } from './made-alike.ts';

/**
 * A document's text with the line endings its file has. VS Code makes mixed endings all alike on
 * opening, and knows no lone CR; lines that were not edited get back the ending they had.
 */
export function keepEndings(known: string, shown: string): string {
  if (known === shown || !isMadeAlike(known)) return shown;
  const held = shown.includes('\r\n') ? '\r\n' : '\n';
  const alike = known.replaceAll(/\r\n?|\n/gu, held);
  if (alike === shown) return known;
  const isClassic = known.includes('\r') && !known.includes('\n');
  const knownLines = mapLines(known);
  const shownLines = mapLines(shown);
  const pieces: string[] = [];
  const push = (piece: string): void => {
    if (piece.startsWith('\n')) endOtherwise(pieces, held);
    if (piece !== '') pieces.push(piece);
  };
  let copied = 0;
  for (const change of diffTexts(mapLines(alike), shownLines)) {
    push(textOfLines(knownLines, copied, change.beforeStart));
    const typed = textOfLines(shownLines, change.afterStart, change.afterEnd);
    push(isClassic ? typed.replaceAll(held, '\r') : typed);
    copied = change.beforeEnd;
  }
  push(textOfLines(knownLines, copied, Infinity));
  return pieces.join('');
}

/** A text with just the line endings of a document. */
export function endAs(shown: string, text: string): string {
  return text.replaceAll(/\r\n?|\n/gu, shown.includes('\r\n') ? '\r\n' : '\n');
}

/**
 * A lone CR before an LF would be one ending with it, not two: it becomes the document's ending. An LF
 * that an empty line gets so may stand behind the next CR.
 */
function endOtherwise(pieces: string[], held: string): void {
  for (let at = pieces.length - 1; at >= 0; at -= 1) {
    const piece = pieces[at] ?? '';
    let end = piece.length;
    while (end > 0 && piece.charCodeAt(end - 1) === 0x0d) end -= 1;
    const count = piece.length - end;
    if (count === 0) return;
    if (held !== '\n') {
      pieces[at] = piece.slice(0, -1) + held;
      return;
    }
    pieces[at] = piece.slice(0, end) + held.repeat(count);
    if (end > 0) return;
  }
}
