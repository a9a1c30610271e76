import path from 'node:path';

export interface NamedRoot {
  /** Unique among the roots: equal names get ` (2)`, ` (3)`. */
  readonly name: string;
  readonly uri: string;
  /** The folder's path as its file system writes it, with `/`. */
  readonly folder: string;
}

export type ResolvedPath =
  | { readonly kind: 'root'; readonly root: NamedRoot; readonly relative: string }
  /** Several roots could be meant, or none: the caller looks which of them has the file. */
  | { readonly kind: 'anyRoot'; readonly relative: string }
  | { readonly kind: 'outside'; readonly path: string }
  | { readonly kind: 'invalid'; readonly reason: string };

export function nameRoots(
  folders: readonly { readonly name: string; readonly uri: string; readonly folder: string }[],
): readonly NamedRoot[] {
  const taken = new Set<string>();
  return folders.map((folder) => {
    let name = folder.name;
    for (let number = 2; taken.has(name); number++) name = `${folder.name} (${number})`;
    taken.add(name);
    return { ...folder, name };
  });
}

/**
 * What a path, as the model or a person writes it, means by its spelling alone: relative or absolute,
 * POSIX, drive or UNC, `file:` URI, with `/` or `\`. Links are followed later.
 */
export function resolvePath(
  raw: string,
  roots: readonly NamedRoot[],
  options: { readonly windows: boolean; readonly home: string },
): ResolvedPath {
  if (hasControls(raw)) {
    return { kind: 'invalid', reason: 'the path has control characters in it' };
  }
  let text = raw.trim();
  if (/^file:/i.test(text)) {
    const fromUri = pathOfUri(text);
    if (fromUri === undefined) return { kind: 'invalid', reason: 'the file URI cannot be read' };
    text = fromUri;
  } else if (/^[a-z][a-z0-9+.-]+:/i.test(text)) {
    return { kind: 'invalid', reason: 'it is not a path of this workspace' };
  }
  text = text.replaceAll('\\', '/');
  if (text === '~' || text.startsWith('~/')) text = `${options.home}${text.slice(1)}`;
  if (isAbsolute(text)) return resolveAbsolute(text, roots, options.windows);

  const parts: string[] = [];
  for (const part of text.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return climb(text, roots, options.windows);
  }
  const [first] = roots;
  if (!first) return { kind: 'invalid', reason: 'no folder is open' };
  if (roots.length === 1) return { kind: 'root', root: first, relative: parts.join('/') };
  const named = roots.find((root) => root.name === parts[0]);
  return named
    ? { kind: 'root', root: named, relative: parts.slice(1).join('/') }
    : { kind: 'anyRoot', relative: parts.join('/') };
}

/** The root whose folder holds `absolute`, the innermost of nested ones, and the path below it. */
export function rootOf(
  absolute: string,
  roots: readonly NamedRoot[],
  windows: boolean,
): { readonly root: NamedRoot; readonly relative: string } | undefined {
  const fold = (text: string) => (windows ? text.toLowerCase() : text);
  let found: { readonly root: NamedRoot; readonly relative: string } | undefined;
  for (const root of roots) {
    const folder = root.folder.replace(/\/$/, '');
    const inside = fold(absolute).startsWith(`${fold(folder)}/`);
    if (!inside && fold(absolute) !== fold(folder)) continue;
    const relative = absolute.slice(folder.length + 1);
    if (!found || relative.length < found.relative.length) found = { root, relative };
  }
  return found;
}

function resolveAbsolute(
  text: string,
  roots: readonly NamedRoot[],
  windows: boolean,
): ResolvedPath {
  const absolute = path.posix.normalize(text).replace(/(.)\/$/, '$1');
  const found = rootOf(absolute, roots, windows);
  return found ? { kind: 'root', ...found } : { kind: 'outside', path: absolute };
}

/** `../x` from the first root; in a workspace of several roots it may lead into another one. */
function climb(text: string, roots: readonly NamedRoot[], windows: boolean): ResolvedPath {
  const [first] = roots;
  if (!first) return { kind: 'invalid', reason: 'no folder is open' };
  return resolveAbsolute(`${first.folder}/${text}`, roots, windows);
}

function isAbsolute(text: string): boolean {
  return text.startsWith('/') || /^[a-z]:(?:\/|$)/i.test(text);
}

function pathOfUri(text: string): string | undefined {
  try {
    const url = new URL(text);
    const decoded = decodeURIComponent(url.pathname);
    const local = url.host === '' ? decoded : `//${url.host}${decoded}`;
    // `file:///c:/x` names a drive, not a folder called `c:`.
    return hasControls(local) ? undefined : local.replace(/^\/([a-z]:)/i, '$1');
  } catch {
    return undefined;
  }
}

function hasControls(text: string): boolean {
  return /[\x00-\x1f\x7f]/.test(text);
}
