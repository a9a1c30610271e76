import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { closeAll } from '../scripts/close-all.ts';
import { root } from '../scripts/paths.ts';
import { Trouble } from '../scripts/say.ts';
import { temporaryFolder } from '../scripts/temporary-folder.ts';
import { mergeTextsInSteps } from '../src/core/edits/merge-texts.ts';
import { minimalEditsInSteps } from '../src/core/edits/minimal-edits.ts';
import { preparePatch } from '../src/core/edits/prepare-patch.ts';
import { renderPatch } from '../src/core/edits/render-patch.ts';
import { reviewReducer } from '../src/core/edits/review-reducer.ts';
import type { ReviewEvent } from '../src/core/edits/review-state.ts';
import { runWithPauses } from '../src/core/edits/run-steps.ts';
import { startReview, startReviewInSteps } from '../src/core/edits/start-review.ts';
import type { Script } from '../test/support/practice/script.ts';
import { startPractice } from '../test/support/practice/server.ts';
import { patches, says } from '../test/support/practice/turns.ts';
import type { Row } from './bench.ts';
import { manyHunks, modify } from './change-sets.ts';
import { median } from './median.ts';
import { openBenchWindows } from './run-in-host.ts';

export const name = 'The longest that a large review keeps the extension host waiting';

export async function run(): Promise<Row[]> {
  return [...(await inNode(10_000)), ...(await inHost(100, 200)), ...(await inHost(10_000))];
}

const rounds = 9;

/** Each piece of the engine's work: patched, shown, typed into, followed, merged, turned into edits. */
async function inNode(hunks: number): Promise<Row[]> {
  const { before, after } = manyHunks(hunks);
  const path = 'f.ts';
  const changeSet = modify(before, after, path);
  const patch = renderPatch(changeSet, 2);
  const mine = before.replace('let total = 0', 'let total = 1');
  const state = startReview(changeSet);
  const reduce = (event: ReviewEvent) => atOnce(() => reviewReducer(state, event));
  const hunkId = state.files[0]?.hunks[state.files[0].hunks.length / 2]?.id ?? '';
  const typed = after.replace('let total = 0', 'let total = 2');
  const works: Readonly<Record<string, (pause: Pause) => Promise<unknown>>> = {
    'reading and placing the patch': (pause) =>
      preparePatch(patch, {
        readFile: () => Promise.resolve({ kind: 'text', text: before, version: '' }),
        pause,
      }),
    'opening its review': (pause) => runWithPauses(startReviewInSteps(changeSet), pause),
    'a keystroke in its proposal': (pause) =>
      runWithPauses(reduce({ type: 'documentChanged', path, text: typed }), pause),
    'a keystroke in the file itself': (pause) =>
      runWithPauses(reduce({ type: 'baseChanged', path, text: mine, version: 'later' }), pause),
    'one hunk undone': (pause) => runWithPauses(reduce({ type: 'undoHunk', path, hunkId }), pause),
    'its merge with a keystroke': (pause) =>
      runWithPauses(mergeTextsInSteps(before, after, mine), pause),
    'its edits for the document': (pause) =>
      runWithPauses(minimalEditsInSteps(before, after), pause),
  };
  const rows: Row[] = [];
  for (const [title, work] of Object.entries(works)) {
    const stretches: number[] = [];
    for (let round = 0; round < rounds; round += 1) stretches.push(await longestStretch(work));
    const name = `${hunks} hunks in Node: ${title}`;
    rows.push({ name, value: median(stretches), unit: 'ms', goal: 50 });
  }
  return rows;
}

type Pause = () => Promise<void>;

/** How long a piece of work keeps everything else waiting, in ms. */
async function longestStretch(work: (pause: Pause) => Promise<unknown>): Promise<number> {
  let longest = 0;
  let since = performance.now();
  const stop = () => (longest = Math.max(longest, performance.now() - since));
  await work(async () => {
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

const steps = {
  propose: 'from the patch to its review',
  type: 'a keystroke in the proposal',
  keep: 'Keep All',
  undo: 'Undo All',
} as const;

/** As bench/host/large-review.cjs writes them: CPU milliseconds of the longest turn of each. */
type Turns = Readonly<Record<keyof typeof steps, number>>;

/** A whole task in a real window, beside an extension that has VS Code do the same and no more. */
async function inHost(hunks: number, distance?: number): Promise<Row[]> {
  const { before, after } = manyHunks(hunks, distance);
  const resources = closeAll();
  try {
    const { folder } = resources.add(await temporaryFolder('ratchet-bench-'));
    const file = path.join(folder, 'f.txt');
    const input = renderPatch(modify(before, after, 'f.txt'), 2);
    const script: Script = {
      name,
      turn(number, { userText }) {
        if (number > 0) return { items: [says('Done.')] };
        if (userText.includes('Warm up')) return { items: [patches('*** Add File: new.ts', '+')] };
        return { items: [{ type: 'custom', name: 'apply_patch', input }] };
      },
    };
    const practice = resources.add(await startPractice({ script }));
    await writeFile(file, before);
    const windows = await openBenchWindows<Turns & { readonly plain: Turns }>(
      resources,
      'large-review.cjs',
      {
        open: folder,
        extensionDevelopmentPath: root,
        // A summary in between would be another task.
        settings: { 'ratchet.context.window': 1_050_000 },
        env: {
          OPENAI_API_KEY: 'practice',
          OPENAI_BASE_URL: `${practice.url}/v1`,
          RATCHET_BENCH_FILE: file,
        },
      },
    );
    await windows.open();
    const [times] = await windows.times();
    if (times === undefined) throw new Trouble('Nothing was measured.');
    return (Object.keys(steps) as (keyof Turns)[]).map((step) => ({
      name: `${hunks} hunks in VS Code: ${steps[step]}`,
      value: times[step],
      unit: 'ms',
      goal: 50,
      baseline: times.plain[step],
      ratio: times[step] / times.plain[step],
    }));
  } finally {
    await resources.close();
  }
}
