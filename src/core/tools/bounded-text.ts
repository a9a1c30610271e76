/** Cuts `line` to `limit` characters and says how many are missing; never inside a surrogate pair. */
export function cutLine(line: string, limit: number): string {
  if (line.length <= limit) return line;
  const end = safeEnd(line, limit);
  return `${line.slice(0, end)}… [${line.length - end} more characters]`;
}

/** As much of `text` as fits, head and tail, with a note between them. */
export function cutMiddle(text: string, limit: number, note: (omitted: number) => string): string {
  if (text.length <= limit) return text;
  const head = safeEnd(text, Math.floor(limit / 2));
  const tail = safeStart(text, text.length - Math.floor(limit / 2));
  return `${text.slice(0, head)}\n${note(tail - head)}\n${text.slice(tail)}`;
}

/** The longest run of whole `lines` from the start that fits into `limit` characters. */
export function fitLines(
  lines: readonly string[],
  limit: number,
): { readonly shown: readonly string[]; readonly omitted: number } {
  let used = 0;
  let count = 0;
  for (const line of lines) {
    if (used + line.length + 1 > limit) break;
    used += line.length + 1;
    count++;
  }
  return { shown: lines.slice(0, count), omitted: lines.length - count };
}

/** `1 file`, `2 files`. */
export function plural(count: number, noun: string, nouns = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : nouns}`;
}

/** The largest index up to `index` that does not split a surrogate pair. */
export function safeEnd(text: string, index: number): number {
  const code = text.charCodeAt(index - 1);
  return code >= 0xd800 && code <= 0xdbff ? index - 1 : index;
}

function safeStart(text: string, index: number): number {
  const code = text.charCodeAt(index);
  return code >= 0xdc00 && code <= 0xdfff ? index + 1 : index;
}
