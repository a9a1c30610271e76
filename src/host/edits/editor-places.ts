import { FileSystemError, FileType, Uri, workspace, type NotebookDocument } from 'vscode';
import { textOf } from '../checkpoints/file-text.ts';
import type { FileContent, FileState, Places } from '../checkpoints/snapshot.ts';
import { liveNotebookText } from '../notebooks/live-notebook-text.ts';
import { openNotebook } from '../notebooks/open-notebook.ts';
import { setNotebook } from '../notebooks/set-notebook.ts';
import { fileEncoding } from './file-encoding.ts';
import { openDocument, setText } from './open-documents.ts';
import { sameBytes, textCodec } from './text-codec.ts';

/** Files as VS Code sees them: the bytes on any of its file systems, and editors' unsaved text. */
export const editorPlaces: Places = {
  read: (uri) => readPlace(Uri.parse(uri, true)),
  write: (uri, file) => writePlace(Uri.parse(uri, true), file),
  remove: (uri) => removePlace(Uri.parse(uri, true)),
};

/** What a place holds. Throws when it is there and cannot be read. */
export async function readPlace(uri: Uri): Promise<FileState> {
  let bytes: Uint8Array;
  try {
    bytes = await workspace.fs.readFile(uri);
  } catch (error) {
    if (isNotFound(error) || (await hasNoFile(uri))) return { kind: 'missing' };
    throw error;
  }
  const document = openDocument(uri);
  const encoding = await fileEncoding(uri, bytes);
  const notebook = document?.isDirty === true ? undefined : openNotebook(uri);
  if (notebook?.isDirty === true) {
    const unsaved = await liveNotebookText(notebook, await textCodec.decode(bytes, encoding));
    return { kind: 'file', bytes, encoding, ...(unsaved === undefined ? {} : { unsaved }) };
  }
  if (document?.isDirty !== true) return { kind: 'file', bytes, encoding };
  return { kind: 'file', bytes, encoding, unsaved: document.getText() };
}

async function writePlace(uri: Uri, file: FileContent): Promise<void> {
  const notebook = openNotebook(uri);
  if (notebook !== undefined) return writeNotebookPlace(uri, notebook, file);
  const document = openDocument(uri);
  const text = file.unsaved ?? (await textCodec.decode(file.bytes, file.encoding));
  // Through the document where there is one, so that its editors show the new text at once.
  if (document !== undefined && text !== undefined && document.getText() !== text) {
    if (!(await setText(document, text))) throw new Error('it changed while it was restored');
  }
  if (document !== undefined && file.unsaved === undefined) {
    await document.save();
    // Another save was under way, or was given up for what runs on save: written past it, it stays dirty.
    if (document.isDirty) await document.save();
  }
  // What counts is the bytes on the disk, whether or not VS Code could or would save.
  if (!(await holdsBytes(uri, file.bytes))) await workspace.fs.writeFile(uri, file.bytes);
  if (file.unsaved !== undefined && document === undefined) {
    await setText(await workspace.openTextDocument(uri), file.unsaved);
  }
}

/** A notebook that is open follows cell by cell; what is on the disk then is what counts. */
async function writeNotebookPlace(
  uri: Uri,
  notebook: NotebookDocument,
  file: FileContent,
): Promise<void> {
  const show = async (text: string | undefined): Promise<void> => {
    const now = await readPlace(uri);
    const shown = now.kind === 'file' ? await textOf(now, textCodec) : undefined;
    if (text === undefined || shown === undefined) return;
    if (!(await setNotebook(notebook, shown, text))) {
      throw new Error('its notebook editor holds something else');
    }
  };
  const isSaved = await holdsBytes(uri, file.bytes);
  if (!isSaved || file.unsaved === undefined) {
    await show(await textCodec.decode(file.bytes, file.encoding));
    if (notebook.isDirty) await notebook.save();
  }
  if (!(await holdsBytes(uri, file.bytes))) await workspace.fs.writeFile(uri, file.bytes);
  await show(file.unsaved);
}

/** Whether a file is there and has these bytes on the disk. */
export async function holdsBytes(uri: Uri, bytes: Uint8Array): Promise<boolean> {
  try {
    return sameBytes(await workspace.fs.readFile(uri), bytes);
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}

async function removePlace(uri: Uri): Promise<void> {
  try {
    const { type } = await workspace.fs.stat(uri);
    if (type === FileType.Directory) {
      if ((await workspace.fs.readDirectory(uri)).length > 0) return;
    }
    await workspace.fs.delete(uri, { recursive: false, useTrash: false });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

/** Whether a place still holds what was read, on the disk and in its editor. */
export function isSameState(one: FileState, other: FileState | undefined): boolean {
  if (one.kind === 'missing' || other?.kind !== 'file') return one.kind === other?.kind;
  return sameBytes(one.bytes, other.bytes) && one.unsaved === other.unsaved;
}

/** Below a file there is none either. */
export function isNotFound(error: unknown): boolean {
  return (
    error instanceof FileSystemError &&
    (error.code === 'FileNotFound' || error.code === 'FileNotADirectory')
  );
}

/** A folder is no file; and not every file system says in reading that there is nothing. */
async function hasNoFile(uri: Uri): Promise<boolean> {
  try {
    return ((await workspace.fs.stat(uri)).type & FileType.Directory) !== 0;
  } catch (error) {
    return isNotFound(error);
  }
}
