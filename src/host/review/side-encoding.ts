import { workspace, type Uri } from 'vscode';
import { fileEncoding } from '../edits/file-encoding.ts';
import { textCodec, withoutMark } from '../edits/text-codec.ts';

/**
 * The bytes of one side of a review, such that VS Code reads the text as it is and, where that can
 * be told by a byte order mark or goes without saying, names the file's own encoding. A mark is
 * what makes it UTF-8 where the user has set another encoding for files.
 */
export async function encodeSide(uri: Uri, text: string, encoding = 'utf8'): Promise<Uint8Array> {
  if (encoding.startsWith('utf16')) {
    const marked = await textCodec.encode(text, encoding);
    if (marked !== undefined) return marked;
  }
  const isMarked = encoding === 'utf8bom' || !isReadAsUtf8(uri);
  return new TextEncoder().encode((isMarked ? '\uFEFF' : '') + withoutMark(text));
}

/** What an editor saved there, in whichever encoding the user has chosen for it. */
export async function decodeSide(uri: Uri, bytes: Uint8Array): Promise<string> {
  const text = await textCodec.decode(bytes, await fileEncoding(uri, bytes));
  return text ?? new TextDecoder().decode(bytes);
}

function isReadAsUtf8(uri: Uri): boolean {
  const files = workspace.getConfiguration('files', uri);
  const set = files.get<string>('encoding', 'utf8');
  return (
    (set === 'utf8' || set === 'utf8bom') &&
    files.get('autoGuessEncoding') !== true &&
    (files.inspect('encoding')?.languageIds ?? []).length === 0
  );
}
