import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rename, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import {
  type ChangeSet,
  type FileState,
  textAfter,
  textBefore,
} from '../src/core/edits/change-set.ts';
import { diffLines } from '../src/core/edits/diff-lines.ts';
import { mergeTextsInSteps } from '../src/core/edits/merge-texts.ts';
import { minimalEditsInSteps } from '../src/core/edits/minimal-edits.ts';
import { preparePatch } from '../src/core/edits/prepare-patch.ts';
import { renderPatch } from '../src/core/edits/render-patch.ts';
import { reviewReducer } from '../src/core/edits/review-reducer.ts';
import type { ReviewEvent } from '../src/core/edits/review-state.ts';
import { runWithPauses } from '../src/core/edits/run-steps.ts';
import { startReview, startReviewInSteps } from '../src/core/edits/start-review.ts';
import type { Row } from './bench.ts';
import { median } from './median.ts';

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
      await compare(
        folder,
        'one hunk in 20,000 lines, hit, on disk',
        modify(large, hit),
        undefined,
      ),
      await compareMiss(folder, modify(missing, hit), large),
      ...(await compareRealSizes(folder)),
      ...(await compareManyHunks(folder)),
      await compare(folder, 'a patch of 1,000 files', thousandFiles(), undefined, 5),
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}

const rounds = 21;
const execute = promisify(execFile);

function modify(before: string, after: string, path = 'f.ts'): ChangeSet {
  return { changes: [{ kind: 'modify', path, before, after, baseVersion: '' }] };
}

/** Source-like text: functions of a few lines, each with names of its own and lines that repeat. */
function makeSource(lines: number, seed: number): string {
  const text: string[] = [];
  for (let at = 0; text.length < lines; at += 10) {
    text.push(
      `export function compute${seed}x${at}(input: number): number {`,
      '  let total = 0;',
      '  for (let index = 0; index < input; index += 1) {',
      `    total += index * value${at};`,
      '    if (total > 1000) {',
      '      break;',
      '    }',
      '  }',
      '  return total;',
      '}',
    );
  }
  return `${text.join('\n')}\n`;
}

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
  goal: number | undefined,
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
  return row(title, median(ours), median(theirs), goal);
}

function row(title: string, value: number, baseline: number, goal: number | undefined): Row {
  const measured = { name: title, value, unit: 'ms', baseline, ratio: value / baseline };
  return goal === undefined ? measured : { ...measured, goal };
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
  return row('one hunk in 20,000 lines, miss, on disk', median(ours), median(theirs), undefined);
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
    row('median of 50 real-size patches, on disk', median(ours), median(theirs), undefined),
  ];
}

function percentile95(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.95)] ?? 0;
}

async function compareManyHunks(folder: string): Promise<Row[]> {
  const before = makeSource(100_000, 7);
  const after = before.replaceAll(
    / {4}total \+= index \* value(\d+);/g,
    '    total -= index * value$1;',
  );
  const changeSet = modify(before, after);
  const patch = renderPatch(changeSet, 2);
  const whole = await compare(
    folder,
    'a patch of 10,000 hunks in 100,000 lines',
    changeSet,
    undefined,
    3,
  );
  const state: FileState = { kind: 'text', text: before, version: '' };
  let longest = 0;
  let since = performance.now();
  const pause = async () => {
    longest = Math.max(longest, performance.now() - since);
    await new Promise((resolve) => setImmediate(resolve));
    since = performance.now();
  };
  await preparePatch(patch, { readFile: () => Promise.resolve(state), pause });
  await pause();
  return [
    whole,
    { name: 'its longest stretch without a pause', value: longest, unit: 'ms', goal: 50 },
    ...(await stretchesOfReview(changeSet, before, after)),
  ];
}

/** Shown, typed into, followed where the user's file goes, merged and turned into edits. */
async function stretchesOfReview(
  changeSet: ChangeSet,
  before: string,
  after: string,
): Promise<Row[]> {
  const mine = before.replace('let total = 0', 'let total = 1');
  const path = 'f.ts';
  const state = startReview(changeSet);
  const reduce = (event: ReviewEvent) => atOnce(() => reviewReducer(state, event));
  const hunkId = state.files[0]?.hunks[5000]?.id ?? '';
  const typed = after.replace('let total = 0', 'let total = 2');
  const works: Readonly<Record<string, () => Generator<void, unknown>>> = {
    'opening its review': () => startReviewInSteps(changeSet),
    'a keystroke in its proposal': () => reduce({ type: 'documentChanged', path, text: typed }),
    'a keystroke in the file itself': () =>
      reduce({ type: 'baseChanged', path, text: mine, version: 'later' }),
    'one hunk undone': () => reduce({ type: 'undoHunk', path, hunkId }),
    'its merge with a keystroke': () => mergeTextsInSteps(before, after, mine),
    'its edits for the document': () => minimalEditsInSteps(before, after),
  };
  const rows: Row[] = [];
  for (const [name, work] of Object.entries(works)) {
    const rounds: number[] = [];
    for (let round = 0; round < 9; round += 1) rounds.push(await longestStretch(work()));
    const value = median(rounds);
    rows.push({ name: `${name}, longest stretch`, value, unit: 'ms', goal: 50 });
  }
  return rows;
}

