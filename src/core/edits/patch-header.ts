/** A line that starts with `***`: the patch format's own words. */
export type PatchHeader =
  | { readonly kind: 'begin' | 'end' | 'endOfFile' }
  | { readonly kind: 'add' | 'delete' | 'update' | 'move'; readonly path: string };

/** Reads a header however it is padded, spaced or capitalised; undefined for any other line. */
export function readPatchHeader(line: string): PatchHeader | undefined {
  // Asked of every line of a patch: nearly all are told by their first character that is no space.
  const at = line.search(/\S/u);
  if (at < 0 || !line.startsWith('***', at)) return undefined;
  const rest = line.slice(at + 3).trim();
  const colon = rest.indexOf(':');
  const words = (colon < 0 ? rest : rest.slice(0, colon)).trim().toLowerCase();
  const kind = colon < 0 ? undefined : pathHeaders.get(words);
  if (kind !== undefined) return { kind, path: readPath(rest.slice(colon + 1)) };
  const word = rest.length > 40 ? undefined : wordHeaders.get(withoutTail(rest).toLowerCase());
  return word === undefined ? undefined : { kind: word };
}

/** A path without quotes around it, or the stars that close a header in some hands. */
function readPath(raw: string): string {
  let path = raw.trim();
  if (path.endsWith(' ***')) path = path.slice(0, -4).trimEnd();
  const quote = path[0] ?? '';
  const quoted = path.length > 2 && '"\'`'.includes(quote) && path.endsWith(quote);
  return quoted ? path.slice(1, -1) : path;
}

/** `End Patch.`, `Begin Patch:`, `End Patch ***`. */
function withoutTail(words: string): string {
  let end = words.length;
  while (end > 0 && ' .:!*\t'.includes(words[end - 1] ?? '')) end -= 1;
  return words.slice(0, end);
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
