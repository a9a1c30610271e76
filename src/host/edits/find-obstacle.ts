import { access, constants } from 'node:fs/promises';
import { FilePermission, FileType, Uri, workspace } from 'vscode';
import { inParallel } from '../checkpoints/in-parallel.ts';
import type { WantedFile } from './carry-out.ts';
import { isNotFound } from './editor-places.ts';
import { findFileAbove } from './find-file-above.ts';
import { openDocument } from './open-documents.ts';

/** What would make the edit fail, as one sentence, found before anything is touched. */
export async function findObstacle(
  files: readonly WantedFile[],
  pathOf: (uri: string) => string,
): Promise<string | undefined> {
  const found = await inParallel(files, async ({ uri, now }) => {
    const place = Uri.parse(uri, true);
    const notebook = workspace.notebookDocuments.find((open) => open.uri.toString() === uri);
    if (notebook?.isDirty === true) {
      // Cell edits reach what is unsaved in a Jupyter notebook that stays where it is, and no other.
      const isMoved = files.some(({ from }) => from === uri);
      const isReached = now.kind === 'file' && now.unsaved !== undefined && !isMoved;
      if (!isReached || openDocument(place)?.isDirty === true) {
        return `Nothing was changed: ${pathOf(uri)} has unsaved changes in its notebook editor; save it first.`;
      }
    }
    if (workspace.fs.isWritableFileSystem(place.scheme) === false) {
      return `Nothing was changed: ${pathOf(uri)} lies in a read-only file system.`;
    }
    const reason = now.kind === 'file' ? await whyReadOnly(place) : await whyNotCreatable(place);
    return reason === undefined ? undefined : `Nothing was changed: ${pathOf(uri)} ${reason}.`;
  });
  return found.find((obstacle) => obstacle !== undefined);
}

async function whyReadOnly(uri: Uri): Promise<string | undefined> {
  try {
    const { permissions } = await workspace.fs.stat(uri);
    if (permissions !== undefined && (permissions & FilePermission.Readonly) !== 0) {
      return 'is read-only';
    }
    if (uri.scheme === 'file') await access(uri.fsPath, constants.W_OK);
    return undefined;
  } catch (error) {
    return reasonFor(error);
  }
}

async function whyNotCreatable(uri: Uri): Promise<string | undefined> {
  try {
    const { type } = await workspace.fs.stat(uri);
    return (type & FileType.Directory) === 0 ? 'is there already' : 'is a folder';
  } catch (error) {
    if (!isNotFound(error)) return reasonFor(error);
    return (await findFileAbove(uri)) && 'would lie below a file';
  }
}

function reasonFor(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'NoPermissions':
    case 'EACCES':
    case 'EPERM':
      return 'may not be written (no permission)';
    case 'EROFS':
      return 'lies on a read-only disk';
    default:
      return `cannot be written (${error instanceof Error ? error.message : String(error)})`;
  }
}
