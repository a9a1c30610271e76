import {
  Disposable,
  EventEmitter,
  FileChangeType,
  FilePermission,
  FileSystemError,
  FileType,
  type FileChangeEvent,
  type FileStat,
  type FileSystemProvider,
  type Uri,
} from 'vscode';
import type { DisposablePart } from './disposable-part.ts';
import { createSideEncoder, decodeSide } from './side-encoding.ts';

export interface ReviewFileSystem extends FileSystemProvider, DisposablePart {
  /**
   * Puts a text there; an editor that shows it, and was not typed in, shows the new one. `encoding`:
   * that of the file it stands for.
   */
  set(uri: Uri, text: string, encoding?: string): void;
  get(uri: Uri): string | undefined;
  /** What VS Code saved there last. */
  saved(uri: Uri): string | undefined;
  delete(uri: Uri): void;
}

export interface ReviewFileSystemOptions {
  readonly readOnly: boolean;
  /** Called for a file asked for before it is there, as by an editor restored after a reload. */
  readonly restore: (uri: Uri) => Promise<void>;
}

interface Entry {
  readonly text: string;
  readonly encoding: string | undefined;
  readonly modifiedAt: number;
  readonly saved: string | undefined;
}

/**
 * Times of change run backwards from here, in ms. VS Code refuses to save over a file that is newer
 * than the text it loaded, and we may have put a text there just before the user's first key; what
 * they type is merged with it, so that no save is too late. Two changes within a millisecond must
 * still differ, or VS Code takes the second for the first.
 */
const endOfTime = Date.UTC(2100, 0);

/** One side of all open reviews, as files in memory. */
export function createReviewFileSystem({
  readOnly,
  restore,
}: ReviewFileSystemOptions): ReviewFileSystem {
  const files = new Map<string, Entry>();
  const changes = new EventEmitter<FileChangeEvent[]>();
  const encoder = createSideEncoder();
  let clock = Infinity;
  const find = async (uri: Uri): Promise<Entry> => {
    const key = uri.toString();
    if (!files.has(key)) await restore(uri);
    const entry = files.get(key);
    if (entry === undefined) throw FileSystemError.FileNotFound(uri);
    return entry;
  };
  const store = (
    uri: Uri,
    { text, encoding, saved }: Pick<Entry, 'text' | 'encoding' | 'saved'>,
  ): void => {
    const existed = files.has(uri.toString());
    clock = Math.min(clock - 1, endOfTime - Date.now());
    files.set(uri.toString(), { text, encoding, saved, modifiedAt: clock });
    const type = existed ? FileChangeType.Changed : FileChangeType.Created;
    changes.fire([{ type, uri }]);
  };
  return {
    onDidChangeFile: changes.event,
    set(uri, text, encoding) {
      const known = files.get(uri.toString());
      if (known?.text === text) return;
      store(uri, { text, encoding: encoding ?? known?.encoding, saved: known?.saved });
    },
    get: (uri) => files.get(uri.toString())?.text,
    saved: (uri) => files.get(uri.toString())?.saved,
    watch: () => new Disposable(() => undefined),
    async stat(uri): Promise<FileStat> {
      const { text, encoding, modifiedAt } = await find(uri);
      return {
        type: FileType.File,
        ctime: 0,
        mtime: modifiedAt,
        size: (await encoder.encode(uri, text, encoding)).length,
        ...(readOnly ? { permissions: FilePermission.Readonly } : {}),
      };
    },
    async readFile(uri) {
      const { text, encoding } = await find(uri);
      return encoder.encode(uri, text, encoding);
    },
    async writeFile(uri, bytes) {
      const { encoding } = await find(uri);
      if (readOnly) throw FileSystemError.NoPermissions(uri);
      const text = await decodeSide(uri, bytes);
      store(uri, { text, encoding, saved: text });
    },
    delete(uri) {
      if (files.delete(uri.toString())) changes.fire([{ type: FileChangeType.Deleted, uri }]);
    },
    readDirectory: (uri) => {
      throw FileSystemError.FileNotFound(uri);
    },
    createDirectory: (uri) => {
      throw FileSystemError.NoPermissions(uri);
    },
    rename: (uri) => {
      throw FileSystemError.NoPermissions(uri);
    },
    dispose() {
      encoder.dispose();
      changes.dispose();
    },
  };
}
