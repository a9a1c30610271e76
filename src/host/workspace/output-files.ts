import path from 'node:path';

const prefix = 'ratchet:/output/';

/** What the model reads a file of the output folder by. */
export function outputName(fileName: string): string {
  return `${prefix}${fileName}`;
}

/** The file behind such a name; undefined for any other path. */
export function outputFile(name: string, folder: string): string | undefined {
  if (!name.startsWith(prefix)) return undefined;
  const fileName = name.slice(prefix.length);
  return /^[\w-]+\.txt$/.test(fileName) ? path.join(folder, fileName) : undefined;
}
