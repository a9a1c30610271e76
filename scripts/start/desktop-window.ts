import path from 'node:path';
import { mkdir } from 'node:fs/promises';
import { quietSettings } from '../host/base-settings.ts';
import { startKept } from '../host/start-kept.ts';
import { hostCache, root } from '../paths.ts';
import { closeAll } from '../close-all.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { writeNew } from '../write-new.ts';
import type { OpenWindow, WindowRequest } from './window.ts';

/**
 * Opens desktop VS Code with a profile of its own: an instance that runs already would keep its
 * own environment, and with it another endpoint.
 */
export async function openDesktopWindow(
  executable: string,
  request: WindowRequest,
): Promise<OpenWindow> {
  const resources = closeAll();
  const profile = request.isSample
    ? resources.add(await temporaryFolder('ratchet-window-')).folder
    : path.join(hostCache, 'desktop-data');
  const user = path.join(profile, 'User');
  await mkdir(user, { recursive: true });
  await writeNew(path.join(user, 'settings.json'), JSON.stringify(quietSettings, null, 2));
  const code = startKept(
    executable,
    [
      request.folder,
      `--extensionDevelopmentPath=${root}`,
      `--user-data-dir=${profile}`,
      `--extensions-dir=${path.join(profile, 'extensions')}`,
      '--skip-welcome',
      '--new-window',
      ...(request.isSample ? ['--disable-workspace-trust'] : []),
    ],
    { env: request.env },
  );
  resources.add({ close: () => code.end() });
  return { closed: code.ended, close: resources.close };
}
