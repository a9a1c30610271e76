/** `npm run package`: a clean build, packed as `ratchet-<version>.vsix` in the repository. */
import { packExtension } from './pack-extension.ts';
import { root } from './paths.ts';
import { runScript, say, Trouble } from './say.ts';

const limit = 2 * 1024 * 1024;

await runScript(async () => {
  const { file, bytes } = await packExtension(root);
  say(`${file} (${(bytes / 1024).toFixed(0)} KB)`);
  if (bytes > limit) throw new Trouble(`The VSIX is larger than ${limit / 1024} KB.`);
  return 0;
});
