/**
 * How exactly two lines must agree, strictest first: to the letter; but for trailing white space; but
 * for leading and trailing white space; and, besides, with typographic quotes, dashes and spaces read
 * as their plain forms. Each takes in all that the one before it does.
 */
export const strictnesses = ['exact', 'trailing', 'indentation', 'punctuation'] as const;
export type Strictness = (typeof strictnesses)[number];

/** Two lines agree at a strictness exactly when their keys are equal. */
export function lineKey(line: string, strictness: Strictness): string {
  switch (strictness) {
    case 'exact':
      return line;
    case 'trailing':
      return line.slice(0, trimmedEnd(line, 0, line.length));
    case 'indentation':
      return trimBlanks(line);
    case 'punctuation':
      return trimBlanks(isPlain(line, 0, line.length) ? line : foldPunctuation(line));
  }
}

/** Reads typographic punctuation and spaces as plain ones; composed and decomposed letters as one. */
export function foldPunctuation(line: string): string {
  let folded = '';
  let copied = 0;
  const text = line.normalize('NFC');
  for (let index = 0; index < text.length; index += 1) {
    const plain = plainForm(text.charCodeAt(index));
    if (plain === undefined) continue;
    folded += text.slice(copied, index) + plain;
    copied = index + 1;
  }
  return folded + text.slice(copied);
}

function plainForm(code: number): string | undefined {
  if (code < 0xa0) return undefined;
  if (code >= 0x2010 && code <= 0x2015) return '-';
  if (code >= 0x2000 && code <= 0x200a) return ' ';
  switch (code) {
    case 0xa0: // no-break space
    case 0x202f:
    case 0x205f:
    case 0x3000:
      return ' ';
    case 0x200b: // zero-width spaces, joiner and byte order mark
    case 0x2060:
    case 0xfeff:
    case 0xad: // soft hyphen
      return '';
    case 0x2212: // minus sign
    case 0xfe58:
    case 0xfe63:
    case 0xff0d:
      return '-';
    case 0x2018:
    case 0x2019:
    case 0x201a:
    case 0x201b:
    case 0x2032:
      return "'";
    case 0x201c:
    case 0x201d:
    case 0x201e:
    case 0x201f:
    case 0x2033:
      return '"';
    case 0x2026:
      return '...';
    default:
      return undefined;
  }
}

/** Offset behind the last character of [start, end) that is no space, tab, form feed or such. */
export function trimmedEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && isBlankCode(text.charCodeAt(at - 1))) at -= 1;
  return at;
}

/** Offset of the first character of [start, end) that is no space, tab, form feed or such. */
export function trimmedStart(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && isBlankCode(text.charCodeAt(at))) at += 1;
  return at;
}

/** Whether [start, end) holds ASCII only, so that folding changes nothing. */
export function isPlain(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if (text.charCodeAt(at) > 0x7f) return false;
  return true;
}

function isBlankCode(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}

function trimBlanks(line: string): string {
  const end = trimmedEnd(line, 0, line.length);
  return line.slice(trimmedStart(line, 0, end), end);
}
