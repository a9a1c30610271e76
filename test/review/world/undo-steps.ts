import assert from 'node:assert/strict';
import { textOf } from '../../../src/host/checkpoints/file-text.ts';
import { planUndo } from '../../../src/host/checkpoints/plan-undo.ts';
import { standingSteps } from '../../../src/host/checkpoints/standing-steps.ts';
import type { Step } from '../../../src/host/checkpoints/step-log.ts';
import { mergeStates } from '../../checkpoints/merge-states.ts';
import { utf8Codec } from '../../checkpoints/node-places.ts';
import type { Answer, UndoneSteps } from './acts.ts';
import { fileChanged, forget, movesOf, pick, record, stateOf, type World } from './world.ts';
import { closeTakenBack } from './written-reviews.ts';

function pickSteps(world: World, scope: UndoneSteps, at: number): readonly Step[] {
  const all = world.checkpoints.steps();
  const standing = standingSteps(all);
  if (scope === 'task') return standing;
  if (scope === 'last') return standing.slice(-1);
  if (scope === 'step') {
    const callId = pick(standing, at)?.callId;
    return standing.filter((step) => step.callId === callId);
  }
  const undone = new Set(all.flatMap(({ undoes }) => undoes));
  return all.filter(({ id, undoes }) => undoes.length > 0 && !undone.has(id)).slice(-1);
}

export async function undoSteps(
  world: World,
  scope: UndoneSteps,
  at: number,
  answer: Answer,
): Promise<void> {
  const steps = pickSteps(world, scope, at);
  if (steps.length === 0) return;
  let asked = 0;
  const plan = await planUndo(world.checkpoints, steps, {
    codec: utf8Codec,
    places: {
      read: (uri) => Promise.resolve(stateOf(world.files.get(uri))),
      write: () => Promise.reject(new Error('A plan writes nothing.')),
      remove: () => Promise.reject(new Error('A plan removes nothing.')),
    },
    merge: mergeStates,
    settle({ earlier, yours }) {
      asked += 1;
      if (answer === 'earlier') forget(world, yours ?? '', earlier ?? '');
      const mayLeave = isBeneath(world, steps) || mayLeaveAgent(yours, earlier);
      if (answer === 'earlier' && mayLeave) world.isAgentLeft = true;
      return Promise.resolve(
        answer === 'earlier' ? { kind: answer, text: earlier } : { kind: answer },
      );
    },
  });
  if (plan.kind !== 'plan') {
    assert.deepEqual([plan.kind, asked > 0], ['cancelled', true]);
    return;
  }
  const before = world.files;
  const after = new Map(before);
  for (const { uri, then } of plan.files) {
    const text = await textOf(then, utf8Codec);
    if (text === undefined) after.delete(uri);
    else after.set(uri, text);
  }
  const from = movesOf(plan.files);
  if (asked === 0) await checkUndo(world, steps, after);
  else if (answer === 'yours') world.isAgentLeft = true;
  if (scope === 'task' && !world.isAgentLeft) checkNothingLeft(after);
  await record(world, after, from, { cause: 'undo', undoes: steps.map(({ id }) => id) });
  for (const path of new Set([...before.keys(), ...after.keys()])) {
    if (before.get(path) !== after.get(path)) fileChanged(world, path);
  }
  closeTakenBack(world);
}

/**
 * What the user deleted and brings back because they say so is a file of its own from here on: steps
 * that moved the deleted one know nothing of it. And what they choose may have the agent's words.
 */
function mayLeaveAgent(yours: string | undefined, earlier: string | undefined): boolean {
  return yours === undefined || earlier?.includes('agent ') === true;
}

/** Lines that a later step took out come back with the undo of that one. */
function isBeneath({ checkpoints }: World, steps: readonly Step[]): boolean {
  const all = checkpoints.steps();
  const later = new Set(all.slice(all.findIndex((step) => steps.includes(step))));
  return standingSteps(all).some((step) => later.has(step) && !steps.includes(step));
}

/** With all steps taken back, what is there is the user's alone. */
function checkNothingLeft(after: ReadonlyMap<string, string>): void {
  for (const [path, text] of after) {
    assert.match(path, /^file /);
    assert.ok(!text.includes('agent '), `${path} has something of the agent's`);
  }
}

/** Whatever the steps did not write themselves is still there. */
async function checkUndo(
  world: World,
  steps: readonly Step[],
  after: ReadonlyMap<string, string>,
): Promise<void> {
  let written = '';
  for (const { transitions } of steps) {
    for (const transition of transitions) {
      const state = await world.checkpoints.blobs.restore(transition.after);
      if (state !== undefined) written += `${(await textOf(state, utf8Codec)) ?? ''}\n`;
    }
  }
  const now = [...world.files.values()].join('\n');
  const then = [...after.values()].join('\n');
  for (const word of world.typed) {
    if (!now.includes(word) || written.includes(word)) continue;
    assert.ok(then.includes(word), `${word} was typed since and is not there after the undo`);
  }
}
