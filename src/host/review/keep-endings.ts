import { diffArrays } from 'diff';
import { hasMixedEndings } from '../edits/build-edit.ts';

/**
 * A document's text with the line endings its file has. VS Code makes mixed endings all alike on
 * opening; lines that were not edited get back the ending they had.
 */
export function keepEndings(known: string, shown: string): string {
  if (known === shown || !hasMixedEndings(known)) return shown;
  const knownLines = splitLines(known);
  const shownLines = splitLines(shown);
  let result = '';
  let at = 0;
  for (const part of diffArrays(knownLines.map(bare), shownLines.map(bare))) {
    if (part.removed) at += part.value.length;
    else if (part.added) result += addedText(part.value, shown);
    else {
      result += knownLines.slice(at, at + part.value.length).join('');
      at += part.value.length;
    }
  }
  return /[\r\n]$/u.test(shown) ? result : bare(result);
}

function addedText(lines: readonly string[], shown: string): string {
  const ending = shown.includes('\r\n') ? '\r\n' : '\n';
  return lines.map((line) => line + ending).join('');
}

function splitLines(text: string): readonly string[] {
  return text.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/gu) ?? [];
}

function bare(line: string): string {
  return line.replace(/[\r\n]+$/u, '');
}
