import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { startHost } from '../scripts/host/start-host.ts';
import { root } from '../scripts/paths.ts';
import { borrowSample } from '../scripts/sample.ts';
import type { Row } from './bench.ts';
import { median } from './median.ts';

export const name = 'Activation in the extension host';

const windows = 5;

/** Loads and activates the release build in fresh windows; the first warms VS Code's own caches. */
export async function run(): Promise<Row[]> {
  const sample = await borrowSample();
  const output = path.join(sample.folder, '.activation');
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
    const [first = NaN, ...rest] = (await readFile(output, 'utf8')).trim().split('\n').map(Number);
    return [
      { name: `activate(), median of ${rest.length}`, value: median(rest), unit: 'ms', goal: 20 },
      { name: 'activate(), slowest', value: Math.max(...rest), unit: 'ms' },
      { name: 'activate(), first after the start of the server', value: first, unit: 'ms' },
    ];
  } finally {
    await host.close();
    await sample.close();
  }
}
