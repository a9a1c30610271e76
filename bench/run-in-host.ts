import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Resources } from '../scripts/close-all.ts';
import { startHost, type HostOptions } from '../scripts/host/start-host.ts';
import { root } from '../scripts/paths.ts';
import { temporaryFolder } from '../scripts/temporary-folder.ts';
import { Trouble } from '../scripts/say.ts';

/** Windows that run a module of `bench/host` in their extension host, one after the other. */
export interface BenchWindows<Times> {
  /** Opens the next one; resolves when its module has ended. */
  open(): Promise<void>;
  /** What the module wrote to `RATCHET_BENCH_OUTPUT` so far, a line of JSON each time. */
  times(): Promise<readonly Times[]>;
}

export async function openBenchWindows<Times>(
  resources: Resources,
  module: string,
  options: HostOptions,
): Promise<BenchWindows<Times>> {
  const { folder } = resources.add(await temporaryFolder('ratchet-bench-'));
  const output = path.join(folder, 'times.jsonl');
  const host = resources.add(
    await startHost({
      ...options,
      extensionTestsPath: path.join(root, 'bench/host', module),
      env: { ...options.env, RATCHET_BENCH_OUTPUT: output },
    }),
  );
  let exited: (code: number) => void = () => {};
  const said: string[] = [];
  await host.context.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) => {
    said.push(`[${type}] ${args.join(' ')}`);
  });
  await host.context.exposeFunction('codeAutomationExit', (code: number) => {
    exited(code);
  });
  return {
    async open() {
      const done = new Promise<number>((resolve) => {
        exited = resolve;
      });
      await host.page();
      if ((await done) !== 0) throw new Trouble(`${module} failed:\n${said.slice(-20).join('\n')}`);
    },
    async times() {
      const lines = (await readFile(output, 'utf8')).trim().split('\n');
      return lines.map((line) => JSON.parse(line) as Times);
    },
  };
}
