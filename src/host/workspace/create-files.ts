import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { Files } from '../../core/ports.ts';
import { secretReason } from '../../core/policy/secret-paths.ts';
import { createIgnoreRules, type Hidden, type IgnoreRules } from './ignore-rules.ts';
import { listFolder } from './list-folder.ts';
import { outputFile } from './output-files.ts';
import { readBytes, readPlainText } from './read-text.ts';
import { realPath } from './real-path.ts';
import { nameRoots, type NamedRoot, resolvePath, rootOf } from './resolve-path.ts';
import { findSimilar } from './similar-paths.ts';

export interface FilesOptions {
  /** The folders as they are now; the mapping of names to them never changes after. */
  readonly folders: readonly vscode.WorkspaceFolder[];
  /** Where long command output is kept; the model reads it under `ratchet:/output/`. */
  readonly outputFolder: string;
}

/** A place of the workspace, found and judged. */
export interface WorkspacePlace {
  readonly root: NamedRoot;
  /** Below the root, of the real file behind links. */
  readonly relative: string;
  readonly path: string;
  readonly uri: vscode.Uri;
}

/** `Files` with what the other adapters of the workspace need. One per task. */
export interface WorkspaceFiles extends Files {
  readonly namedRoots: readonly NamedRoot[];
  /** Ignore rules of a root as they are now. */
  rulesOf(root: NamedRoot): IgnoreRules;
  place(path: string): Promise<WorkspacePlace | undefined>;
  /** The workspace path of a URI; undefined outside. */
  pathOf(uri: vscode.Uri): string | undefined;
}

