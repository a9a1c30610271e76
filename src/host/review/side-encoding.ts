import { workspace, type Uri } from 'vscode';
import { fileEncoding } from '../edits/file-encoding.ts';
import { textCodec, withoutMark } from '../edits/text-codec.ts';
import type { DisposablePart } from './disposable-part.ts';

/** Turns texts of a review's sides into the bytes that VS Code reads. */
export interface SideEncoder extends DisposablePart {
  encode(uri: Uri, text: string, encoding?: string): Promise<Uint8Array>;
}

/**
 * Such that VS Code reads the text as it is and, where that can be told by a byte order mark or goes
 * without saying, names the file's own encoding. A mark is what makes it UTF-8 where the user has set
 * another encoding for files: the same for all sides, which are in no folder of the workspace.
 */
export function createSideEncoder(): SideEncoder {
  let isPlain: boolean | undefined;
  const listening = workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration('files')) isPlain = undefined;
  });
  return {
    async encode(uri, text, encoding = 'utf8') {
      if (encoding.startsWith('utf16')) {
        const marked = await textCodec.encode(text, encoding);
        if (marked !== undefined) return marked;
      }
      // A review of a thousand files is asked for at once, and VS Code takes its time with a setting.
      isPlain ??= isReadAsUtf8(uri);
      const isMarked = encoding === 'utf8bom' || !isPlain;
      return new TextEncoder().encode((isMarked ? '\uFEFF' : '') + withoutMark(text));
    },
    dispose() {
      listening.dispose();
    },
  };
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
