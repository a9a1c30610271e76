import { minimatch } from 'minimatch';
import * as vscode from 'vscode';
import type { Files, ListOutcome } from '../../core/ports.ts';
import type { WorkspaceFiles } from './create-files.ts';
import type { IgnoreRules } from './ignore-rules.ts';
import type { NamedRoot } from './resolve-path.ts';

interface Access {
  readonly files: WorkspaceFiles;
  readonly uriOf: (root: NamedRoot, relative: string) => vscode.Uri;
  readonly pathIn: (root: NamedRoot, relative: string) => string;
}
type Entry = ListOutcome['entries'][number];

/** Folders opened in one call; a tree beyond that is named by its size alone. */
const foldersOpened = 50_000;

/** Breadth first, sorted by name; what ignore rules hide, links that leave and secrets are left out. */
export async function listFolder(
  query: Parameters<Files['list']>[0],
  access: Access,
  signal: AbortSignal,
  foldersMost = foldersOpened,
): Promise<ListOutcome> {
  const start = await startOf(query.path, access);
  if ('problem' in start) return { entries: [], truncated: false, problem: start.problem };
  const rules = new Map(
    access.files.namedRoots.map((root) => [root, access.files.rulesOf(root)] as const),
  );
  const entries: Entry[] = [];
  let folders = 0;
  let level = start.folders;
  while (level.length > 0) {
    const next: Folder[] = [];
    for (const folder of level) {
      signal.throwIfAborted();
      if (++folders > foldersMost) return { entries, truncated: true };
      const opened = await openFolder(folder, rules.get(folder.root), access);
      for (const child of opened) {
        if (child.kind === 'directory' && !child.link) {
          next.push({ root: folder.root, relative: child.relative, base: folder.base });
        }
        if (!wanted(child, folder, query.glob)) continue;
        if (entries.length >= query.limit) return { entries, truncated: true };
        entries.push({ path: access.pathIn(folder.root, child.relative), kind: child.kind });
      }
    }
    level = next;
  }
  return { entries, truncated: false };
}

interface Folder {
  readonly root: NamedRoot;
  readonly relative: string;
  /** Where the listing began: globs are read from there. */
  readonly base: string;
}
interface Child {
  readonly relative: string;
  readonly kind: 'file' | 'directory';
  readonly link: boolean;
}

async function startOf(
  path: string | undefined,
  access: Access,
): Promise<{ readonly folders: readonly Folder[] } | { readonly problem: string }> {
  const { files } = access;
  if (files.namedRoots.length === 0) return { problem: 'No folder is open.' };
  if (path === undefined || /^(?:\.\/?)?$/.test(path)) {
    return { folders: files.namedRoots.map((root) => ({ root, relative: '', base: '' })) };
  }
  const located = await files.locate(path);
  if (located.kind === 'invalid') return { problem: `${path} was not listed: ${located.reason}.` };
  if (located.kind === 'outside') {
    return {
      problem: `${located.path} is outside the workspace and was not listed. Single files there can be read with read_file if the user allows it.`,
    };
  }
  const place = await files.place(path);
  if (!place) return { problem: `${path} was not found.` };
  const { root, relative } = place;
  let type: vscode.FileType;
  try {
    ({ type } = await vscode.workspace.fs.stat(place.uri));
  } catch {
    return { problem: `${place.path} does not exist. List the folder above it.` };
  }
  if ((type & vscode.FileType.Directory) === 0) {
    return { problem: `${place.path} is a file. Use read_file.` };
  }
  const hidden = await files.rulesOf(root).hides(relative, 'directory');
  if (hidden) {
    return {
      problem: `${place.path} is not listed: ${hidden.reason}. Its files can be read one by one with read_file if the user allows it.`,
    };
  }
  return { folders: [{ root, relative, base: relative }] };
}

async function openFolder(
  folder: Folder,
  rules: IgnoreRules | undefined,
  access: Access,
): Promise<readonly Child[]> {
  let names: readonly [string, vscode.FileType][];
  try {
    names = await vscode.workspace.fs.readDirectory(access.uriOf(folder.root, folder.relative));
  } catch {
    // Gone meanwhile, or closed to us: there is nothing to list.
    return [];
  }
  const children = await Promise.all(
    [...names]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(async ([name, type]): Promise<readonly Child[]> => {
        const relative = folder.relative === '' ? name : `${folder.relative}/${name}`;
        const kind = (type & vscode.FileType.Directory) !== 0 ? 'directory' : 'file';
        const link = (type & vscode.FileType.SymbolicLink) !== 0;
        if (await rules?.hides(relative, kind)) return [];
        if (link && !(await linkIsShown(folder.root, relative, kind, access))) return [];
        return [{ relative, kind, link }];
      }),
  );
  return children.flat();
}

/** A link shows when what it leads to would. */
async function linkIsShown(
  root: NamedRoot,
  relative: string,
  kind: 'file' | 'directory',
  access: Access,
): Promise<boolean> {
  const place = await access.files.place(access.pathIn(root, relative));
  if (!place) return false;
  return (await access.files.rulesOf(place.root).hides(place.relative, kind)) === undefined;
}

function wanted(child: Child, folder: Folder, glob: string | undefined): boolean {
  if (glob === undefined) return true;
  if (child.kind !== 'file') return false;
  const below = folder.base === '' ? child.relative : child.relative.slice(folder.base.length + 1);
  const pattern = glob.replace(/^\.?\//, '');
  return minimatch(below, pattern, { dot: true, matchBase: !pattern.includes('/') });
}
