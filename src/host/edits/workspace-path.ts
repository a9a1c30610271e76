import type { Files } from '../../core/ports.ts';

/**
 * The workspace path of a place: relative to the one root, or led by the root's name when there are
 * several. `undefined` for a place outside.
 */
export function workspacePath(roots: Files['roots'], uri: string): string | undefined {
  let found: { readonly name: string; readonly rest: string } | undefined;
  for (const root of roots) {
    const start = root.uri.endsWith('/') ? root.uri : `${root.uri}/`;
    if (!uri.startsWith(start)) continue;
    const rest = uri.slice(start.length);
    // The innermost of nested roots has the shortest rest.
    if (found === undefined || rest.length < found.rest.length) found = { name: root.name, rest };
  }
  if (found === undefined) return undefined;
  const path = decodeURIComponent(found.rest);
  return roots.length > 1 ? `${found.name}/${path}` : path;
}
