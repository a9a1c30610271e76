import { mkdtemp, realpath, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** A new folder that `close` removes; its path holds no symbolic link. */
export async function temporaryFolder(prefix: string) {
  const folder = await realpath(await mkdtemp(path.join(os.tmpdir(), prefix)));
  return { folder, close: () => rm(folder, { recursive: true, force: true }) };
}
