import * as vscode from 'vscode';
import type { WorkspaceFiles } from './create-files.ts';
import type { NamedRoot } from './resolve-path.ts';

const shownMost = 5;

/** Paths that may have been meant: the same name elsewhere, then alike names in the same folder. */
export async function findSimilar(
  path: string,
  roots: readonly NamedRoot[],
  uriOf: (root: NamedRoot, relative: string) => vscode.Uri,
  pathIn: (root: NamedRoot, relative: string) => string,
  files: Pick<WorkspaceFiles, 'place' | 'rulesOf'>,
  /** Paths of files with this name in a workspace that the host cannot search. */
  listNamed: (name: string) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const name = path.split('/').at(-1) ?? '';
  if (name === '') return [];
  const found: string[] = [];
  for (const root of roots) {
    const base = uriOf(root, '');
    const relatives = [
      ...(await sameNames(base, name)),
      ...(await alikeNames(root, path, name, uriOf, pathIn)),
    ];
    for (const relative of relatives) {
      // Links are taken for what they lead to, which may be outside.
      const place = await files.place(pathIn(root, relative));
      if (!place || (await files.rulesOf(place.root).hides(place.relative, 'file'))) continue;
      found.push(place.path);
    }
  }
  if (found.length === 0) found.push(...(await listNamed(plainGlob(name))));
  return [...new Set(found)].slice(0, shownMost);
}

async function sameNames(base: vscode.Uri, name: string): Promise<readonly string[]> {
  try {
    const pattern = new vscode.RelativePattern(base, `**/${plainGlob(name)}`);
    const uris = await vscode.workspace.findFiles(pattern, undefined, 20);
    return uris.map((uri) => uri.path.slice(base.path.replace(/\/$/, '').length + 1)).sort();
  } catch {
    // The host's own search is missing; the neighbours are left.
    return [];
  }
}

/** A name whose special characters stand for any one. */
function plainGlob(name: string): string {
  return name.replaceAll(/[[\]{}*?!()]/g, '?');
}

async function alikeNames(
  root: NamedRoot,
  path: string,
  name: string,
  uriOf: (root: NamedRoot, relative: string) => vscode.Uri,
  pathIn: (root: NamedRoot, relative: string) => string,
): Promise<readonly string[]> {
  const lead = pathIn(root, '');
  const relative = lead !== '' && path.startsWith(`${lead}/`) ? path.slice(lead.length + 1) : path;
  const folder = relative.slice(0, Math.max(0, relative.lastIndexOf('/')));
  try {
    const entries = await vscode.workspace.fs.readDirectory(uriOf(root, folder));
    return entries
      .filter(([, type]) => (type & vscode.FileType.File) !== 0)
      .map(([entry]) => ({
        entry,
        distance: editDistance(entry.toLowerCase(), name.toLowerCase()),
      }))
      .filter(({ distance }) => distance <= Math.max(2, Math.floor(name.length / 3)))
      .sort((a, b) => a.distance - b.distance)
      .map(({ entry }) => (folder === '' ? entry : `${folder}/${entry}`));
  } catch {
    // The folder does not exist either.
    return [];
  }
}

/** Levenshtein, over names of bounded length. */
function editDistance(left: string, right: string): number {
  const a = left.slice(0, 64);
  const b = right.slice(0, 64);
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
