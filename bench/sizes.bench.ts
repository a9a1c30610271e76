import { glob, stat } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { packExtension } from '../scripts/pack-extension.ts';
import { root } from '../scripts/paths.ts';
import { temporaryFolder } from '../scripts/temporary-folder.ts';
import type { Row } from './bench.ts';

export const name = 'Sizes';

const goals: Readonly<Record<string, number>> = { 'dist/extension.js': 150 };

/** Each part of the release build, and the VSIX that carries them. */
export async function run(): Promise<Row[]> {
  const folder = await temporaryFolder('ratchet-bench-');
  try {
    const { bytes } = await packExtension(folder.folder);
    const rows: Row[] = [{ name: 'VSIX', value: bytes / 1024, unit: 'KB', goal: 2048 }];
    for await (const file of glob('dist/{,webview/}*.{js,css}', { cwd: root })) {
      const { size } = await stat(path.join(root, file));
      const goal = goals[file];
      rows.push({
        name: file,
        value: size / 1024,
        unit: 'KB',
        ...(goal === undefined ? {} : { goal }),
      });
      const packed = gzipSync(readFileSync(path.join(root, file))).length;
      rows.push({ name: `  ${path.basename(file)}, gzip`, value: packed / 1024, unit: 'KB' });
    }
    return rows;
  } finally {
    await folder.close();
  }
}
