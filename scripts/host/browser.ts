import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { hostCache } from '../paths.ts';
import { say, Trouble } from '../say.ts';
import { withFileLock } from './file-lock.ts';
import { runProgram } from './run-program.ts';

/**
 * Path of a Chromium-based browser: the one that `RATCHET_BROWSER` names, else any Chrome,
 * Chromium or Edge found, else (as root on Debian) the distribution's package, installed now.
 */
export async function ensureBrowser(): Promise<string> {
  const found = findBrowser();
  if (found !== undefined) return found;
  if (process.platform !== 'linux' || os.userInfo().uid !== 0 || !existsSync('/usr/bin/apt-get')) {
    throw new Trouble(
      'No Chrome, Chromium or Edge was found: install one (on Debian and Ubuntu "sudo apt-get install chromium") or name it in RATCHET_BROWSER.',
    );
  }
  await withFileLock(
    path.join(hostCache, 'browser.lock'),
    () => {
      say('Another command is installing Chromium: waiting for it…');
    },
    async () => {
      if (findBrowser() === undefined) await installDebianChromium();
    },
  );
  const installed = findBrowser();
  if (installed === undefined) throw new Trouble('Chromium was installed but is not on the PATH.');
  return installed;
}

/** The browser to use, or undefined when the machine has none. */
function findBrowser(): string | undefined {
  const named = process.env['RATCHET_BROWSER'];
  if (named !== undefined && named !== '') {
    if (!existsSync(named))
      throw new Trouble(`RATCHET_BROWSER names ${named}, which is not there.`);
    return named;
  }
  return candidates().find((file) => existsSync(file));
}

/**
 * Options for Playwright: a signal is ours to handle. Playwright would end the process before
 * everything is closed; the browser itself ends with its pipe, however we end.
 */
export const leaveSignals = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false };

function candidates(): string[] {
  switch (process.platform) {
    case 'win32': {
      const roots = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA']
        .map((name) => process.env[name])
        .filter((folder) => folder !== undefined);
      return roots.flatMap((folder) => [
        path.join(folder, 'Google/Chrome/Application/chrome.exe'),
        path.join(folder, 'Microsoft/Edge/Application/msedge.exe'),
        path.join(folder, 'Chromium/Application/chrome.exe'),
      ]);
    }
    case 'darwin':
      return ['/Applications', path.join(os.homedir(), 'Applications')].flatMap((folder) => [
        path.join(folder, 'Google Chrome.app/Contents/MacOS/Google Chrome'),
        path.join(folder, 'Chromium.app/Contents/MacOS/Chromium'),
        path.join(folder, 'Microsoft Edge.app/Contents/MacOS/Microsoft Edge'),
      ]);
    default: {
      const names = [
        'chromium',
        'google-chrome-stable',
        'google-chrome',
        'microsoft-edge',
        'chrome',
      ];
      const folders = (process.env['PATH'] ?? '').split(path.delimiter);
      return names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
    }
  }
}

async function installDebianChromium(): Promise<void> {
  const log = path.join(hostCache, 'browser.install.log');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  say('Installing Chromium from Debian (once, about 100 MB):');
  say('  1/2 package lists…');
  await runProgram('apt-get', ['update', '-q'], { env, log });
  say('  2/2 chromium…');
  await runProgram(
    'apt-get',
    ['install', '-y', '-q', '-o', 'DPkg::Lock::Timeout=300', 'chromium'],
    {
      env,
      log,
    },
  );
}
