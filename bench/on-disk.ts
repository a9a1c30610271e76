import { mkdir, readFile, rename, rm, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ChangeSet, FileState } from '../src/core/edits/change-set.ts';
import { preparePatch } from '../src/core/edits/prepare-patch.ts';

/** Reads, prepares and writes a patch in a folder. */
export async function applyHere(folder: string, patch: string): Promise<void> {
  const prepared = await preparePatch(patch, { readFile: (path) => readState(folder, path) });
  if (!prepared.ok) throw new Error(prepared.error);
  for (const change of prepared.changeSet.changes) {
    switch (change.kind) {
      case 'create':
        await mkdir(dirname(join(folder, change.path)), { recursive: true });
        await writeFile(join(folder, change.path), change.after);
        break;
      case 'modify':
        await writeFile(join(folder, change.path), change.after);
        break;
      case 'delete':
        await unlink(join(folder, change.path));
        break;
      case 'rename':
        await mkdir(dirname(join(folder, change.to)), { recursive: true });
        await rename(join(folder, change.from), join(folder, change.to));
        if (change.after !== change.before) await writeFile(join(folder, change.to), change.after);
    }
  }
}

export async function readState(folder: string, path: string): Promise<FileState> {
  try {
    return { kind: 'text', text: await readFile(join(folder, path), 'utf8'), version: '' };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return { kind: 'missing' };
    }
    throw error;
  }
}

/** Makes a folder what it is before a change set. */
export async function writeBefore(folder: string, changeSet: ChangeSet): Promise<void> {
  await rm(join(folder, 'src'), { recursive: true, force: true });
  for (const change of changeSet.changes) {
    if (change.kind === 'create') continue;
    const path = join(folder, change.kind === 'rename' ? change.from : change.path);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, change.before);
  }
}

/** Throws when a folder is not what a change set makes of it. */
export async function expectAfter(folder: string, changeSet: ChangeSet): Promise<void> {
  for (const change of changeSet.changes) {
    if (change.kind === 'delete') continue;
    const path = change.kind === 'rename' ? change.to : change.path;
    const text = await readFile(join(folder, path), 'utf8');
    if (text !== change.after) throw new Error(`${path} is not as it should be.`);
  }
}
