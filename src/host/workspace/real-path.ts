import { lstat, realpath, stat } from 'node:fs/promises';
import path from 'node:path';

/**
 * Where a path leads through symbolic links; for a file that is not there yet, where it would be.
 * `otherLinks` counts further names of the same file on the disk.
 */
export async function realPath(
  wanted: string,
): Promise<
  | { readonly kind: 'real'; readonly path: string; readonly otherLinks: number }
  | { readonly kind: 'problem'; readonly message: string }
> {
  let existing = wanted;
  const rest: string[] = [];
  for (;;) {
    try {
      const real = await realpath(existing);
      const found = rest.length === 0 ? await stat(real) : undefined;
      return {
        kind: 'real',
        path: path.join(real, ...rest),
        otherLinks: found?.isFile() ? found.nlink - 1 : 0,
      };
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'ELOOP')
        return { kind: 'problem', message: 'it is a link that leads to itself' };
      if (code === 'EACCES' || code === 'EPERM') {
        return { kind: 'problem', message: 'there is no permission to open it' };
      }
      if (code === 'ENAMETOOLONG') return { kind: 'problem', message: 'the path is too long' };
      const parent = path.dirname(existing);
      if ((code !== 'ENOENT' && code !== 'ENOTDIR') || parent === existing) {
        return { kind: 'problem', message: 'it cannot be opened' };
      }
      // A link whose target is missing would be written through: it must not pass as missing.
      if (await isDanglingLink(existing)) {
        return { kind: 'problem', message: 'it is a link that leads nowhere' };
      }
      rest.unshift(path.basename(existing));
      existing = parent;
    }
  }
}

async function isDanglingLink(file: string): Promise<boolean> {
  try {
    return (await lstat(file)).isSymbolicLink();
  } catch {
    // Not there at all.
    return false;
  }
}
