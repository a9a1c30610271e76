import { workspace } from 'vscode';
import type { Codec } from '../checkpoints/snapshot.ts';

/** VS Code's own encodings. What does not survive the way to text and back is `undefined`. */
export const textCodec: Codec = {
  async decode(bytes, encoding) {
    if (isUtf8(encoding)) return decodeUtf8(bytes, encoding);
    const plain = await decodeLoosely(bytes, encoding);
    if (plain === undefined) return undefined;
    const again = await encodeMarked(plain, encoding);
    return sameBytes(again, bytes) ? plain : undefined;
  },
  async encode(text, encoding) {
    const plain = withoutMark(text);
    if (isUtf8(encoding)) {
      return plain.isWellFormed() && !plain.includes('\0')
        ? encodeMarked(plain, encoding)
        : undefined;
    }
    const bytes = await encodeMarked(plain, encoding);
    return (await decodeLoosely(bytes, encoding)) === plain ? bytes : undefined;
  },
};

/**
 * The first character that the encoding does not have, for which VS Code would save another one;
 * `undefined` when it has all.
 */
export async function findUnencodable(text: string, encoding: string): Promise<string | undefined> {
  const plain = withoutMark(text);
  if ((await textCodec.encode(plain, encoding)) !== undefined) return undefined;
  const saved = (await decodeLoosely(await encodeMarked(plain, encoding), encoding)) ?? '';
  let at = 0;
  while (at < plain.length && plain[at] === saved[at]) at++;
  // A NUL survives, but VS Code takes the file for binary then.
  if (at === plain.length) at = plain.indexOf('\0');
  return String.fromCodePoint(plain.codePointAt(at) ?? 0);
}

async function decodeLoosely(bytes: Uint8Array, encoding: string): Promise<string | undefined> {
  if (isUtf8(encoding)) return withoutMark(new TextDecoder().decode(bytes));
  try {
    return withoutMark(await workspace.decode(bytes, { encoding }));
  } catch {
    // The API's only failure: it takes the bytes for binary.
    return undefined;
  }
}

/** VS Code writes the byte order mark of the encodings that have one by name; so do we. */
async function encodeMarked(text: string, encoding: string): Promise<Uint8Array> {
  if (isUtf8(encoding)) {
    const mark = encoding === 'utf8bom' ? '\uFEFF' : '';
    return new TextEncoder().encode(mark + text);
  }
  const bytes = await workspace.encode(text, { encoding });
  const mark = marks[encoding];
  if (mark === undefined || startsWith(bytes, mark)) return bytes;
  const marked = new Uint8Array(mark.length + bytes.length);
  marked.set(mark);
  marked.set(bytes, mark.length);
  return marked;
}

/** By far the commonest, and known here: VS Code's own answer takes a way to its window and back. */
function isUtf8(encoding: string): boolean {
  return encoding === 'utf8' || encoding === 'utf8bom';
}

function decodeUtf8(bytes: Uint8Array, encoding: string): string | undefined {
  // VS Code takes a file with a zero byte for binary.
  if (bytes.includes(0)) return undefined;
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // Its only failure: the bytes are not UTF-8.
    return undefined;
  }
  return text.startsWith('\uFEFF') === (encoding === 'utf8bom') ? withoutMark(text) : undefined;
}

const marks: Readonly<Record<string, Uint8Array>> = {
  utf16le: Uint8Array.of(0xff, 0xfe),
  utf16be: Uint8Array.of(0xfe, 0xff),
};

/** A document's text never begins with a byte order mark; a decoded file's may. */
export function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

export function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && startsWith(left, right);
}

function startsWith(bytes: Uint8Array, start: Uint8Array): boolean {
  return start.every((byte, index) => bytes[index] === byte);
}
