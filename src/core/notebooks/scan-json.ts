/** Characters [start, end) of a text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Member extends Span {
  readonly name: string;
}

/**
 * Where the values of an object's members lie, in a text that `JSON.parse` took. With it a part of a
 * file can be replaced while every other byte stays.
 */
export function memberSpans(text: string, object: number): readonly Member[] {
  const members: Member[] = [];
  let at = skipSpace(text, object + 1);
  while (at < text.length && text[at] !== '}') {
    const nameEnd = stringEnd(text, at);
    const name: unknown = JSON.parse(text.slice(at, nameEnd));
    const start = skipSpace(text, skipSpace(text, nameEnd) + 1);
    const end = valueEnd(text, start);
    members.push({ name: String(name), start, end });
    at = skipComma(text, end);
  }
  return members;
}

/** Where the elements of an array lie. */
export function elementSpans(text: string, array: number): readonly Span[] {
  const elements: Span[] = [];
  let at = skipSpace(text, array + 1);
  while (at < text.length && text[at] !== ']') {
    const end = valueEnd(text, at);
    elements.push({ start: at, end });
    at = skipComma(text, end);
  }
  return elements;
}

/** The first character from `at` on that is no white space (a byte order mark counts as such). */
export function skipSpace(text: string, at: number): number {
  let found = at;
  while (found < text.length && ' \t\r\n\uFEFF'.includes(text.charAt(found))) found += 1;
  return found;
}

function skipComma(text: string, at: number): number {
  const next = skipSpace(text, at);
  return text[next] === ',' ? skipSpace(text, next + 1) : next;
}

function valueEnd(text: string, start: number): number {
  const first = text[start];
  if (first === '"') return stringEnd(text, start);
  let at = start;
  if (first !== '{' && first !== '[') {
    while (at < text.length && !',]} \t\r\n'.includes(text.charAt(at))) at += 1;
    return at;
  }
  let depth = 0;
  while (at < text.length) {
    const here = text[at];
    if (here === '"') {
      at = stringEnd(text, at);
      continue;
    }
    if (here === '{' || here === '[') depth += 1;
    if (here === '}' || here === ']') depth -= 1;
    at += 1;
    if (depth === 0) return at;
  }
  return at;
}

function stringEnd(text: string, start: number): number {
  // Pictures are strings of megabytes: only quotes are looked at, and the backslashes before them.
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let escapes = 0;
    while (text[at - 1 - escapes] === '\\') escapes += 1;
    if (escapes % 2 === 0) return at + 1;
  }
  return text.length;
}
