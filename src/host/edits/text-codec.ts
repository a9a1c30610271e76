import { workspace } from 'vscode';
import type { Codec } from '../checkpoints/snapshot.ts';

/** VS Code's own encodings. What does not survive the way to text and back is `undefined`. */
export const textCodec: Codec = {
  async decode(bytes, encoding) {
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
  const bytes = await workspace.encode(withoutMark(text), { encoding });
  const mark = marks[encoding];
  if (mark === undefined || startsWith(bytes, mark)) return bytes;
  const marked = new Uint8Array(mark.length + bytes.length);
  marked.set(mark);
  marked.set(bytes, mark.length);
  return marked;
}

const marks: Readonly<Record<string, Uint8Array>> = {
  utf8bom: Uint8Array.of(0xef, 0xbb, 0xbf),
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
