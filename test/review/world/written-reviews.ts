import assert from 'node:assert/strict';
import { applyChangeSet } from '../../../src/core/edits/apply-change-set.ts';
import type { ChangeSet } from '../../../src/core/edits/change-set.ts';
import { composeReview, isVisible } from '../../../src/core/edits/compose-review.ts';
import { mergeTexts } from '../../../src/core/edits/merge-texts.ts';
import { reviewReducer } from '../../../src/core/edits/review-reducer.ts';
import type { ReviewEvent, ReviewState } from '../../../src/core/edits/review-state.ts';
import { startReview } from '../../../src/core/edits/start-review.ts';
import { textOf } from '../../../src/host/checkpoints/file-text.ts';
import { standingSteps } from '../../../src/host/checkpoints/standing-steps.ts';
import type { WantedFile } from '../../../src/host/edits/carry-out.ts';
import { planDecision } from '../../../src/host/review/plan-decision.ts';
import { reverseDecisions } from '../../../src/host/review/reverse-decisions.ts';
import { undoneHunks } from '../../../src/host/review/undone-hunks.ts';
import { mergeStates } from '../../checkpoints/merge-states.ts';
import { utf8Codec } from '../../checkpoints/node-places.ts';
import type { Answer } from './acts.ts';
import { asDocument } from './edit-texts.ts';
import { fileChanged, forget, movesOf, record, stateOf, type World } from './world.ts';

/** A review of changes that were written at once. */
export interface WrittenReview {
  readonly stepId: string;
  readonly callId: string;
  state: ReviewState;
}

/** Review after: everything is written, then each hunk can be taken back. */
export async function writeAtOnce(world: World, changeSet: ChangeSet): Promise<void> {
  const applied = applyChangeSet(world.files, changeSet);
  assert.ok(applied.ok, 'what was proposed is up to date with the files');
  const from = new Map(
    changeSet.changes.flatMap((change) =>
      change.kind === 'rename' ? [[change.to, change.from] as const] : [],
    ),
  );
  const callId = `call ${world.count}`;
  const stepId = await record(world, applied.files, from, { cause: 'edit', callId });
  world.written.push({ stepId, callId, state: startReview(changeSet) });
}

/** Files follow each decision; where one cannot, it was none. */
export async function decideWritten(
  world: World,
  review: WrittenReview,
  event: ReviewEvent,
  answer: Answer,
): Promise<void> {
  const before = review.state;
  review.state = reviewReducer(before, event);
  const wanted: WantedFile[] = [];
  let asked = 0;
  for (const file of review.state.files) {
    const old = before.files.find(({ path }) => path === file.path);
    if (old === undefined || old === file) continue;
    const plan = await planDecision(old, file, {
      uriOf: (path) => path,
      read: (uri) => Promise.resolve(stateOf(world.files.get(uri))),
      textOf: (state) => textOf(state, utf8Codec),
      withText: (_uri, _now, text) => Promise.resolve(stateOf(text)),
      merge: mergeStates,
      settle({ yours, earlier }) {
        asked += 1;
        if (answer === 'earlier') forget(world, yours ?? '', earlier ?? '');
        world.isAgentLeft = true;
        return Promise.resolve(
          answer === 'earlier' ? { kind: answer, text: earlier } : { kind: answer },
        );
      },
    });
    if (plan.kind === 'occupied') {
      takeDecisionBack(review, before);
      return;
    }
    wanted.push(...plan.files);
  }
  await write(world, review, wanted, asked > 0);
}

function takeDecisionBack(review: WrittenReview, before: ReviewState): void {
  const events = reverseDecisions({ state: before }, { state: review.state });
  review.state = events.reduce(reviewReducer, review.state);
  const texts = ({ files }: ReviewState) => files.map(({ current }) => current);
  assert.deepEqual(
    texts(review.state),
    texts(before),
    'what could not be carried out is undecided',
  );
}

/** Decided without a question, the review knows all that may go with that. */
async function write(
  world: World,
  review: WrittenReview,
  files: readonly WantedFile[],
  isAsked: boolean,
): Promise<void> {
  if (files.length === 0) return;
  // A review knows a file as it was written: what was taken back beneath a deletion or a move comes too.
  const comesOrGoes = files.some(({ now, then }) => now.kind !== then.kind);
  if (comesOrGoes && isAnyTakenBack(world)) world.isAgentLeft = true;
  const before = world.files;
  const after = new Map(before);
  for (const { uri, then } of files) {
    const text = await textOf(then, utf8Codec);
    if (text === undefined) after.delete(uri);
    else after.set(uri, text);
  }
  const [now, then] = [before, after].map((texts) => [...texts.values()].join('\n'));
  const known = JSON.stringify(review.state);
  for (const word of world.typed) {
    if (isAsked || now?.includes(word) !== true || known.includes(word)) continue;
    assert.ok(then?.includes(word), `${word} was typed since and went with a decision`);
  }
  await record(world, after, movesOf(files), { cause: 'undo', callId: review.callId });
  for (const { uri } of files) fileChanged(world, uri);
}

const isAnyTakenBack = ({ checkpoints }: World) =>
  checkpoints.steps().some(({ undoes }) => undoes.length > 0);

/** Who takes a change out of the file itself, by VS Code's arrow or by hand, has undone it. */
export async function lookForUndone(world: World): Promise<void> {
  for (const review of world.written) {
    for (const { path, change } of review.state.files) {
      const text = world.files.get(path);
      const file = review.state.files.find((one) => one.path === path);
      if (text === undefined || file === undefined || change.kind === 'delete') continue;
      const { files } = world;
      const hunkIds = undoneHunks(file, asDocument(text));
      await decideWritten(world, review, { type: 'undoHunks', path, hunkIds }, 'cancel');
      assert.deepEqual(world.files, files, 'what is undone in the file already stays as it is');
    }
  }
}

/** VS Code's arrow on a hunk in the real file: its lines as they were, and all else as it is. */
export function revertWritten(
  world: World,
  { state }: WrittenReview,
  at: number,
  hunkAt: number,
): void {
  const file = state.files[at % state.files.length];
  const hunk = file?.hunks[hunkAt % Math.max(file.hunks.length, 1)];
  const text = file === undefined ? undefined : world.files.get(file.path);
  if (file === undefined || text === undefined) return;
  if (hunk?.kind !== 'text' || !isVisible(hunk)) return;
  const others = file.hunks.filter((one) => one !== hunk && isVisible(one));
  const merged = mergeTexts(file.current, composeReview(file.base, others), text);
  if (!merged.ok || file.change.kind === 'create') return;
  // An earlier step's lines that this one took out are the user's now.
  if (agentLines(merged.text) > agentLines(text)) world.isAgentLeft = true;
  forget(world, text, merged.text);
  world.files.set(file.path, merged.text);
  fileChanged(world, file.path);
}

const agentLines = (text: string) => text.split('agent ').length;

/** Reviews of steps that were taken back are over. */
export function closeTakenBack(world: World): void {
  const standing = new Set(standingSteps(world.checkpoints.steps()).map(({ id }) => id));
  world.written = world.written.filter(({ stepId }) => standing.has(stepId));
}
