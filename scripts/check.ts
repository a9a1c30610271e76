/**
 * `npm run check`: format, lint, types, dead code and the pure tests, side by side. Prints one line
 * for each, and all a failing one said.
 */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { once } from 'node:events';
import { glob } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { root } from './paths.ts';
import { runScript, say } from './say.ts';

/** What only depends on the content of files, kept between runs; lint also depends on other files. */
const cache = path.join(root, 'node_modules/.cache/check');

interface Check {
  readonly title: string;
  readonly command: readonly string[];
}

await runScript(async () => {
  const tool = (name: string, file: string) => path.join(root, 'node_modules', name, file);
  const checks: Check[] = [{ title: 'lint', command: [tool('eslint', 'bin/eslint.js'), '.'] }];
  for await (const project of glob('{,src/*/,test/*/}tsconfig.json', { cwd: root })) {
    checks.push({
      title: `types of ${project}`,
      command: [
        tool('typescript', 'bin/tsc'),
        ...['-p', project, '--incremental', '--tsBuildInfoFile'],
        path.join(cache, `${project.replaceAll(path.sep, '-')}.tsbuildinfo`),
      ],
    });
  }
  checks.push(
    { title: 'pure tests', command: ['scripts/test/run-mocha.ts', 'pure'] },
    {
      title: 'format',
      command: [
        tool('prettier', 'bin/prettier.cjs'),
        ...['--check', '--log-level=warn', '--cache', '--cache-strategy=content'],
        ...['--cache-location', path.join(cache, 'prettier'), '.'],
      ],
    },
    { title: 'dead code', command: [tool('knip', 'bin/knip.js')] },
  );
  const failed: string[] = [];
  const queue = checks.values();
  const work = async () => {
    for (const check of queue) if (!(await passes(check))) failed.push(check.title);
  };
  await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, work));
  say(failed.length === 0 ? 'All checks passed.' : `Failed: ${failed.sort().join(', ')}.`);
  return failed.length === 0 ? 0 : 1;
});

async function passes({ title, command }: Check): Promise<boolean> {
  const start = performance.now();
  const child = spawn(process.execPath, command, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const exit = once(child, 'exit') as Promise<[number | null]>;
  const [said, complained, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    exit,
  ]);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  say(`${code === 0 ? '✔' : '✖'} ${title} (${seconds} s)`);
  if (code !== 0) say(`${said}${complained}`.trim());
  return code === 0;
}
