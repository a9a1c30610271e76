import type { Uri } from 'vscode';
import { inParallel } from '../checkpoints/in-parallel.ts';
import type { BuiltEdit } from './build-edit.ts';
import type { WantedFile } from './carry-out.ts';
import { readPlace } from './editor-places.ts';
import { openDocument, setText } from './open-documents.ts';
import { sameBytes } from './text-codec.ts';

/**
 * Takes back what documents show that count as saved although their files hold what they held
 * before, and names them: VS Code lets extensions edit a document that the user has set to
 * read-only, saves it not, and says nothing.
 */
export async function takeBackUnwritten(
  texts: BuiltEdit['texts'],
  files: readonly WantedFile[],
): Promise<readonly Uri[]> {
  const byUri = new Map(files.map((file) => [file.uri, file]));
  const found = await inParallel(texts, async ({ uri, from }): Promise<readonly Uri[]> => {
    // One that VS Code has closed by now shows nothing any more.
    const document = openDocument(uri);
    const file = byUri.get(uri.toString());
    const source = byUri.get(file?.from ?? '') ?? file;
    const state = await readPlace(uri);
    const isWritten =
      document?.isDirty === true ||
      source?.now.kind !== 'file' ||
      state.kind !== 'file' ||
      !sameBytes(state.bytes, source.now.bytes) ||
      // A formatter may have made of it what was there before.
      (source.now.unsaved === undefined && document?.getText() === from);
    if (isWritten) return [];
    if (document !== undefined) await setText(document, from);
    return [uri];
  });
  return found.flat();
}
