import { copyFile, cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { closeAll, type Resources } from '../scripts/close-all.ts';
import { root } from '../scripts/paths.ts';
import { borrowSample } from '../scripts/sample.ts';
import { Trouble } from '../scripts/say.ts';
import { temporaryFolder } from '../scripts/temporary-folder.ts';
import type { Row } from './bench.ts';
import { median } from './median.ts';
import { openBenchWindows, type BenchWindows } from './run-in-host.ts';

export const name = 'Activation in the extension host';

const windows = 7;

/** As bench/host/activation.cjs writes them, in milliseconds. */
interface Times {
  readonly load: number;
  readonly activate: number;
  /** Both by VS Code's marks, between which other extensions that start just then run too. */
  readonly marked: number;
}

/** What any extension is at least: it asks for VS Code's API, and does nothing. */
const emptyExtension = "require('vscode'); exports.activate = () => {};\n";

/**
 * Loads and activates the release build in fresh windows, by turns with an empty extension of the
 * same manifest; the first window of each warms VS Code's own caches.
 */
export async function run(): Promise<Row[]> {
  const resources = closeAll();
  try {
    const ours = await openWindows(resources, (dist) =>
      cp(path.join(root, 'dist'), dist, {
        recursive: true,
        filter: (file) => path.relative(root, file) !== path.join('dist', 'test'),
      }),
    );
    const empty = await openWindows(resources, (dist) =>
      writeFile(path.join(dist, 'extension.js'), emptyExtension),
    );
    for (let count = 0; count <= windows; count += 1) {
      await ours.open();
      await empty.open();
    }
    return rows(await ours.times(), await empty.times());
  } finally {
    await resources.close();
  }
}

function rows([first, ...ours]: readonly Times[], [, ...empty]: readonly Times[]): Row[] {
  if (first === undefined || ours.length !== windows || empty.length !== windows) {
    throw new Trouble(`${ours.length} and ${empty.length} of ${windows} windows were measured.`);
  }
  const row = (title: string, of: (times: Times) => number): Row => {
    const [value, baseline] = [median(ours.map(of)), median(empty.map(of))];
    return { name: title, value, baseline, unit: 'ms' };
  };
  const own = ({ load, activate }: Times): number => load + activate;
  const total = row('load and activate, median', own);
  return [
    { ...total, goal: 20 },
    row('  load', ({ load }) => load),
    row('  activate()', ({ activate }) => activate),
    { name: '  fastest', value: Math.min(...ours.map(own)), unit: 'ms' },
    { name: '  slowest', value: Math.max(...ours.map(own)), unit: 'ms' },
    { name: 'first window of the server', value: own(first), unit: 'ms' },
    withRatio(row('with other extensions that start in between', ({ marked }) => marked)),
  ];
}

function withRatio(row: Row): Row {
  return row.baseline === undefined ? row : { ...row, ratio: row.value / row.baseline };
}

/** A VS Code with an extension whose code `fill` puts into `dist`, to be opened again and again. */
async function openWindows(
  resources: Resources,
  fill: (dist: string) => Promise<void>,
): Promise<BenchWindows<Times>> {
  const { folder } = resources.add(await temporaryFolder('ratchet-bench-'));
  const dist = path.join(folder, 'dist');
  await mkdir(dist);
  await fill(dist);
  await copyFile(path.join(root, 'bench/host/timed.cjs'), path.join(dist, 'timed.cjs'));
  const manifest = await readFile(path.join(root, 'package.json'), 'utf8');
  await writeFile(
    path.join(folder, 'package.json'),
    JSON.stringify({ ...(JSON.parse(manifest) as object), main: './dist/timed.cjs' }),
  );
  await cp(path.join(root, 'media'), path.join(folder, 'media'), { recursive: true });
  const sample = resources.add(await borrowSample());
  return openBenchWindows<Times>(resources, 'activation.cjs', {
    open: sample.folder,
    extensionDevelopmentPath: folder,
  });
}
