import { rm, symlink } from 'node:fs/promises';
import path from 'node:path';

/**
 * A link to an extension's folder, for VS Code to load it from. VS Code takes every theme below an
 * extension under development for that extension's, and shows one of them whatever the settings
 * say; its own themes lie below our repository, where it is installed.
 */
export async function linkExtension(dataDir: string, extension: string): Promise<string> {
  const link = path.join(dataDir, 'extension');
  await rm(link, { force: true });
  await symlink(extension, link, 'dir');
  return link;
}
