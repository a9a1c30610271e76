/** Installs what the tests in a real VS Code need, and nothing else: `npm run host:install`. */
import { runScript, say } from '../say.ts';
import { ensureWebHost } from './web-host.ts';
import { ensureBrowser } from './browser.ts';
import { hostVersionFromEnvironment } from './versions.ts';

await runScript(async () => {
  await ensureWebHost(hostVersionFromEnvironment());
  say(`Browser: ${await ensureBrowser()}`);
  return 0;
});
