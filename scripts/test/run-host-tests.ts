/** Runs the tests inside VS Code: `node run-host-tests.ts`; RATCHET_HOST_VERSION says in which. */
import path from 'node:path';
import { runTests, TestRunFailedError } from '@vscode/test-electron';
import { findDesktop } from '../host/desktop.ts';
import { hostVersionFromEnvironment, hostVersions } from '../host/versions.ts';
import { untilStopped } from '../host/until-stopped.ts';
import { root } from '../paths.ts';
import { borrowSample } from '../sample.ts';
import { runScript, say } from '../say.ts';

await runScript(async () => {
  const version = hostVersionFromEnvironment();
  const desktop = await findDesktop(version);
  const kind = desktop === undefined ? 'in Chromium' : 'on the desktop';
  say(`VS Code ${hostVersions[version].vscode} ${kind}`);
  // A signal ends VS Code too; this process stays to tidy up after it.
  void untilStopped();
  const sample = await borrowSample();
  try {
    return await runTests({
      vscodeExecutablePath: desktop ?? path.join(root, 'scripts/host/code.mjs'),
      extensionDevelopmentPath: root,
      extensionTestsPath: path.join(root, 'dist/test/index.js'),
      launchArgs: [sample.folder],
    });
  } catch (error) {
    if (error instanceof TestRunFailedError) return error.code ?? 1;
    throw error;
  } finally {
    await sample.close();
  }
});
