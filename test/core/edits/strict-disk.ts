import type { FileChange, FileState } from '../../../src/core/edits/change-set.ts';

/** Files and folders as a disk holds them: one thing at a path, and no file above another. */
export interface Disk {
  files(): readonly (readonly [path: string, text: string])[];
  stateOf(path: string): FileState;
  /** False where there is no room for it. */
  add(path: string, text: string): boolean;
  /** What is wrong with the change, as the disk would refuse it. */
  carryOut(change: FileChange): string | undefined;
}

/** `ignoreCase`: paths that differ in capitals only are one. */
export function createDisk(
  files: readonly (readonly [path: string, text: string])[],
  ignoreCase: boolean,
): Disk {
  const keyOf = (path: string) => (ignoreCase ? path.toLowerCase() : path);
  const byKey = new Map(files.map((file) => [keyOf(file[0]), file]));
  const obstacleTo = (path: string): string | undefined => {
    const key = keyOf(path);
    if (byKey.has(key)) return `${path} is there already`;
    for (const other of byKey.keys()) {
      if (other.startsWith(`${key}/`)) return `${path} is a folder`;
      if (key.startsWith(`${other}/`)) return `${other} is a file`;
    }
    return undefined;
  };
  const add = (path: string, text: string): boolean => {
    if (obstacleTo(path) !== undefined) return false;
    byKey.set(keyOf(path), [path, text]);
    return true;
  };
  return {
    files: () => [...byKey.values()],
    stateOf(path) {
      const found = byKey.get(keyOf(path));
      if (found !== undefined) return { kind: 'text', text: found[1], version: '1' };
      const isFolder = [...byKey.keys()].some((key) => key.startsWith(`${keyOf(path)}/`));
      return { kind: isFolder ? 'directory' : 'missing' };
    },
    add,
    carryOut(change) {
      if (change.kind === 'create') {
        return add(change.path, change.after) ? undefined : obstacleTo(change.path);
      }
      const from = change.kind === 'rename' ? change.from : change.path;
      if (byKey.get(keyOf(from))?.[1] !== change.before) return `${from} is not as expected`;
      if (change.kind === 'modify') {
        byKey.set(keyOf(from), [byKey.get(keyOf(from))?.[0] ?? from, change.after]);
        return undefined;
      }
      // A disk makes the folders of the new place before it takes the file from the old one.
      const isInTheWay = change.kind === 'rename' && keyOf(change.to).startsWith(`${keyOf(from)}/`);
      if (isInTheWay) return `${from} is a file`;
      byKey.delete(keyOf(from));
      if (change.kind === 'delete' || add(change.to, change.after)) return undefined;
      return obstacleTo(change.to);
    },
  };
}
