import type { ExtensionContext } from 'vscode';
import { createNodeStorage } from './node-storage.ts';
import type { Storage } from './storage.ts';

/**
 * Checkpoints lie in the installation's storage. Reviews that wait and steps that were cut short lie
 * in the workspace's own, so that a window never brings the work of another one to an end.
 */
export function createWindowStorage(context: StorageContext): Storage {
  const shared = createNodeStorage(context.globalStorageUri.fsPath);
  const own = createNodeStorage(workspaceStorage(context));
  const of = (path: string): Storage => (path.split('/', 1)[0] === 'checkpoints' ? shared : own);
  return {
    read: (path) => of(path).read(path),
    write: (path, bytes) => of(path).write(path, bytes),
    append: (path, bytes) => of(path).append(path, bytes),
    list: (path) => of(path).list(path),
    remove: (path) => of(path).remove(path),
  };
}

export type StorageContext = Pick<ExtensionContext, 'globalStorageUri' | 'storageUri'>;

/** A window without a folder has no storage of its own. */
function workspaceStorage(context: StorageContext): string {
  return (context.storageUri ?? context.globalStorageUri).fsPath;
}
