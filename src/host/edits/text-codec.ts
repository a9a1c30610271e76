import { workspace } from 'vscode';
import type { Codec } from '../checkpoints/snapshot.ts';

/** VS Code's own encodings. What does not survive the way to text and back is `undefined`. */
export const textCodec: Codec = {
  async decode(bytes, encoding) {
    if (isUtf8(encoding)) return decodeUtf8(bytes, encoding);
    let text: string;
    try {
      text = await workspace.decode(bytes, { encoding });
    } catch {
      // The API's only failure: it takes the bytes for binary.
      return undefined;
    }
    const plain = withoutMark(text);
    const again = await encodeText(plain, encoding);
    return sameBytes(again, bytes) ? plain : undefined;
  },
  encode: encodeText,
};

/** VS Code writes the byte order mark of the encodings that have one by name; so do we. */
async function encodeText(text: string, encoding: string): Promise<Uint8Array> {
  if (isUtf8(encoding)) {
    const mark = encoding === 'utf8bom' ? '\uFEFF' : '';
    return new TextEncoder().encode(mark + withoutMark(text));
  }
  const bytes = await workspace.encode(withoutMark(text), { encoding });
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
