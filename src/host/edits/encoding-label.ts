/** The commonest encodings as VS Code's status bar names them; others by their id. */
export function encodingLabel(id: string): string {
  return labels[id] ?? id;
}

const labels: Readonly<Record<string, string>> = {
  utf8: 'UTF-8',
  utf8bom: 'UTF-8 with BOM',
  utf16le: 'UTF-16 LE',
  utf16be: 'UTF-16 BE',
  windows1252: 'Western (Windows 1252)',
  iso88591: 'Western (ISO 8859-1)',
  shiftjis: 'Japanese (Shift JIS)',
};
