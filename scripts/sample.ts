import { cp, mkdtemp, realpath } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { root } from './paths.ts';

/** A fresh copy of the sample project, in a temporary folder that is the caller's to remove. */
export async function copySample(): Promise<string> {
  const parent = await realpath(await mkdtemp(path.join(os.tmpdir(), 'ratchet-sample-')));
  await cp(path.join(root, 'test/support/sample'), parent, { recursive: true });
  return parent;
}
