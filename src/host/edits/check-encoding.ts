import { Uri, window, workspace } from 'vscode';
import { readPlace } from './editor-places.ts';
import { textCodec } from './text-codec.ts';

export type EncodingCheck =
  | { readonly kind: 'safe' }
  /** The file cannot be edited as text without damage; `reason` is one sentence. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** The document was opened anew in another encoding: what was read before is stale. */
  | { readonly kind: 'reopened'; readonly encoding: string };

/**
 * Makes sure that saving a document would write the bytes outside of an edit as they were: they
 * must survive the way to text and back in the document's encoding. If they do not, the user is
 * asked to open the file in one in which they do.
 */
export async function checkEncoding(uri: Uri, path: string): Promise<EncodingCheck> {
  const state = await readPlace(uri);
  if (state.kind === 'missing') return { kind: 'safe' };
  if ((await textCodec.decode(state.bytes, state.encoding)) !== undefined) return { kind: 'safe' };
  const refused: EncodingCheck = {
    kind: 'refused',
    reason: `${path} is not text in ${state.encoding}: saving it would damage it`,
  };
  if (state.unsaved !== undefined) return refused;
  const encoding = await detectEncoding(state.bytes);
  if (encoding === undefined) return refused;
  const open = `Open as ${encoding}`;
  const answer = await window.showWarningMessage(
    `${path} is not valid ${state.encoding}. Editing it that way would damage its characters.`,
    { modal: true },
    open,
  );
  if (answer !== open) return refused;
  await workspace.openTextDocument(uri, { encoding });
  return { kind: 'reopened', encoding };
}

/** Single-byte text that is not binary is taken for Windows-1252, the commonest by far. */
async function detectEncoding(bytes: Uint8Array): Promise<string | undefined> {
  if (bytes.includes(0)) return undefined;
  const text = await textCodec.decode(bytes, 'windows1252');
  return text === undefined ? undefined : 'windows1252';
}
