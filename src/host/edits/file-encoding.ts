import { workspace, type Uri } from 'vscode';
import { openDocument } from './open-documents.ts';

/** The encoding that VS Code has the file open in, or else would open it in. */
export async function fileEncoding(uri: Uri, bytes: Uint8Array): Promise<string> {
  const open = openDocument(uri)?.encoding;
  if (open !== undefined) return open;
  const marked = encodingByMark(bytes);
  if (marked !== undefined) return marked;
  const setting = newFileEncoding(uri);
  // The mark that this setting asks for is for new files; others are read as they are.
  if (!isGuessed(uri)) return setting === 'utf8bom' ? 'utf8' : setting;
  try {
    return (await workspace.openTextDocument(uri)).encoding;
  } catch {
    // Not a text for VS Code; whoever decodes it finds that out too.
    return setting;
  }
}

/** The encoding that the user has set for new files at this place. */
export function newFileEncoding(uri: Uri): string {
  return workspace.getConfiguration('files', uri).get<string>('encoding', 'utf8');
}

/** Whether only opening the file tells: VS Code guesses, or its language has a say. */
function isGuessed(uri: Uri): boolean {
  const settings = workspace.getConfiguration('files', uri);
  return (
    settings.get('autoGuessEncoding') === true ||
    (settings.inspect('encoding')?.languageIds ?? []).length > 0
  );
}

function encodingByMark(bytes: Uint8Array): string | undefined {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf8bom';
  if (first === 0xff && second === 0xfe) return 'utf16le';
  if (first === 0xfe && second === 0xff) return 'utf16be';
  return undefined;
}
