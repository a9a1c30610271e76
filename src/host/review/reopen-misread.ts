import { Uri, workspace } from 'vscode';
import { inParallel } from '../checkpoints/in-parallel.ts';
import { readPlace } from '../edits/editor-places.ts';
import { openDocument } from '../edits/open-documents.ts';
import type { ReviewRecord } from './review-record.ts';

/**
 * VS Code forgets the encoding a file was opened in once nothing shows it any more, as after a
 * reload: what the user agreed to for a review holds until its end.
 */
export async function reopenMisread({ encodings = {}, uris }: ReviewRecord): Promise<void> {
  await inParallel(Object.entries(encodings), async ([path, encoding]) => {
    const uri = Uri.parse(uris[path] ?? '', true);
    if (openDocument(uri) !== undefined) return;
    const state = await readPlace(uri);
    if (state.kind === 'missing' || state.encoding === encoding) return;
    await workspace.openTextDocument(uri, { encoding });
  });
}
