import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { createVSIX } from '@vscode/vsce';
import { buildAll } from './build.ts';
import { root } from './paths.ts';

/** Builds from scratch and packs what .vscodeignore allows into `folder`. */
export async function packExtension(folder: string): Promise<{ file: string; bytes: number }> {
  await buildAll(['--clean']);
  const { name, version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
  };
  const file = path.join(folder, `${name}-${version}.vsix`);
  // esbuild has put every dependency into dist/.
  await createVSIX({
    cwd: root,
    packagePath: file,
    dependencies: false,
    allowMissingRepository: true,
    // There is no public address yet that the README's picture and links could be read from.
    rewriteRelativeLinks: false,
  });
  return { file, bytes: (await stat(file)).size };
}
