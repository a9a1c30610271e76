import { readdirSync } from 'node:fs';
import path from 'node:path';
import { unfinishedFolder } from './unfinished-folder.ts';

/** Whether a kill may have cut a step short; looks at one folder, at once, and loads nothing. */
export function needsRecovery(storageRoot: string): boolean {
  try {
    return readdirSync(path.join(storageRoot, unfinishedFolder)).length > 0;
  } catch (error) {
    // No such folder on most starts; where it cannot be read, recovery itself shall say why.
    return !(error instanceof Error && 'code' in error && error.code === 'ENOENT');
  }
}
