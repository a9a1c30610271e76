import { type FileChange, resultPath, textAfter, textBefore } from '../edits/change-set.ts';

/**
 * The scripts a change adds to or alters in a `package.json`. They run at the next `npm install` or
 * `npm test`, so a changed one is a command in waiting (removed ones run nothing).
 */
export function scriptChanges(
  change: FileChange,
): readonly { readonly path: string; readonly reason: string }[] {
  const path = resultPath(change);
  if (change.kind === 'delete' || !/(?:^|\/)package\.json$/i.test(path)) return [];
  const before = scriptsOf(textBefore(change));
  const after = scriptsOf(textAfter(change));
  if (after === undefined) return [];
  const changed = [...after].filter(([name, command]) => before?.get(name) !== command);
  if (changed.length === 0) return [];
  const named = changed.map(([name, command]) => `${name}: ${command}`).join('; ');
  return [{ path, reason: `it changes package scripts, which npm runs (${named.slice(0, 400)})` }];
}

/** Undefined when the text is not JSON; npm runs nothing from it then. */
function scriptsOf(text: string): ReadonlyMap<string, string> | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
  if (typeof json !== 'object' || json === null || !('scripts' in json)) return new Map();
  const { scripts } = json;
  if (typeof scripts !== 'object' || scripts === null) return new Map();
  return new Map(
    Object.entries(scripts).map(([name, command]) => [name, JSON.stringify(command)] as const),
  );
}
