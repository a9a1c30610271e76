import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';

/** Real folders that stand for workspace roots, with files in them. */
export interface TemporaryRoots {
  /** Around all roots: what lies here is outside. */
  readonly base: string;
  readonly folders: readonly vscode.WorkspaceFolder[];
  write(relative: string, content: string | Uint8Array): Promise<void>;
  dispose(): Promise<void>;
}

/** `contents` has file paths that begin with a root's folder: `{'api/src/a.ts': '…'}`. */
export async function makeRoots(
  names: readonly string[],
  contents: Readonly<Record<string, string | Uint8Array>>,
): Promise<TemporaryRoots> {
  const base = await realpath(await mkdtemp(path.join(tmpdir(), 'ratchet-roots-')));
  const write = async (relative: string, content: string | Uint8Array) => {
    const file = path.join(base, relative);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  };
  for (const name of names) await mkdir(path.join(base, name), { recursive: true });
  for (const [relative, content] of Object.entries(contents)) await write(relative, content);
  return {
    base,
    folders: names.map((name, index) => ({
      uri: vscode.Uri.file(path.join(base, name)),
      name: path.basename(name),
      index,
    })),
    write,
    dispose: () => rm(base, { recursive: true, force: true }),
  };
}
