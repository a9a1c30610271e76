import type { Uri } from 'vscode';
import { detectEncoding } from './detect-encoding.ts';
import { readPlace } from './editor-places.ts';
import { encodingLabel } from './encoding-label.ts';
import { textCodec } from './text-codec.ts';

export type EncodingCheck =
  /** `encoding`: `undefined` when there is no file. */
  | { readonly kind: 'safe'; readonly encoding: string | undefined }
  /** The file cannot be edited as text without damage; `reason` is one sentence. */
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'misread'; readonly file: MisreadFile };

/** A file that has to be opened in another encoding than VS Code would. */
export interface MisreadFile {
  readonly uri: Uri;
  readonly path: string;
  /** How VS Code opens it. */
  readonly shownAs: string;
  readonly encoding: string;
  /** A line of it in the encoding it seems to be in, for the user to judge. */
  readonly sample: string;
}

/**
 * Whether saving a document would write the bytes outside of an edit as they were: they must
 * survive the way to text and back in the document's encoding.
 */
export async function checkEncoding(uri: Uri, path: string): Promise<EncodingCheck> {
  const state = await readPlace(uri);
  if (state.kind === 'missing') return { kind: 'safe', encoding: undefined };
  const { bytes, encoding: shownAs } = state;
  if ((await textCodec.decode(bytes, shownAs)) !== undefined) {
    return { kind: 'safe', encoding: shownAs };
  }
  const detected = state.unsaved === undefined ? await detectEncoding(bytes) : undefined;
  if (detected === undefined) {
    const reason = `${path} is not text in ${encodingLabel(shownAs)}: saving it would damage it`;
    return { kind: 'refused', reason };
  }
  const { encoding, text } = detected;
  return { kind: 'misread', file: { uri, path, shownAs, encoding, sample: sampleOf(text) } };
}

const sampleLength = 80;

/** The first line with a letter that ASCII does not have. */
function sampleOf(text: string): string {
  const at = /[^\0-\x7f]/u.exec(text)?.index ?? 0;
  const start = Math.max(text.lastIndexOf('\n', at) + 1, at - sampleLength / 2);
  const [line = ''] = text.slice(start, start + sampleLength).split(/[\r\n]/u);
  return line.trim();
}
