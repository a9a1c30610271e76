/**
 * Where checkpoints lie: a folder of our own, reached by paths relative to it with `/`. What it
 * resolves is on the disk, so that a kill a moment later cannot take it back.
 */
export interface Storage {
  /** `undefined` when there is no such file. */
  read(path: string): Promise<Uint8Array | undefined>;
  /** Whole or not at all: a reader sees the old bytes or the new ones. Makes parent folders. */
  write(path: string, bytes: Uint8Array): Promise<void>;
  /** Adds to the end; a kill may leave a torn tail, never a damaged beginning. */
  append(path: string, bytes: Uint8Array): Promise<void>;
  /** Files below `path`, at any depth; none when there is no such folder. */
  list(path: string): Promise<readonly StoredFile[]>;
  /** A file, or a folder with all in it; nothing happens when it is not there. */
  remove(path: string): Promise<void>;
}

export interface StoredFile {
  readonly path: string;
  readonly bytes: number;
  /** Milliseconds since the epoch. */
  readonly modifiedAt: number;
}
