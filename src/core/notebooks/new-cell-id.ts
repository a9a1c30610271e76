/** An id that no cell has, as nbformat 4.5 wants them; added to `taken`. Equal inputs, equal ids. */
export function newCellId(source: string, taken: Set<string>): string {
  for (let attempt = 0; ; attempt += 1) {
    let hash = 0x811c9dc5 ^ attempt;
    for (let at = 0; at < source.length; at += 1) {
      hash = Math.imul(hash ^ source.charCodeAt(at), 0x01000193);
    }
    const id = (Math.imul(hash, 0x9e3779b1) >>> 0).toString(16).padStart(8, '0');
    if (taken.has(id)) continue;
    taken.add(id);
    return id;
  }
}
