import { workspace, type ConfigurationScope, type Uri } from 'vscode';
import { openDocument } from './open-documents.ts';

/** The encoding that VS Code has the file open in, or else would open it in. */
export async function fileEncoding(uri: Uri, bytes: Uint8Array): Promise<string> {
  const open = openDocument(uri)?.encoding;
  if (open !== undefined) return open;
  const marked = encodingByMark(bytes);
  if (marked !== undefined) return marked;
  const setting = encodingSetting(uri);
  // The mark that this setting asks for is for new files; others are read as they are.
  if (!isGuessed(uri)) return setting === 'utf8bom' ? 'utf8' : setting;
  try {
    return (await workspace.openTextDocument(uri)).encoding;
  } catch {
    // Not a text for VS Code; whoever decodes it finds that out too.
    return setting;
  }
}

/** The encoding that the user has set for new files at this place, which their language may have a say in. */
export async function newFileEncoding(
  uri: Uri,
  findLanguage: () => Promise<string>,
): Promise<string> {
  if (!isSetByLanguage(uri)) return encodingSetting(uri);
  return encodingSetting({ uri, languageId: await findLanguage() });
}

function encodingSetting(scope: ConfigurationScope): string {
  return workspace.getConfiguration('files', scope).get<string>('encoding', 'utf8');
}

/** Whether only opening the file tells: VS Code guesses, or its language has a say. */
function isGuessed(uri: Uri): boolean {
  const settings = workspace.getConfiguration('files', uri);
  return settings.get('autoGuessEncoding') === true || isSetByLanguage(uri);
}

function isSetByLanguage(uri: Uri): boolean {
  const known = workspace.getConfiguration('files', uri).inspect('encoding');
  return (known?.languageIds ?? []).length > 0;
}

function encodingByMark(bytes: Uint8Array): string | undefined {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf8bom';
  if (first === 0xff && second === 0xfe) return 'utf16le';
  if (first === 0xfe && second === 0xff) return 'utf16be';
  return undefined;
}
