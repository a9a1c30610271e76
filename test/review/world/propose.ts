import type { ChangeSet, FileChange } from '../../../src/core/edits/change-set.ts';
import type { Proposed, Splice } from './acts.ts';
import { splice } from './edit-texts.ts';
import { versionOf, type World } from './world.ts';

/** What the agent would do to the files as they are; `undefined` when that is nothing. */
export function proposeChanges(
  world: World,
  proposals: readonly Proposed[],
): ChangeSet | undefined {
  const changes: FileChange[] = [];
  const creates: FileChange[] = [];
  const renames: FileChange[] = [];
  const left = [...world.files.keys()];
  const take = (at: number): string | undefined =>
    left.length === 0 ? undefined : left.splice(at % left.length, 1)[0];
  const rename = (from: string, to: string, splices: readonly Splice[], mark: string): void => {
    const before = world.files.get(from) ?? '';
    const after = splice(before, splices, mark);
    renames.push({ kind: 'rename', from, to, before, after, baseVersion: versionOf(before) });
  };
  for (const [number, proposal] of proposals.entries()) {
    const mark = `${world.count}-${number}`;
    if (proposal.kind === 'create') {
      creates.push({
        kind: 'create',
        path: `made ${mark}`,
        after: splice('', proposal.splices, mark),
      });
      continue;
    }
    const path = take(proposal.file);
    if (path === undefined) continue;
    const before = world.files.get(path) ?? '';
    const baseVersion = versionOf(before);
    if (proposal.kind === 'delete') changes.push({ kind: 'delete', path, before, baseVersion });
    if (proposal.kind === 'modify') {
      const after = splice(before, proposal.splices, mark);
      if (after !== before) changes.push({ kind: 'modify', path, before, after, baseVersion });
    }
    if (proposal.kind === 'rename') rename(path, `moved ${mark}`, proposal.splices, mark);
    if (proposal.kind === 'chain') {
      rename(path, `moved ${mark}`, proposal.splices, mark);
      const next = take(proposal.file);
      if (next !== undefined) rename(next, path, proposal.splices, `${mark}n`);
    }
  }
  const all = [...changes, ...renames, ...creates];
  return all.length === 0 ? undefined : { changes: all };
}
