import { createHash } from 'node:crypto';
import type { FileState, Snapshot } from './snapshot.ts';
import type { Storage } from './storage.ts';

/** Contents by their hash: equal contents are stored once, and a damaged blob is never returned. */
export interface BlobStore {
  put(bytes: Uint8Array): Promise<string>;
  /** `undefined` when the blob is gone or no longer matches its name. */
  get(hash: string): Promise<Uint8Array | undefined>;
  snapshot(state: FileState): Promise<Snapshot>;
  /** The state a snapshot stands for; `undefined` when one of its blobs is gone. */
  restore(snapshot: Snapshot): Promise<FileState | undefined>;
}

export function createBlobStore(storage: Storage, folder: string): BlobStore {
  const stored = new Set<string>();
  const pathOf = (hash: string): string => `${folder}/${hash.slice(0, 2)}/${hash.slice(2)}`;

  const put = async (bytes: Uint8Array): Promise<string> => {
    const hash = hashOf(bytes);
    if (stored.has(hash)) return hash;
    const found = await storage.read(pathOf(hash));
    if (found === undefined || hashOf(found) !== hash) await storage.write(pathOf(hash), bytes);
    stored.add(hash);
    return hash;
  };
  const get = async (hash: string): Promise<Uint8Array | undefined> => {
    const bytes = await storage.read(pathOf(hash));
    return bytes !== undefined && hashOf(bytes) === hash ? bytes : undefined;
  };
  return {
    put,
    get,
    async snapshot(state) {
      if (state.kind === 'missing') return state;
      const bytes = await put(state.bytes);
      if (state.unsaved === undefined) return { kind: 'file', bytes, encoding: state.encoding };
      const unsaved = await put(new TextEncoder().encode(state.unsaved));
      return { kind: 'file', bytes, encoding: state.encoding, unsaved };
    },
    async restore(snapshot) {
      if (snapshot.kind === 'missing') return snapshot;
      const bytes = await get(snapshot.bytes);
      if (bytes === undefined) return undefined;
      if (snapshot.unsaved === undefined) {
        return { kind: 'file', bytes, encoding: snapshot.encoding };
      }
      const unsaved = await get(snapshot.unsaved);
      if (unsaved === undefined) return undefined;
      const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(unsaved);
      return { kind: 'file', bytes, encoding: snapshot.encoding, unsaved: text };
    },
  };
}

export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
