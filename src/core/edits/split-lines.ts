/** The text's lines with their endings (LF, CRLF or lone CR): joined, they are the text again. */
export function splitLines(text: string): string[] {
  const lines: string[] = [];
  let start = 0;
  let carriage = text.indexOf('\r');
  while (start < text.length) {
    const feed = text.indexOf('\n', start);
    let end = feed < 0 ? text.length : feed + 1;
    if (carriage >= 0 && carriage < start) carriage = text.indexOf('\r', start);
    if (carriage >= 0 && carriage < end && carriage + 1 !== feed) end = carriage + 1;
    lines.push(text.slice(start, end));
    start = end;
  }
  return lines;
}
