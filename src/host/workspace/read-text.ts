import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import type { ReadOutcome } from '../../core/ports.ts';
import { detectEncoding } from '../edits/detect-encoding.ts';
import { encodingLabel } from '../edits/encoding-label.ts';
import { fileEncoding } from '../edits/file-encoding.ts';
import { openDocument } from '../edits/open-documents.ts';
import { textCodec } from '../edits/text-codec.ts';
import { liveNotebookText } from '../notebooks/live-notebook-text.ts';
import { openNotebook } from '../notebooks/open-notebook.ts';

/** VS Code keeps larger documents from extensions; so an edit could not be made anyway. */
const bytesMost = 50 * 1024 * 1024;
/** As git does it: a NUL this early means binary. */
const binaryProbe = 8_000;

/** The editor's text where it has unsaved edits; else the file, decoded as the editor does it. */
export async function readPlainText(
  uri: vscode.Uri,
  path: string,
): Promise<ReadOutcome | 'missing'> {
  const open = openDocument(uri);
  if (open?.isDirty === true) {
    const text = open.getText();
    return { kind: 'text', path, text, version: versionOf(text), unsaved: true };
  }
  // A document without edits makes all line endings alike, and may follow the disk only later.
  const bytes = await readBytes(uri, path, bytesMost);
  if (!(bytes instanceof Uint8Array)) return bytes;
  if (isBinary(bytes)) return { kind: 'binary', path, bytes: bytes.length };
  const saved = await decode(uri, path, bytes);
  const notebook = openNotebook(uri);
  if (saved.kind !== 'text' || notebook?.isDirty !== true) return saved;
  const text = await liveNotebookText(notebook, saved.text);
  if (text === undefined) return saved;
  return { kind: 'text', path, text, version: versionOf(text), unsaved: true };
}

/** The file's bytes up to `limit`; of an open document those on the disk. */
export async function readBytes(
  uri: vscode.Uri,
  path: string,
  limit: number,
): Promise<Uint8Array | ReadOutcome | 'missing'> {
  try {
    const { type, size } = await vscode.workspace.fs.stat(uri);
    if ((type & vscode.FileType.Directory) !== 0) return { kind: 'directory', path };
    if ((type & vscode.FileType.File) === 0) {
      // Reading a pipe or a device may never end.
      return { kind: 'refused', path, reason: 'it is not a regular file' };
    }
    if (size > limit) return { kind: 'tooLarge', path, bytes: size, limit };
    return await vscode.workspace.fs.readFile(uri);
  } catch (error) {
    if (!(error instanceof vscode.FileSystemError)) throw error;
    switch (error.code) {
      case 'FileNotFound':
      case 'FileNotADirectory':
        return 'missing';
      case 'FileIsADirectory':
        return { kind: 'directory', path };
      case 'NoPermissions':
        return { kind: 'refused', path, reason: 'there is no permission to read it' };
      default:
        return { kind: 'refused', path, reason: `it cannot be read (${error.code})` };
    }
  }
}

/** Equal texts have equal versions, open or not. */
function versionOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

function isBinary(bytes: Uint8Array): boolean {
  const wide = bytes.length > 1 && (bytes[0] ?? 0) + (bytes[1] ?? 0) === 0xff + 0xfe;
  return !wide && bytes.subarray(0, binaryProbe).includes(0);
}

async function decode(uri: vscode.Uri, path: string, bytes: Uint8Array): Promise<ReadOutcome> {
  const encoding = await fileEncoding(uri, bytes);
  const text = await textCodec.decode(bytes, encoding);
  if (text !== undefined) {
    return { kind: 'text', path, text, version: versionOf(text), unsaved: false };
  }
  if (bytes.includes(0)) return { kind: 'binary', path, bytes: bytes.length };
  const detected = await detectEncoding(bytes);
  if (detected === undefined) {
    return {
      kind: 'refused',
      path,
      reason:
        'it is not in the encoding the editor would open it with; ask the user to open it with "Reopen with Encoding", then read it again',
    };
  }
  return {
    kind: 'text',
    path,
    text: detected.text,
    version: versionOf(detected.text),
    unsaved: false,
    readAs: encodingLabel(detected.encoding),
  };
}
