import { randomBytes } from 'node:crypto';
import {
  Disposable,
  EventEmitter,
  FileSystemError,
  FileType,
  Uri,
  workspace,
  type FileChangeEvent,
  type FileStat,
  type FileSystemProvider,
} from 'vscode';

/** Files in memory that fail when told to: tests may run as root, whom no permission stops. */
export interface FaultyFileSystem extends FileSystemProvider {
  readonly files: Map<string, Uint8Array>;
  /** Asked before every write and removal; what it answers is thrown. */
  fault: (operation: 'write' | 'delete' | 'rename', path: string) => Error | undefined;
}

/** Such files under a scheme of their own, for as long as `registered` lives. */
export function mountFaultyDisk(): {
  readonly disk: FaultyFileSystem;
  readonly root: Uri;
  readonly registered: Disposable;
} {
  const scheme = `test-disk-${randomBytes(6).toString('hex')}`;
  const disk = createFaultyFileSystem();
  const registered = workspace.registerFileSystemProvider(scheme, disk, { isCaseSensitive: true });
  return { disk, root: Uri.from({ scheme, path: '/' }), registered };
}

function createFaultyFileSystem(): FaultyFileSystem {
  const changes = new EventEmitter<FileChangeEvent[]>();
  const files = new Map<string, Uint8Array>();
  let clock = 1;
  const times = new Map<string, number>();
  const folders = (): Set<string> => {
    const found = new Set(['/']);
    for (const name of files.keys()) {
      for (let at = name.lastIndexOf('/'); at > 0; at = name.lastIndexOf('/', at - 1)) {
        found.add(name.slice(0, at));
      }
    }
    return found;
  };
  const check = (operation: 'write' | 'delete' | 'rename', uri: Uri): void => {
    const error = provider.fault(operation, uri.path);
    if (error !== undefined) throw error;
  };
  const provider: FaultyFileSystem = {
    files,
    fault: () => undefined,
    onDidChangeFile: changes.event,
    watch: () => new Disposable(() => undefined),
    stat(uri): FileStat {
      const bytes = files.get(uri.path);
      const time = times.get(uri.path) ?? 0;
      if (bytes !== undefined) {
        return { type: FileType.File, ctime: 0, mtime: time, size: bytes.length };
      }
      if (folders().has(uri.path)) return { type: FileType.Directory, ctime: 0, mtime: 0, size: 0 };
      throw FileSystemError.FileNotFound(uri);
    },
    readDirectory(uri) {
      const start = uri.path === '/' ? '/' : `${uri.path}/`;
      const names = [...files.keys()].filter((name) => name.startsWith(start));
      return names.map((name) => [name.slice(start.length), FileType.File]);
    },
    createDirectory: () => undefined,
    readFile(uri) {
      const bytes = files.get(uri.path);
      if (bytes === undefined) throw FileSystemError.FileNotFound(uri);
      return bytes;
    },
    writeFile(uri, bytes) {
      check('write', uri);
      files.set(uri.path, bytes);
      times.set(uri.path, clock++);
    },
    delete(uri) {
      check('delete', uri);
      files.delete(uri.path);
    },
    rename(from, to) {
      check('rename', from);
      const bytes = files.get(from.path);
      if (bytes === undefined) throw FileSystemError.FileNotFound(from);
      files.delete(from.path);
      files.set(to.path, bytes);
      times.set(to.path, clock++);
    },
  };
  return provider;
}
