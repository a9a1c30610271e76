import { cp } from 'node:fs/promises';
import path from 'node:path';
import { root } from './paths.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A fresh copy of the sample project, in a temporary folder that `close` removes. */
export async function borrowSample() {
  const borrowed = await temporaryFolder('ratchet-sample-');
  await cp(path.join(root, 'test/support/sample'), borrowed.folder, { recursive: true });
  return borrowed;
}