export function createFiles(options: FilesOptions): WorkspaceFiles {
  const windows = process.platform === 'win32';
  const roots = nameRoots(
    options.folders.map(({ name, uri }) => ({ name, uri: uri.toString(), folder: uri.path })),
  ).map((root) => ({ ...root, folder: folderOf(root.uri, windows) }));
  const uris = new Map(roots.map((root) => [root, vscode.Uri.parse(root.uri, true)]));
  const uriOf = (root: NamedRoot, relative: string) => {
    const base = uris.get(root) ?? vscode.Uri.parse(root.uri, true);
    return relative === '' ? base : vscode.Uri.joinPath(base, relative);
  };
  const pathIn = (root: NamedRoot, relative: string) =>
    roots.length === 1 ? relative : [root.name, relative].filter((part) => part !== '').join('/');

  /** With several roots, a path without a root's name means the one root that has it. */
  const choose = async (relative: string): Promise<NamedRoot | undefined> => {
    const having = await Promise.all(
      roots.map(async (root) => ((await exists(uriOf(root, relative))) ? [root] : [])),
    );
    const [only, ...others] = having.flat();
    return others.length === 0 ? only : undefined;
  };

  const locate = async (raw: string): Promise<Found> => {
    const resolved = resolvePath(raw, roots, { windows, home: homedir() });
    switch (resolved.kind) {
      case 'invalid':
        return { kind: 'invalid', reason: resolved.reason };
      case 'outside':
        return {
          kind: 'outside',
          path: resolved.path,
          uri: vscode.Uri.file(resolved.path).toString(),
        };
      case 'anyRoot': {
        const root = await choose(resolved.relative);
        const names = roots.map((entry) => `${entry.name}/`).join(', ');
        if (!root) {
          return { kind: 'invalid', reason: `begin the path with a folder's name: ${names}` };
        }
        return follow(root, resolved.relative);
      }
      case 'root':
        return followNamed(resolved.root, resolved.relative);
    }
  };

  /** A path that repeats the only root's name is taken without it where only that exists. */
  const followNamed = async (root: NamedRoot, relative: string): Promise<Found> => {
    const shorter = relative.slice(root.name.length + 1);
    if (
      roots.length === 1 &&
      relative.startsWith(`${root.name}/`) &&
      !(await exists(uriOf(root, root.name))) &&
      (await exists(uriOf(root, shorter)))
    ) {
      return follow(root, shorter);
    }
    return follow(root, relative);
  };

  /** Where the path leads through links, said through the root's own name for its folder. */
  const follow = async (root: NamedRoot, relative: string): Promise<Found> => {
    const uri = uriOf(root, relative);
    const asIs: Found = {
      kind: 'inside',
      path: pathIn(root, relative),
      uri: uri.toString(),
      root,
      relative,
    };
    if (uri.scheme !== 'file') return asIs;
    const real = await realPath(uri.fsPath);
    if (real.kind === 'problem') return { kind: 'invalid', reason: real.message };
    const realRoots = await Promise.all(
      roots
        .filter((entry) => entry.uri.startsWith('file:'))
        .map(async (entry) => {
          const folder = await realPath(uriOf(entry, '').fsPath);
          return { ...entry, folder: folder.kind === 'real' ? slashes(folder.path) : entry.folder };
        }),
    );
    const found = rootOf(slashes(real.path), realRoots, windows);
    if (!found) {
      return { kind: 'outside', path: real.path, uri: vscode.Uri.file(real.path).toString() };
    }
    const owner = roots.find((entry) => entry.uri === found.root.uri) ?? root;
    return {
      kind: 'inside',
      path: pathIn(owner, found.relative),
      uri: uriOf(owner, found.relative).toString(),
      root: owner,
      relative: found.relative,
      ...(real.otherLinks > 0 ? { otherLinks: real.otherLinks } : {}),
    };
  };

  const rulesOf = (root: NamedRoot) => {
    const exclude = vscode.workspace
      .getConfiguration('files', uriOf(root, ''))
      .get<Record<string, unknown>>('exclude', {});
    return createIgnoreRules({
      excludes: Object.entries(exclude).flatMap(([glob, on]) => (on === true ? [glob] : [])),
      readText: (relative) => readSmall(uriOf(root, relative)),
    });
  };

  /** What must be asked about before the place is read, by the name asked for and the real one. */
  const concernOf = async (raw: string, found: Inside): Promise<Hidden | undefined> => {
    const asked = secretReason(raw);
    if (asked !== undefined) return { why: 'secret', reason: `it ${asked}`, covers: found.path };
    const kind = (await isFolder(vscode.Uri.parse(found.uri, true))) ? 'directory' : 'file';
    const hidden = await rulesOf(found.root).hides(found.relative, kind);
    return hidden && { ...hidden, covers: pathIn(found.root, hidden.covers) };
  };

  /** The place to read, or the outcome that says why not. */
  const admit = async (
    raw: string,
    granted: boolean | undefined,
  ): Promise<{ readonly uri: vscode.Uri; readonly path: string } | Refused> => {
    const output = outputFile(raw, options.outputFolder);
    if (output !== undefined) return { uri: vscode.Uri.file(output), path: raw };
    const found = await locate(raw);
    if (found.kind === 'invalid') return { kind: 'refused', path: raw, reason: found.reason };
    const uri = vscode.Uri.parse(found.uri, true);
    if (granted) return { uri, path: found.path };
    if (found.kind === 'outside') {
      return {
        kind: 'refused',
        path: found.path,
        reason: 'it lies outside the workspace',
        ask: { why: 'outside', covers: found.path },
      };
    }
    const hidden = await concernOf(raw, found);
    if (!hidden) return { uri, path: found.path };
    const { why, reason, covers } = hidden;
    return { kind: 'refused', path: found.path, reason, ask: { why, covers } };
  };

  const missing = async (path: string, signal: AbortSignal) => {
    const listNamed = async (name: string) => {
      const access = { files, uriOf, pathIn };
      const found = await listFolder({ glob: name, limit: 5 }, access, signal, 2_000);
      return found.entries.map((entry) => entry.path);
    };
    const similar = await findSimilar(path, roots, uriOf, pathIn, files, listNamed);
    return { kind: 'missing', path, similar } as const;
  };

  const files: WorkspaceFiles = {
    roots: roots.map(({ name, uri }) => ({ name, uri })),
    namedRoots: roots,
    ...(windows || process.platform === 'darwin' ? { naming: { ignoreCase: true, windows } } : {}),
    rulesOf,
    async locate(raw) {
      const output = outputFile(raw, options.outputFolder);
      // Readable, but nothing may be written there.
      if (output !== undefined) {
        return { kind: 'outside', path: raw, uri: vscode.Uri.file(output).toString() };
      }
      const found = await locate(raw);
      if (found.kind !== 'inside') return found;
      const { path, uri, otherLinks } = found;
      return { kind: 'inside', path, uri, ...(otherLinks === undefined ? {} : { otherLinks }) };
    },
    async place(raw) {
      const found = await locate(raw);
      if (found.kind !== 'inside') return undefined;
      const { root, relative, path } = found;
      return { root, relative, path, uri: vscode.Uri.parse(found.uri, true) };
    },
    pathOf(uri) {
      const found = rootOf(slashes(uri.fsPath), roots, windows);
      return found && uri.scheme === schemeOf(found.root)
        ? pathIn(found.root, found.relative)
        : undefined;
    },
    async read(raw, signal, readOptions) {
      signal.throwIfAborted();
      const place = await admit(raw, readOptions?.granted);
      if ('kind' in place) return place;
      const outcome = await readPlainText(place.uri, place.path);
      return outcome === 'missing' ? missing(place.path, signal) : outcome;
    },
    async readBytes(raw, limit, signal, readOptions) {
      signal.throwIfAborted();
      const place = await admit(raw, readOptions?.granted);
      if ('kind' in place) return place;
      const outcome = await readBytes(place.uri, place.path, limit);
      return outcome === 'missing' ? missing(place.path, signal) : outcome;
    },
    list: (query, signal) => listFolder(query, { files, uriOf, pathIn }, signal),
  };
  return files;
}

type Inside = {
  readonly kind: 'inside';
  readonly path: string;
  readonly uri: string;
  readonly root: NamedRoot;
  readonly relative: string;
  readonly otherLinks?: number;
};
type Found =
  | Inside
  | { readonly kind: 'outside'; readonly path: string; readonly uri: string }
  | { readonly kind: 'invalid'; readonly reason: string };
type Refused = Extract<Awaited<ReturnType<Files['read']>>, { kind: 'refused' }>;

function folderOf(uri: string, windows: boolean): string {
  const parsed = vscode.Uri.parse(uri, true);
  return windows && parsed.scheme === 'file' ? slashes(parsed.fsPath) : parsed.path;
}

function schemeOf(root: NamedRoot): string {
  return root.uri.slice(0, root.uri.indexOf(':'));
}

function slashes(path: string): string {
  return process.platform === 'win32' ? path.replaceAll('\\', '/') : path;
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    // Not there, or not for us to see: the caller tries the next.
    return false;
  }
}

async function isFolder(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.Directory) !== 0;
  } catch {
    return false;
  }
}

/** An ignore file's text; larger ones than any person writes are left alone. */
async function readSmall(uri: vscode.Uri): Promise<string | undefined> {
  try {
    const bytes = await vscode.workspace.fs.readFile(uri);
    return bytes.length > 1_000_000 ? undefined : new TextDecoder().decode(bytes);
  } catch {
    // Most folders have none.
    return undefined;
  }
}
