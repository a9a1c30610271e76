import { mkdir, open, readFile, rmdir, unlink } from 'node:fs/promises';
import path from 'node:path';
import type { Codec, FileState, Places } from '../../src/host/checkpoints/snapshot.ts';

/** Files of a real folder by their names, written in pieces, as an editor's disk provider does. */
export function createNodePlaces(root: string, tick: () => void = () => undefined): Places {
  return {
    async read(uri): Promise<FileState> {
      try {
        return { kind: 'file', bytes: await readFile(path.join(root, uri)), encoding: 'utf8' };
      } catch (error) {
        if (hasCode(error, 'ENOENT')) return { kind: 'missing' };
        throw error;
      }
    },
    async write(uri, { bytes }) {
      const target = path.join(root, uri);
      tick();
      await mkdir(path.dirname(target), { recursive: true });
      tick();
      const file = await open(target, 'w');
      try {
        tick();
        const piece = Math.max(1, Math.ceil(bytes.length / 3));
        for (let start = 0; start < bytes.length; start += piece) {
          await file.write(bytes.subarray(start, start + piece));
          tick();
        }
      } finally {
        await file.close();
      }
      tick();
    },
    async remove(uri) {
      tick();
      try {
        await unlink(path.join(root, uri));
      } catch (error) {
        if (hasCode(error, 'EISDIR') || hasCode(error, 'EPERM'))
          await removeEmpty(path.join(root, uri));
        else if (!hasCode(error, 'ENOENT')) throw error;
      }
      tick();
    },
  };
}

async function removeEmpty(folder: string): Promise<void> {
  try {
    await rmdir(folder);
  } catch (error) {
    if (!hasCode(error, 'ENOTEMPTY') && !hasCode(error, 'EEXIST')) throw error;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

/** UTF-8 only, to the character: a mark within a text may come to its beginning. Anything else is binary. */
export const utf8Codec: Codec = {
  decode(bytes) {
    try {
      return Promise.resolve(
        new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes),
      );
    } catch (error) {
      if (error instanceof TypeError) return Promise.resolve(undefined);
      throw error;
    }
  },
  encode: (text) => Promise.resolve(new TextEncoder().encode(text)),
};
