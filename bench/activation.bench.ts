import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { startHost } from '../scripts/host/start-host.ts';
import { root } from '../scripts/paths.ts';
import { borrowSample } from '../scripts/sample.ts';
import { Trouble } from '../scripts/say.ts';
import type { Row } from './bench.ts';
import { median } from './median.ts';

export const name = 'Activation in the extension host';

const windows = 5;

/** As bench/host/activation.cjs writes them, in milliseconds. */
interface Times {
  readonly load: number;
  readonly activate: number;
}

/** Loads and activates the release build in fresh windows; the first warms VS Code's own caches. */
export async function run(): Promise<Row[]> {
  const sample = await borrowSample();
  const output = path.join(sample.folder, 'activation.jsonl');
  const host = await startHost({
    open: sample.folder,
    extensionDevelopmentPath: root,
    extensionTestsPath: path.join(root, 'bench/host/activation.cjs'),
    env: { RATCHET_BENCH_OUTPUT: output },
  });
  try {
    let exited = () => {};
    await host.context.exposeFunction('codeAutomationLog', () => {});
    await host.context.exposeFunction('codeAutomationExit', () => {
      exited();
    });
    for (let count = 0; count <= windows; count += 1) {
      const done = new Promise<void>((resolve) => {
        exited = resolve;
      });
      await host.page();
      await done;
    }
    const lines = (await readFile(output, 'utf8')).trim().split('\n');
    const [first, ...rest] = lines.map((line) => JSON.parse(line) as Times);
    if (first === undefined || rest.length !== windows) {
      throw new Trouble(`${lines.length} of ${windows + 1} windows were measured.`);
    }
    const total = ({ load, activate }: Times) => load + activate;
    return [
      { name: 'load and activate, median', value: median(rest.map(total)), unit: 'ms', goal: 20 },
      { name: '  load', value: median(rest.map(({ load }) => load)), unit: 'ms' },
      { name: '  activate()', value: median(rest.map(({ activate }) => activate)), unit: 'ms' },
      { name: 'load and activate, slowest', value: Math.max(...rest.map(total)), unit: 'ms' },
      { name: 'first window of the server', value: total(first), unit: 'ms' },
    ];
  } finally {
    await host.close();
    await sample.close();
  }
}
