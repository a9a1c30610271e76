import { Uri } from 'vscode';
import { inParallel } from '../checkpoints/in-parallel.ts';
import type { WantedFile } from './carry-out.ts';
import { readPlace } from './editor-places.ts';
import { openDocument } from './open-documents.ts';
import { textCodec } from './text-codec.ts';

/**
 * The files whose writing ended early: when a disk runs full, VS Code may count a file as saved of
 * which only the beginning was written.
 */
export async function findTorn(files: readonly WantedFile[]): Promise<readonly Uri[]> {
  const found = await inParallel(files, async ({ uri: place, then }): Promise<readonly Uri[]> => {
    const uri = Uri.parse(place, true);
    const document = openDocument(uri);
    if (then.kind === 'missing' || document?.isDirty === true) return [];
    const state = await readPlace(uri);
    if (state.kind === 'missing') return [];
    const shown = document && (await textCodec.encode(document.getText(), state.encoding));
    const wanted = [then.bytes, shown].filter((bytes) => bytes !== undefined);
    return wanted.some((bytes) => isCutShort(state.bytes, bytes)) ? [uri] : [];
  });
  return found.flat();
}

/** Something else than white space is missing at the end, which a tool may well have removed. */
function isCutShort(bytes: Uint8Array, wanted: Uint8Array): boolean {
  if (bytes.length >= wanted.length) return false;
  if (bytes.some((byte, at) => byte !== wanted[at])) return false;
  return wanted.subarray(bytes.length).some((byte) => byte > 0x20);
}
