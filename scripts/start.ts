/**
 * `npm start [-- FOLDER]`: builds, and opens a real VS Code with the extension on FOLDER, or on a
 * fresh copy of the sample project. Ctrl+C ends everything that was started.
 */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { buildAll } from './build.ts';
import { findDesktop } from './host/desktop.ts';
import { untilStopped } from './host/until-stopped.ts';
import { runScript, say, Trouble } from './say.ts';
import { closeAll } from './close-all.ts';
import { openDesktopWindow } from './start/desktop-window.ts';
import { chooseEndpoint } from './start/endpoint.ts';
import { openWebWindow } from './start/web-window.ts';
import { borrowSample } from './sample.ts';

await runScript(async () => {
  const folder = await folderOf(process.argv[2]);
  const stopped = untilStopped();
  await buildAll([]);

  const resources = closeAll();
  try {
    const sample = folder === undefined ? resources.add(await borrowSample()) : undefined;
    const endpoint = resources.add(await chooseEndpoint(process.env, sample !== undefined));
    say(endpoint.told);
    const request = {
      folder: folder ?? sample?.folder ?? '',
      isSample: sample !== undefined,
      env: { ...process.env, ...endpoint.env },
    };
    const desktop = await findDesktop('current');
    const window = resources.add(
      desktop === undefined
        ? await openWebWindow(request)
        : await openDesktopWindow(desktop, request),
    );
    say('Ctrl+C ends it.');
    await Promise.race([window.closed, stopped]);
    return 0;
  } finally {
    await resources.close();
  }
});

/** The folder the person named, as an absolute path. */
async function folderOf(argument: string | undefined): Promise<string | undefined> {
  if (argument === undefined) return undefined;
  const folder = path.resolve(argument);
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory() !== true && !folder.endsWith('.code-workspace')) {
    throw new Trouble(`${folder} is not a folder: name one as in "npm start -- ../my-project".`);
  }
  return folder;
}
