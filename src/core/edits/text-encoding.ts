/** Encodings that a file can be told to be in from its bytes alone. Names as VS Code has them. */
export type TextEncoding = 'utf8' | 'utf8bom' | 'utf16le' | 'utf16be' | 'windows1252';

/**
 * What a file's bytes are: a byte order mark decides; without one, UTF-16 is told by zeros in every
 * other byte, other zeros mean binary, valid UTF-8 is UTF-8, and the rest is taken as Windows-1252.
 */
export function detectEncoding(bytes: Uint8Array): TextEncoding | 'binary' {
  if (startsWith(bytes, utf8Mark)) return 'utf8bom';
  if (bytes.length % 2 === 0) {
    if (startsWith(bytes, [0xff, 0xfe])) return 'utf16le';
    if (startsWith(bytes, [0xfe, 0xff])) return 'utf16be';
    const guess = guessUtf16(bytes);
    if (guess !== undefined) return guess;
  }
  if (looksBinary(bytes)) return 'binary';
  return decodeUtf8(bytes) === undefined ? 'windows1252' : 'utf8';
}

/** The text without its byte order mark; undefined when the bytes are not valid in the encoding. */
export function decodeBytes(bytes: Uint8Array, encoding: TextEncoding): string | undefined {
  switch (encoding) {
    case 'utf8':
      return decodeUtf8(bytes);
    case 'utf8bom':
      return decodeUtf8(startsWith(bytes, utf8Mark) ? bytes.subarray(3) : bytes);
    case 'utf16le':
    case 'utf16be':
      return decodeUtf16(bytes, encoding === 'utf16le');
    case 'windows1252':
      return decodeWindows1252(bytes);
  }
}

/**
 * The bytes of a text, or the first character (with its UTF-16 offset) that the encoding does not
 * have: nothing is ever replaced. UTF-16 and `utf8bom` get a byte order mark.
 */
export function encodeText(text: string, encoding: TextEncoding): EncodedText {
  switch (encoding) {
    case 'utf8':
    case 'utf8bom': {
      const offset = loneSurrogate(text);
      if (offset >= 0) return { ok: false, offset, character: text.charAt(offset) };
      const marked = encoding === 'utf8bom' ? `\uFEFF${text}` : text;
      return { ok: true, bytes: new TextEncoder().encode(marked) };
    }
    case 'utf16le':
    case 'utf16be':
      return { ok: true, bytes: encodeUtf16(`\uFEFF${text}`, encoding === 'utf16le') };
    case 'windows1252':
      return encodeWindows1252(text);
  }
}

export type EncodedText =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly offset: number; readonly character: string };

/**
 * Whether saving `text` unchanged would give the same bytes again: only then may a document opened
 * in this encoding be edited. `encode` as the saving side does it; undefined if it cannot.
 */
export function roundTrips(
  bytes: Uint8Array,
  text: string,
  encode: (text: string) => Uint8Array | undefined,
): boolean {
  const again = encode(text);
  if (again?.length !== bytes.length) return false;
  for (let at = 0; at < bytes.length; at += 1) if (again[at] !== bytes[at]) return false;
  return true;
}

const utf8Mark = [0xef, 0xbb, 0xbf];

function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, at) => bytes[at] === byte);
}

/** A text in mostly Latin letters has its zeros on one side only; and it has line feeds or spaces. */
function guessUtf16(bytes: Uint8Array): 'utf16le' | 'utf16be' | undefined {
  const length = Math.min(bytes.length, 4096);
  if (length < 4) return undefined;
  const zeros: [number, number] = [0, 0];
  for (let at = 0; at < length; at += 1) if (bytes[at] === 0) zeros[at % 2 === 0 ? 0 : 1] += 1;
  const half = length / 2;
  if (zeros[1] > half * 0.7 && zeros[0] === 0) return 'utf16le';
  if (zeros[0] > half * 0.7 && zeros[1] === 0) return 'utf16be';
  return undefined;
}

/** Zeros, or more than a tenth of other control characters, in the first bytes or anywhere. */
function looksBinary(bytes: Uint8Array): boolean {
  if (bytes.includes(0)) return true;
  const length = Math.min(bytes.length, 4096);
  let controls = 0;
  for (let at = 0; at < length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x20 && (byte < 0x07 || byte > 0x0d) && byte !== 0x1b) controls += 1;
  }
  return controls > length / 10;
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function decodeUtf16(bytes: Uint8Array, little: boolean): string | undefined {
  if (bytes.length % 2 !== 0) return undefined;
  const pieces: string[] = [];
  const units = new Uint16Array(4096);
  let filled = 0;
  for (let at = 0; at < bytes.length; at += 2) {
    const first = bytes[at] ?? 0;
    const second = bytes[at + 1] ?? 0;
    const unit = little ? first | (second << 8) : (first << 8) | second;
    if (at === 0 && unit === 0xfeff) continue;
    units[filled] = unit;
    filled += 1;
    if (filled === units.length) {
      pieces.push(String.fromCharCode(...units));
      filled = 0;
    }
  }
  return pieces.join('') + String.fromCharCode(...units.subarray(0, filled));
}

function encodeUtf16(text: string, little: boolean): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    bytes[at * 2] = little ? unit & 0xff : unit >> 8;
    bytes[at * 2 + 1] = little ? unit >> 8 : unit & 0xff;
  }
  return bytes;
}

/** Bytes 0x80 to 0x9F, as https://encoding.spec.whatwg.org/index-windows-1252.txt has them. */
const windows1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

function decodeWindows1252(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += 4096) {
    const units = Array.from(bytes.subarray(at, at + 4096), (byte) =>
      byte >= 0x80 && byte < 0xa0 ? windows1252.charCodeAt(byte - 0x80) : byte,
    );
    pieces.push(String.fromCharCode(...units));
  }
  return pieces.join('');
}

function encodeWindows1252(text: string): EncodedText {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const isSame = code < 0x80 || (code >= 0xa0 && code <= 0xff);
    const high = isSame ? -1 : windows1252.indexOf(text.charAt(at));
    if (!isSame && high < 0) {
      return { ok: false, offset: at, character: String.fromCodePoint(text.codePointAt(at) ?? 0) };
    }
    bytes[at] = isSame ? code : high + 0x80;
  }
  return { ok: true, bytes };
}

function loneSurrogate(text: string): number {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0xd800 || code > 0xdfff) continue;
    const next = text.charCodeAt(at + 1);
    if (code > 0xdbff || !(next >= 0xdc00 && next <= 0xdfff)) return at;
    at += 1;
  }
  return -1;
}
