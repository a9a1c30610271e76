import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { root } from './paths.ts';
import { Trouble } from './say.ts';

/** Builds `dist/` with esbuild.mjs; throws `Trouble` when that fails, which has said why. */
export async function buildAll(args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [path.join(root, 'esbuild.mjs'), ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Trouble('The build failed: see above.');
}
