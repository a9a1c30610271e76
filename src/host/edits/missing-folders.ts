import { Uri, workspace } from 'vscode';
import type { WantedFile } from './carry-out.ts';
import { isNotFound } from './editor-places.ts';

/** The folders that new files will bring with them, outermost first. */
export async function missingFolders(files: readonly WantedFile[]): Promise<readonly string[]> {
  const missing = new Set<string>();
  const present = new Set<string>();
  for (const { uri, now, then } of files) {
    if (now.kind === 'file' || then.kind === 'missing') continue;
    const chain: string[] = [];
    let folder = Uri.joinPath(Uri.parse(uri, true), '..');
    while (!present.has(folder.toString()) && !(await exists(folder))) {
      chain.push(folder.toString());
      const parent = Uri.joinPath(folder, '..');
      if (parent.path === folder.path) break;
      folder = parent;
    }
    present.add(folder.toString());
    for (const name of chain.reverse()) missing.add(name);
  }
  return [...missing];
}

async function exists(uri: Uri): Promise<boolean> {
  try {
    await workspace.fs.stat(uri);
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}
