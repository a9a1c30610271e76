/** Whether lines end in more than one way; VS Code documents know one ending only. */
export function hasMixedEndings(text: string): boolean {
  let kinds = 0;
  let seen = '';
  for (const [ending] of text.matchAll(/\r\n|\r|\n/gu)) {
    if (ending === seen) continue;
    seen = ending;
    kinds++;
    if (kinds > 1) return true;
  }
  return false;
}
