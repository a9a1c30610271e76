import { diffLines } from '../../core/edits/diff-lines.ts';
import { isMadeAlike } from '../../core/edits/made-alike.ts';
import { splitLines } from '../../core/edits/split-lines.ts';

/**
 * A document's text with the line endings its file has. VS Code makes mixed endings all alike on
 * opening, and knows no lone CR; lines that were not edited get back the ending they had.
 */
export function keepEndings(known: string, shown: string): string {
  if (known === shown || !isMadeAlike(known)) return shown;
  const isClassic = known.includes('\r') && !known.includes('\n');
  const ending = isClassic ? '\r' : shown.includes('\r\n') ? '\r\n' : '\n';
  const knownLines = splitLines(known);
  const shownLines = splitLines(shown);
  const changes = diffLines(knownLines.map(bare), shownLines.map(bare));
  const lines: string[] = [];
  let at = 0;
  const push = (line: string): void => {
    // A lone CR and an LF that come to stand side by side would be one ending, not two; the LF that
    // an empty line gets for its CR may stand behind the next one.
    let last = lines.length - 1;
    for (let next = line; next === '\n' && lines[last]?.endsWith('\r') === true; last -= 1) {
      next = bare(lines[last] ?? '') + ending;
      lines[last] = next;
    }
    lines.push(line);
  };
  const keepUntil = (end: number): void => {
    for (; at < end; at += 1) push(withEnding(knownLines[at] ?? '', ending));
  };
  for (const { beforeStart, beforeEnd, afterStart, afterEnd } of changes) {
    keepUntil(beforeStart);
    for (const line of shownLines.slice(afterStart, afterEnd)) push(bare(line) + ending);
    at = beforeEnd;
  }
  keepUntil(knownLines.length);
  const last = lines.pop() ?? '';
  return lines.join('') + (endsLine(shown) ? last : bare(last));
}

/** What was the last line may have others behind it now. */
function withEnding(line: string, ending: string): string {
  return endsLine(line) ? line : line + ending;
}

function endsLine(text: string): boolean {
  return text.endsWith('\n') || text.endsWith('\r');
}

function bare(line: string): string {
  if (line.endsWith('\r\n')) return line.slice(0, -2);
  return endsLine(line) ? line.slice(0, -1) : line;
}
