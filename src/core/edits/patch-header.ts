/** A line that starts with `***`: the patch format's own words. */
export type PatchHeader =
  | { readonly kind: 'begin' | 'end' | 'endOfFile' }
  | { readonly kind: 'add' | 'delete' | 'update' | 'move'; readonly path: string };

/** Reads a header however it is padded, spaced or capitalised; undefined for any other line. */
export function readPatchHeader(line: string): PatchHeader | undefined {
  const trimmed = line.trim();
  if (!trimmed.startsWith('***')) return undefined;
  const rest = trimmed.slice(3).trimStart();
  const colon = rest.indexOf(':');
  const words = (colon < 0 ? rest : rest.slice(0, colon)).trim().toLowerCase();
  if (colon < 0) {
    const kind = wordHeaders.get(words);
    return kind === undefined ? undefined : { kind };
  }
  const kind = pathHeaders.get(words);
  return kind === undefined ? undefined : { kind, path: rest.slice(colon + 1).trim() };
}

const wordHeaders: ReadonlyMap<string, 'begin' | 'end' | 'endOfFile'> = new Map([
  ['begin patch', 'begin'],
  ['end patch', 'end'],
  ['end of file', 'endOfFile'],
]);

const pathHeaders: ReadonlyMap<string, 'add' | 'delete' | 'update' | 'move'> = new Map([
  ['add file', 'add'],
  ['delete file', 'delete'],
  ['update file', 'update'],
  ['move to', 'move'],
]);
