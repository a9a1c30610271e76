import { Uri } from 'vscode';
import { resultPath, sourcePath, type ChangeSet } from '../../core/edits/change-set.ts';
import type { Files } from '../../core/ports.ts';
import { inParallel } from '../checkpoints/in-parallel.ts';
import { checkEncoding } from './check-encoding.ts';

export type LocatedChanges =
  /** Real places by workspace path. */
  | { readonly kind: 'located'; readonly uris: Readonly<Record<string, string>> }
  | { readonly kind: 'refused'; readonly report: string };

/** Finds the real place of every path of a change set, and makes sure none would be damaged. */
export async function locateChanges(
  files: Pick<Files, 'locate'>,
  { changes }: ChangeSet,
): Promise<LocatedChanges> {
  const uris: Record<string, string> = {};
  const paths = new Set(changes.flatMap((change) => [sourcePath(change), resultPath(change)]));
  for (const path of paths) {
    const located = await files.locate(path);
    if (located.kind !== 'inside') return refuse(`${path} is not in the workspace`);
    uris[path] = located.uri;
  }
  const sources = changes.filter(({ kind }) => kind !== 'create').map(sourcePath);
  const checks = await inParallel(sources, async (source) => ({
    source,
    check: await checkEncoding(Uri.parse(uris[source] ?? '', true), source),
  }));
  for (const { source, check } of checks) {
    switch (check.kind) {
      case 'safe':
        break;
      case 'refused':
        return refuse(check.reason);
      case 'reopened':
        return {
          kind: 'refused',
          report: `${source} was opened as ${check.encoding}, which changes what it reads: read it again, then send the edit anew. Nothing was changed.`,
        };
    }
  }
  return { kind: 'located', uris };
}

function refuse(reason: string): LocatedChanges {
  return { kind: 'refused', report: `Nothing was changed: ${reason}.` };
}
