import { FileType, Uri, workspace } from 'vscode';
import { isNotFound } from './editor-places.ts';

/** The file that stands where a folder of this place would have to be. */
export async function findFileAbove(uri: Uri): Promise<Uri | undefined> {
  let folder = Uri.joinPath(uri, '..');
  for (;;) {
    try {
      const { type } = await workspace.fs.stat(folder);
      return (type & FileType.File) === 0 ? undefined : folder;
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
    const parent = Uri.joinPath(folder, '..');
    if (parent.path === folder.path) return undefined;
    folder = parent;
  }
}
