import { hasLoneReturn } from './line-map.ts';

/**
 * Whether VS Code changes line endings when it opens this: its documents know LF or CRLF, and one of
 * them only.
 */
export function isMadeAlike(text: string): boolean {
  const first = text.indexOf('\r');
  if (first < 0) return false;
  // The first ending is a CRLF, or there are two kinds.
  const feed = text.indexOf('\n');
  if (feed !== first + 1) return true;
  for (let at = feed; at >= 0; at = text.indexOf('\n', at + 1)) {
    if (text.charCodeAt(at - 1) !== 0x0d) return true;
  }
  return hasLoneReturn(text);
}

/** Whether two texts have the same lines, however they end. */
export function hasSameLines(one: string, other: string): boolean {
  return one === other || withFeeds(one) === withFeeds(other);
}

/** The text with all line endings as LF. */
export function withFeeds(text: string): string {
  return text.includes('\r') ? text.replaceAll(/\r\n?/gu, '\n') : text;
}
