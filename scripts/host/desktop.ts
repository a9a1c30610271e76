import { existsSync } from 'node:fs';
import path from 'node:path';
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { hostCache } from '../paths.ts';
import { hostVersions, type HostVersionName } from './versions.ts';

/**
 * Path of a desktop VS Code of that version, downloaded when Microsoft's server answers; undefined
 * when the web host is to be used: no display, no download, or RATCHET_HOST=web.
 */
export async function findDesktop(name: HostVersionName): Promise<string | undefined> {
  if (process.env['RATCHET_HOST'] === 'web' || !hasDisplay()) return undefined;
  const version = hostVersions[name].vscode;
  const cached = ['linux-x64', 'linux-arm64', 'darwin', 'darwin-arm64', 'win32-x64-archive'].some(
    (platform) => existsSync(path.join(hostCache, `vscode-${platform}-${version}`, 'is-complete')),
  );
  if (!cached && !(await isServerReached())) return undefined;
  return downloadAndUnzipVSCode({ version, cachePath: hostCache });
}

/** Whether a window can be shown on this machine. */
export function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true;
  return [process.env['DISPLAY'], process.env['WAYLAND_DISPLAY']].some(Boolean);
}

async function isServerReached(): Promise<boolean> {
  try {
    const response = await fetch('https://update.code.visualstudio.com/api/releases/stable', {
      signal: AbortSignal.timeout(5000),
    });
    return response.ok;
  } catch {
    // Closed network: the web host comes from the npm registry instead.
    return false;
  }
}
