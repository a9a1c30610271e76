/**
 * `npm run bench [-- NAME…]`: runs every `bench/*.bench.ts` (or those whose name holds NAME), prints
 * a table and writes what was measured to `bench-results/` as JSON.
 */
import { glob, mkdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Bench } from '../bench/bench.ts';
import { formatTable, missesGoal } from './bench/table.ts';
import { buildAll } from './build.ts';
import { root } from './paths.ts';
import { runScript, say, Trouble } from './say.ts';

await runScript(async () => {
  const wanted = process.argv.slice(2);
  const files: string[] = [];
  for await (const file of glob('bench/**/*.bench.ts', { cwd: root })) {
    if (wanted.length === 0 || wanted.some((name) => file.includes(name))) files.push(file);
  }
  if (files.length === 0) throw new Trouble(`No benchmark is named ${wanted.join(' or ')}.`);
  await buildAll([]);
  const results = path.join(root, 'bench-results');
  await mkdir(results, { recursive: true });
  const machine = { node: process.version, cpu: os.cpus()[0]?.model, cores: os.cpus().length };

  let missed = 0;
  for (const file of files.sort()) {
    const bench = (await import(path.join(root, file))) as Bench;
    say(`\n── ${bench.name}`);
    const rows = await bench.run();
    for (const line of formatTable(rows)) say(line);
    missed += rows.filter(missesGoal).length;
    const result = { name: bench.name, date: new Date().toISOString(), machine, rows };
    const to = path.join(results, `${path.basename(file, '.bench.ts')}.json`);
    await writeFile(to, `${JSON.stringify(result, null, 2)}\n`);
  }
  say(
    `\n${missed === 0 ? 'Every goal is met.' : `${missed} goals are missed.`} As JSON: bench-results/`,
  );
  return 0;
});
