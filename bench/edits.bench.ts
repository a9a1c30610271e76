import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ChangeSet, FileState } from '../src/core/edits/change-set.ts';
import { preparePatch } from '../src/core/edits/prepare-patch.ts';
import { renderPatch } from '../src/core/edits/render-patch.ts';
import type { Row } from './bench.ts';
import { makeSource, manyHunks, modify, thousandFiles } from './change-sets.ts';
import { median } from './median.ts';
import { applyHere, expectAfter, readState, writeBefore } from './on-disk.ts';
import { unified } from './unified.ts';

export const name = 'edits';

/**
 * From patch text to the new file, on disk in both columns: ours reads, prepares and writes; `git
 * apply` does the same as a process of its own, its start included.
 */
export async function run(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'ratchet-bench-'));
  try {
    const large = makeSource(20_000, 1);
    const hit = large.replace('value14990', 'changed14990');
    const many = manyHunks(10_000);
    const missing = large.replace('value14990', 'other14990');
    return [
      {
        ...(await inMemory('one hunk in 20,000 lines, hit, in memory', modify(large, hit), large)),
        goal: 5,
      },
      {
        ...(await inMemory(
          'one hunk in 20,000 lines, miss, in memory',
          modify(missing, hit),
          large,
        )),
        goal: 20,
      },
      await compare(folder, 'one hunk in 20,000 lines, hit, on disk', modify(large, hit)),
      await compareMiss(folder, modify(missing, hit), large),
      ...(await compareRealSizes(folder)),
      await compare(
        folder,
        'a patch of 10,000 hunks in 100,000 lines',
        modify(many.before, many.after),
        3,
      ),
      await compare(folder, 'a patch of 1,000 files', thousandFiles(), 5),
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}

const rounds = 21;
const execute = promisify(execFile);

/** From patch text to the new text, or to the refusal with its reason. */
async function inMemory(title: string, changeSet: ChangeSet, text: string): Promise<Row> {
  const patch = renderPatch(changeSet);
  const state: FileState = { kind: 'text', text, version: '' };
  const samples: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    samples.push(
      await timed(() => preparePatch(patch, { readFile: () => Promise.resolve(state) })),
    );
  }
  return { name: title, value: median(samples), unit: 'ms' };
}

async function compare(
  folder: string,
  title: string,
  changeSet: ChangeSet,
  times = rounds,
): Promise<Row> {
  const patch = renderPatch(changeSet);
  const ours: number[] = [];
  const theirs: number[] = [];
  const diff = join(folder, 'patch.diff');
  await writeFile(diff, unified(changeSet));
  for (let round = 0; round < times; round += 1) {
    await writeBefore(folder, changeSet);
    ours.push(await timed(() => applyHere(folder, patch)));
    await expectAfter(folder, changeSet);
    await writeBefore(folder, changeSet);
    theirs.push(await timed(() => execute('git', ['apply', diff], { cwd: folder })));
    await expectAfter(folder, changeSet);
  }
  return row(title, median(ours), median(theirs));
}

function row(title: string, value: number, baseline: number): Row {
  return { name: title, value, unit: 'ms', baseline, ratio: value / baseline };
}

/** A hunk with one line that the file does not have: refused by both, by us with the reason. */
async function compareMiss(folder: string, changeSet: ChangeSet, text: string): Promise<Row> {
  const patch = renderPatch(changeSet);
  const diff = join(folder, 'patch.diff');
  await writeFile(diff, unified(changeSet));
  await writeFile(join(folder, 'f.ts'), text);
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    ours.push(
      await timed(async () => {
        const prepared = await preparePatch(patch, { readFile: (path) => readState(folder, path) });
        if (prepared.ok) throw new Error('A patch that must not apply did.');
      }),
    );
    theirs.push(
      await timed(async () => {
        const failed = await execute('git', ['apply', diff], { cwd: folder }).then(
          () => false,
          () => true,
        );
        if (!failed) throw new Error('git applied a patch that must not apply.');
      }),
    );
  }
  return row('one hunk in 20,000 lines, miss, on disk', median(ours), median(theirs));
}

/** Fifty patches of the size agents write: files of 60 to 1,500 lines, one to four hunks. */
async function compareRealSizes(folder: string): Promise<Row[]> {
  const ours: number[] = [];
  const pure: number[] = [];
  const theirs: number[] = [];
  const diff = join(folder, 'patch.diff');
  for (let number = 0; number < 50; number += 1) {
    const functions = 6 + ((number * 37) % 144);
    const before = makeSource(functions * 10, number);
    const lines = before.split('\n');
    for (let hunk = 0; hunk <= number % 4; hunk += 1) {
      const at = ((number * 13 + hunk * 29) % functions) * 10 + 3;
      lines.splice(at, 1, `    total += index * changed${number}x${hunk};`, '    log(total);');
    }
    const changeSet = modify(before, lines.join('\n'));
    const patch = renderPatch(changeSet);
    await writeFile(diff, unified(changeSet));
    const state: FileState = { kind: 'text', text: before, version: '' };
    const samples: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      samples.push(
        await timed(() => preparePatch(patch, { readFile: () => Promise.resolve(state) })),
      );
    }
    pure.push(median(samples));
    await writeBefore(folder, changeSet);
    ours.push(await timed(() => applyHere(folder, patch)));
    await expectAfter(folder, changeSet);
    await writeBefore(folder, changeSet);
    theirs.push(await timed(() => execute('git', ['apply', diff], { cwd: folder })));
  }
  return [
    {
      name: 'median of 50 real-size patches, in memory',
      value: median(pure),
      unit: 'ms',
      goal: 0.5,
    },
    { name: 'p95 of 50 real-size patches, in memory', value: percentile95(pure), unit: 'ms' },
    row('median of 50 real-size patches, on disk', median(ours), median(theirs)),
  ];
}

function percentile95(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.95)] ?? 0;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
