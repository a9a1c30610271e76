import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import nodePath from 'node:path';
import type { Storage, StoredFile } from './storage.ts';

/** Storage in a folder of the machine's own disk; every write is flushed before it resolves. */
export function createNodeStorage(root: string): Storage {
  const at = (path: string): string => nodePath.join(root, ...path.split('/'));
  return {
    async read(path) {
      try {
        return await readFile(at(path));
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    async write(path, bytes) {
      const target = at(path);
      const folder = nodePath.dirname(target);
      await mkdir(folder, { recursive: true });
      const temporary = nodePath.join(folder, `.${randomUUID()}.tmp`);
      try {
        await writeFlushed(temporary, 'wx', bytes);
        await rename(temporary, target);
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
      await flushFolder(folder);
    },
    async append(path, bytes) {
      await mkdir(nodePath.dirname(at(path)), { recursive: true });
      await writeFlushed(at(path), 'a', bytes);
    },
    async list(path) {
      let entries;
      try {
        entries = await readdir(at(path), { withFileTypes: true, recursive: true });
      } catch (error) {
        if (isMissing(error)) return [];
        throw error;
      }
      const files: StoredFile[] = [];
      for (const entry of entries) {
        if (!entry.isFile()) continue;
        const full = nodePath.join(entry.parentPath, entry.name);
        const { size, mtimeMs } = await stat(full);
        const relative = nodePath.relative(root, full).split(nodePath.sep).join('/');
        files.push({ path: relative, bytes: size, modifiedAt: mtimeMs });
      }
      return files;
    },
    async remove(path) {
      await rm(at(path), { recursive: true, force: true });
    },
  };
}

async function writeFlushed(path: string, flags: 'wx' | 'a', bytes: Uint8Array): Promise<void> {
  const file = await open(path, flags, 0o600);
  try {
    await file.writeFile(bytes);
    await file.datasync();
  } finally {
    await file.close();
  }
}

/** Makes a rename last; Windows cannot open folders and needs none of it. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
