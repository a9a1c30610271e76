/** The text's lines with their endings (LF, CRLF or lone CR): joined, they are the text again. */
export function splitLines(text: string): string[] {
  return text.includes('\r') ? splitAtAnyEnding(text) : splitAtFeeds(text);
}

/** The lines of tools that know LF alone, such as git. */
export function splitAtFeeds(text: string): string[] {
  const lines: string[] = [];
  let start = 0;
  for (let feed = text.indexOf('\n'); feed >= 0; feed = text.indexOf('\n', start)) {
    lines.push(text.slice(start, feed + 1));
    start = feed + 1;
  }
  if (start < text.length) lines.push(text.slice(start));
  return lines;
}

/**
 * Character by character: a second search for CR beside the one for LF is run by V8's optimizer for
 * every line, whether it is needed or not, and the whole rest of the text is read each time.
 */
function splitAtAnyEnding(text: string): string[] {
  const lines: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const ends = code === 0x0a || (code === 0x0d && text.charCodeAt(at + 1) !== 0x0a);
    if (!ends) continue;
    lines.push(text.slice(start, at + 1));
    start = at + 1;
  }
  if (start < text.length) lines.push(text.slice(start));
  return lines;
}

/** Whether another line may come behind the text. */
export function endsLine(text: string): boolean {
  return text === '' || text.endsWith('\n') || text.endsWith('\r');
}
