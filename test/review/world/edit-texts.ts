import { splitLines } from '../../../src/core/edits/split-lines.ts';
import type { Splice, Typing } from './acts.ts';

/** The agent's text: some lines replaced, its own ones marked. */
export function splice(text: string, splices: readonly Splice[], mark: string): string {
  const lines = splitLines(text);
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  for (const [number, { at, remove, add }] of splices.entries()) {
    const own = `agent ${mark}-${number}`;
    const added = add.map((line, index) => (line === 'own' ? `${own}-${index}` : line) + end);
    lines.splice(at % (lines.length + 1), remove, ...added);
  }
  return withEndings(lines, end);
}

/** The user's text: one word more, and perhaps some lines less. */
export function type(text: string, { at, form }: Typing, word: string): string {
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  if (form === 'word') {
    const offset = wholeCharacter(text, at % (text.length + 1));
    return text.slice(0, offset) + word + text.slice(offset);
  }
  const lines = splitLines(text);
  const line = at % (lines.length + 1);
  if (form === 'lineBefore' && !text.endsWith('\n') && line === lines.length) {
    return `${text}${text === '' ? '' : end}${word}`;
  }
  lines.splice(line, form === 'over' ? 2 : 0, word + end);
  return withEndings(lines, end);
}

/** Lines cannot be glued together: only the last may lack an ending. */
function withEndings(lines: readonly string[], end: string): string {
  return lines
    .map((line, at) => (at < lines.length - 1 && !/[\r\n]$/.test(line) ? line + end : line))
    .join('');
}

/** No editor lets a cursor stand within a CRLF or a pair of surrogates. */
function wholeCharacter(text: string, offset: number): number {
  return /^\r\n$|^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(text.slice(offset - 1, offset + 1))
    ? offset - 1
    : offset;
}

/** As VS Code's documents hold a text: with one ending throughout, by the majority, never a lone CR. */
export function asDocument(text: string): string {
  const endings: readonly string[] = text.match(/\r\n|\r|\n/g) ?? [];
  const returns = endings.filter((ending) => ending !== '\n').length;
  const isMixed = endings.includes('\r') || new Set(endings).size > 1;
  const ending = returns > endings.length / 2 ? '\r\n' : '\n';
  return isMixed ? text.replaceAll(/\r\n|\r|\n/g, ending) : text;
}
