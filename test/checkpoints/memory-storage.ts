import type { Storage } from '../../src/host/checkpoints/storage.ts';

/** What would lie on the disk, in memory. */
export function createMemoryStorage(): Storage {
  const files = new Map<string, Uint8Array>();
  const isBelow = (path: string, folder: string) =>
    path === folder || path.startsWith(`${folder}/`);
  return {
    read: (path) => Promise.resolve(files.get(path)),
    write(path, bytes) {
      files.set(path, bytes.slice());
      return Promise.resolve();
    },
    append(path, bytes) {
      files.set(path, new Uint8Array([...(files.get(path) ?? []), ...bytes]));
      return Promise.resolve();
    },
    list: (folder) =>
      Promise.resolve(
        [...files]
          .filter(([path]) => isBelow(path, folder))
          .map(([path, bytes]) => ({ path, bytes: bytes.length, modifiedAt: 0 })),
      ),
    remove(path) {
      for (const name of [...files.keys()]) if (isBelow(name, path)) files.delete(name);
      return Promise.resolve();
    },
  };
}
