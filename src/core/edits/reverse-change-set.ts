import type { ChangeSet, FileChange } from './change-set.ts';

/**
 * The change set that takes `changeSet` back: carried out after it, every file is as it was before.
 * `versionOf` gives the version each resulting text has after the change, for the stale check.
 */
export function reverseChangeSet(
  changeSet: ChangeSet,
  versionOf: (path: string) => string = () => '',
): ChangeSet {
  const reverse = (change: FileChange): FileChange => {
    switch (change.kind) {
      case 'create': {
        const { path, after } = change;
        return { kind: 'delete', path, before: after, baseVersion: versionOf(path) };
      }
      case 'delete':
        return { kind: 'create', path: change.path, after: change.before };
      case 'modify': {
        const { path, before, after } = change;
        return { kind: 'modify', path, before: after, after: before, baseVersion: versionOf(path) };
      }
      case 'rename': {
        const { from, to, before, after } = change;
        const baseVersion = versionOf(to);
        return { kind: 'rename', from: to, to: from, before: after, after: before, baseVersion };
      }
    }
  };
  return { changes: changeSet.changes.map(reverse).reverse() };
}
