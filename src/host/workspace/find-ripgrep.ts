import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import path from 'node:path';

/**
 * The host's own ripgrep. Where it lies differs between VS Code versions and between desktop and
 * server, so all places are tried; undefined when none has it.
 */
export async function findRipgrep(appRoot: string): Promise<string | undefined> {
  const name = process.platform === 'win32' ? 'rg.exe' : 'rg';
  const builds = [
    `@vscode/ripgrep-universal/bin/${process.platform}-${process.arch}`,
    '@vscode/ripgrep/bin',
  ];
  const modules = ['node_modules', 'node_modules.asar.unpacked'];
  for (const folder of modules) {
    for (const build of builds) {
      const file = path.join(appRoot, folder, build, name);
      try {
        await access(file, constants.X_OK);
        return file;
      } catch {
        // Not in this place.
      }
    }
  }
  return undefined;
}
