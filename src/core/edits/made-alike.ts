/**
 * Whether VS Code changes line endings when it opens this: its documents know LF or CRLF, and one of
 * them only.
 */
export function isMadeAlike(text: string): boolean {
  if (!text.includes('\r')) return false;
  let seen: string | undefined;
  for (const [ending] of text.matchAll(/\r\n|\r|\n/gu)) {
    if (ending === '\r' || (seen !== undefined && ending !== seen)) return true;
    seen = ending;
  }
  return false;
}