/** How long a piece of work keeps everything else waiting, in ms. */
async function longestStretch(steps: Generator<void, unknown>): Promise<number> {
  let longest = 0;
  let since = performance.now();
  const stop = () => (longest = Math.max(longest, performance.now() - since));
  await runWithPauses(steps, async () => {
    stop();
    await new Promise((resolve) => setImmediate(resolve));
    since = performance.now();
  });
  stop();
  return longest;
}

function* atOnce<Result>(work: () => Result): Generator<void, Result> {
  return work();
}

/** 700 files changed, 100 created, 100 deleted, 100 moved with a change. */
function thousandFiles(): ChangeSet {
  const changes = Array.from({ length: 1000 }, (_, at): ChangeSet['changes'][number] => {
    const path = `src/part${at % 20}/file${at}.ts`;
    const before = makeSource(200, at);
    const after = before.replace('value90', 'changed90').replace('value10;', 'changed10;');
    const baseVersion = '';
    if (at % 10 === 7) return { kind: 'create', path, after };
    if (at % 10 === 8) return { kind: 'delete', path, before, baseVersion };
    if (at % 10 === 9) {
      return {
        kind: 'rename',
        from: path,
        to: `src/moved/file${at}.ts`,
        before,
        after,
        baseVersion,
      };
    }
    return { kind: 'modify', path, before, after, baseVersion };
  });
  return { changes };
}

async function applyHere(folder: string, patch: string): Promise<void> {
  const prepared = await preparePatch(patch, { readFile: (path) => readState(folder, path) });
  if (!prepared.ok) throw new Error(prepared.error);
  for (const change of prepared.changeSet.changes) {
    switch (change.kind) {
      case 'create':
        await mkdir(dirname(join(folder, change.path)), { recursive: true });
        await writeFile(join(folder, change.path), change.after);
        break;
      case 'modify':
        await writeFile(join(folder, change.path), change.after);
        break;
      case 'delete':
        await unlink(join(folder, change.path));
        break;
      case 'rename':
        await mkdir(dirname(join(folder, change.to)), { recursive: true });
        await rename(join(folder, change.from), join(folder, change.to));
        if (change.after !== change.before) await writeFile(join(folder, change.to), change.after);
    }
  }
}

async function readState(folder: string, path: string): Promise<FileState> {
  try {
    return { kind: 'text', text: await readFile(join(folder, path), 'utf8'), version: '' };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return { kind: 'missing' };
    }
    throw error;
  }
}

async function writeBefore(folder: string, changeSet: ChangeSet): Promise<void> {
  await rm(join(folder, 'src'), { recursive: true, force: true });
  for (const change of changeSet.changes) {
    if (change.kind === 'create') continue;
    const path = join(folder, change.kind === 'rename' ? change.from : change.path);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, change.before);
  }
}

async function expectAfter(folder: string, changeSet: ChangeSet): Promise<void> {
  for (const change of changeSet.changes) {
    if (change.kind === 'delete') continue;
    const path = change.kind === 'rename' ? change.to : change.path;
    const text = await readFile(join(folder, path), 'utf8');
    if (text !== change.after) throw new Error(`${path} is not as it should be.`);
  }
}

/** The same change in git's form. */
function unified(changeSet: ChangeSet): string {
  return changeSet.changes
    .map((change) => {
      const from = change.kind === 'rename' ? change.from : change.path;
      const to = change.kind === 'rename' ? change.to : change.path;
      const old = change.kind === 'create' ? '/dev/null' : `a/${from}`;
      const next = change.kind === 'delete' ? '/dev/null' : `b/${to}`;
      const extra: Record<typeof change.kind, readonly string[]> = {
        create: ['new file mode 100644'],
        delete: ['deleted file mode 100644'],
        rename: [`rename from ${from}`, `rename to ${to}`],
        modify: [],
      };
      const head = [
        `diff --git a/${from} b/${to}`,
        ...extra[change.kind],
        `--- ${old}`,
        `+++ ${next}`,
      ];
      return `${head.join('\n')}\n${unifiedHunks(textBefore(change), textAfter(change))}`;
    })
    .join('');
}

/** Hunks with up to three lines of context; those whose context would meet share none. */
function unifiedHunks(before: string, after: string): string {
  const old = before.split('\n').slice(0, -1);
  const next = after.split('\n').slice(0, -1);
  const changes = diffLines(old, next);
  let done = 0;
  const hunks = changes.map((change, at) => {
    const { beforeStart, beforeEnd, afterStart, afterEnd } = change;
    const head = old.slice(Math.max(beforeStart - 3, done), beforeStart);
    done = Math.min(beforeEnd + 3, changes[at + 1]?.beforeStart ?? old.length);
    const tail = old.slice(beforeEnd, done);
    const around = head.length + tail.length;
    const start = (line: number, length: number) => (length === 0 ? line : line + 1) - head.length;
    const removed = old.slice(beforeStart, beforeEnd);
    const added = next.slice(afterStart, afterEnd);
    const ranges = [
      `-${start(beforeStart, removed.length + around)},${removed.length + around}`,
      `+${start(afterStart, added.length + around)},${added.length + around}`,
    ];
    return [
      `@@ ${ranges.join(' ')} @@`,
      ...head.map((line) => ` ${line}`),
      ...removed.map((line) => `-${line}`),
      ...added.map((line) => `+${line}`),
      ...tail.map((line) => ` ${line}`),
    ].join('\n');
  });
  return hunks.map((hunk) => `${hunk}\n`).join('');
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
