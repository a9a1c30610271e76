import { createHash } from 'node:crypto';
import type { Memento } from 'vscode';
import type { CheckConsents } from '../../core/policy/asking.ts';

const consentsKey = 'ratchet.checkConsents';

/** More than any list of checks has; the oldest go first. */
const most = 200;

/**
 * The checks agreed to in this workspace, as hashes in VS Code's own state for it: settings and files
 * of the workspace cannot reach them, and another workspace asks for itself.
 */
export function createCheckConsents(
  workspaceState: Memento,
  log: (line: string) => void,
): CheckConsents {
  const read = (): readonly string[] => workspaceState.get<readonly string[]>(consentsKey, []);
  return {
    has: (text) => read().includes(hash(text)),
    remember: async (texts) => {
      const all = [...new Set([...read(), ...texts.map(hash)])].slice(-most);
      try {
        await workspaceState.update(consentsKey, all);
      } catch (error) {
        // The checks may run all the same; the next window asks again.
        log(`consent to checks: ${String(error)}`);
      }
    },
  };
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
