import type { ChangeSet, FileChange } from './change-set.ts';

export type AppliedChangeSet =
  | { readonly ok: true; readonly files: ReadonlyMap<string, string> }
  /** `path` is not as `change` expects it; nothing was changed. */
  | { readonly ok: false; readonly change: FileChange; readonly path: string };

/** Carries a change set out on files held in memory, all of it or nothing. */
export function applyChangeSet(
  files: ReadonlyMap<string, string>,
  changeSet: ChangeSet,
): AppliedChangeSet {
  const next = new Map(files);
  for (const change of changeSet.changes) {
    const source = change.kind === 'rename' ? change.from : change.path;
    const before = change.kind === 'create' ? undefined : change.before;
    if (next.get(source) !== before) return { ok: false, change, path: source };
    next.delete(source);
    if (change.kind === 'delete') continue;
    const target = change.kind === 'rename' ? change.to : change.path;
    if (next.has(target)) return { ok: false, change, path: target };
    next.set(target, change.after);
  }
  return { ok: true, files: next };
}
