import assert from 'node:assert/strict';
import fc from 'fast-check';
import { textOf } from '../../src/host/checkpoints/file-text.ts';
import { planUndo } from '../../src/host/checkpoints/plan-undo.ts';
import type { FileState } from '../../src/host/checkpoints/snapshot.ts';
import { standingSteps } from '../../src/host/checkpoints/standing-steps.ts';
import type { Step } from '../../src/host/checkpoints/step-log.ts';
import {
  openTaskCheckpoints,
  type IntendedTransition,
  type TaskCheckpoints,
} from '../../src/host/checkpoints/task-checkpoints.ts';
import { check, seed } from '../core/edits/properties.ts';
import { mergeStates } from './merge-states.ts';
import { createMemoryStorage } from './memory-storage.ts';
import { utf8Codec } from './node-places.ts';

type Files = ReadonlyMap<string, string>;

/** What an agent may do in one step, to files picked by number. */
type AgentAct =
  | { readonly kind: 'modify' | 'delete' | 'create'; readonly at: number }
  /** The first file goes to a new path, each further one to where the one before it was. */
  | {
      readonly kind: 'move';
      readonly at: number;
      readonly length: number;
      readonly refill: boolean;
    };

type Act =
  | { readonly who: 'agent'; readonly acts: readonly AgentAct[] }
  | { readonly who: 'user'; readonly at: number; readonly line: number };

const agentAct: fc.Arbitrary<AgentAct> = fc.oneof(
  fc.record({ kind: fc.constantFrom('modify', 'delete', 'create'), at: fc.nat(9) }),
  fc.record({
    kind: fc.constant('move'),
    at: fc.nat(9),
    length: fc.integer({ min: 1, max: 3 }),
    refill: fc.boolean(),
  }),
);
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({
    who: fc.constant('agent'),
    acts: fc.array(agentAct, { minLength: 1, maxLength: 3 }),
  }),
  fc.record({ who: fc.constant('user'), at: fc.nat(9), line: fc.nat(2) }),
);

/** Lines 0, 4, 8 are the agent's to change, behind 2, 6, 10 the user adds: they never meet. */
const startText = (name: string) =>
  Array.from({ length: 12 }, (_, at) => `${name} ${at}\n`).join('');

const start: Files = new Map(['a', 'b', 'c', 'd'].map((name) => [name, startText(name)]));

const byAgent = (text: string, mark: string) =>
  text.replaceAll(/^(\w) ([048])(?: by .*)?$/gm, `$1 $2 by ${mark}`);
const byUser = (text: string, line: number, mark: string) =>
  text.replace(new RegExp(`^(\\w ${4 * line + 2}\\n)`, 'm'), `$1user ${mark}\n`);

/** What a step does to each place, as the host tells it to the checkpoints. */
function agentStep(
  files: Files,
  acts: readonly AgentAct[],
  mark: string,
): { readonly after: Files; readonly transitions: readonly IntendedTransition[] } {
  const after = new Map(files);
  const from = new Map<string, string>();
  const untouched = [...files.keys()];
  const take = (at: number): string | undefined =>
    untouched.length === 0 ? undefined : untouched.splice(at % untouched.length, 1)[0];
  for (const [number, one] of acts.entries()) {
    const path = `made ${mark} ${number}`;
    if (one.kind === 'create') after.set(path, `new ${mark}\n`);
    if (one.kind === 'create') continue;
    if (one.kind === 'move') {
      let target = path;
      for (let count = 0; count < one.length; count += 1) {
        const source = take(one.at);
        if (source === undefined) break;
        after.set(target, byAgent(files.get(source) ?? '', mark));
        after.delete(source);
        from.set(target, source);
        target = source;
      }
      if (one.refill && target !== path) after.set(target, `refilled ${mark}\n`);
      continue;
    }
    const file = take(one.at);
    if (file === undefined) continue;
    if (one.kind === 'delete') after.delete(file);
    else after.set(file, byAgent(files.get(file) ?? '', mark));
  }
  return { after, transitions: transitionsOf(files, after, from) };
}

function transitionsOf(
  files: Files,
  after: Files,
  from: ReadonlyMap<string, string>,
): readonly IntendedTransition[] {
  return [...new Set([...files.keys(), ...after.keys()])]
    .filter((uri) => files.get(uri) !== after.get(uri) || from.has(uri))
    .map((uri): IntendedTransition => {
      const source = from.get(uri);
      const before = stateOf(files.get(uri));
      return {
        uri,
        before,
        after: stateOf(after.get(uri)),
        ...(source === undefined ? {} : { from: source }),
      };
    });
}

function stateOf(text: string | undefined): FileState {
  if (text === undefined) return { kind: 'missing' };
  return { kind: 'file', bytes: new TextEncoder().encode(text), encoding: 'utf8' };
}

/** Takes steps back and carries that out as a step of its own, as the host does. */
async function undo(
  checkpoints: TaskCheckpoints,
  files: Files,
  steps: readonly Step[],
): Promise<{ readonly files: Files; readonly step: Step }> {
  const plan = await planUndo(checkpoints, steps, {
    codec: utf8Codec,
    places: {
      read: (uri) => Promise.resolve(stateOf(files.get(uri))),
      write: () => Promise.reject(new Error('A plan writes nothing.')),
      remove: () => Promise.reject(new Error('A plan removes nothing.')),
    },
    merge: mergeStates,
    settle: ({ uri }) => Promise.reject(new Error(`Nothing collides, yet ${uri} is asked about.`)),
  });
  if (plan.kind !== 'plan') assert.fail(plan.kind);
  const next = new Map(files);
  const transitions: IntendedTransition[] = [];
  for (const { uri, now, then, from } of plan.files) {
    transitions.push({
      uri,
      before: now,
      after: then,
      ...(from === undefined ? {} : { from }),
    });
    const text = await textOf(then, utf8Codec);
    if (text === undefined) next.delete(uri);
    else next.set(uri, text);
  }
  const undoes = steps.map(({ id }) => id);
  const step = await checkpoints.begin({ cause: 'undo', at: 0, folders: [], transitions, undoes });
  await checkpoints.applied(step.id, new Map());
  return { files: next, step };
}

type ApartAct = { readonly kind: 'modify' | 'delete' | 'create' | 'move'; readonly at: number };

/** Steps that never meet: each adds lines where no other does, and no file comes to where one was. */
function apartStep(
  files: Files,
  acts: readonly ApartAct[],
  number: number,
): { readonly after: Files; readonly transitions: readonly IntendedTransition[] } {
  const after = new Map(files);
  const from = new Map<string, string>();
  const untouched = [...files.keys()];
  for (const [index, { kind, at }] of acts.entries()) {
    const path = `made ${number} ${index}`;
    const [file] = untouched.splice(at % Math.max(untouched.length, 1), 1);
    if (kind === 'create') after.set(path, `new ${number}\n`);
    if (kind === 'create' || file === undefined) continue;
    const text = addLine(files.get(file) ?? '', 2 * number, `agent ${number}`);
    if (kind !== 'modify') after.delete(file);
    if (kind !== 'delete') after.set(kind === 'move' ? path : file, text);
    if (kind === 'move') from.set(path, file);
  }
  return { after, transitions: transitionsOf(files, after, from) };
}

const addLine = (text: string, line: number, added: string) =>
  text.replace(new RegExp(`^([abcd] ${line}\n)`, 'm'), `$1${added}\n`);

const apartSteps: fc.Arbitrary<readonly (readonly ApartAct[])[]> = fc.array(
  fc.array(
    fc.record({
      kind: fc.constantFrom<ApartAct['kind'][]>('modify', 'delete', 'create', 'move'),
      at: fc.nat(9),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  { maxLength: 6 },
);

const listed = (files: Files) => Object.fromEntries([...files].sort());

describe(`undoing steps, by random (seed ${seed})`, () => {
  it('leaves exactly what the user wrote, asks nothing, and can be undone itself', () =>
    check(
      fc.asyncProperty(fc.array(act, { maxLength: 8 }), async (acts) => {
        const checkpoints = await openTaskCheckpoints(createMemoryStorage(), 'task');
        let files = start;
        const alone = new Map(start);
        const steps: Step[] = [];
        for (const [number, one] of acts.entries()) {
          const mark = String(number);
          if (one.who === 'user') {
            const names = [...files].filter(([, text]) => /^[abcd] 2$/m.test(text));
            const [path, text] = names[one.at % Math.max(names.length, 1)] ?? [];
            if (path === undefined || text === undefined) continue;
            const name = text.slice(0, 1);
            files = new Map(files).set(path, byUser(text, one.line, mark));
            alone.set(name, byUser(alone.get(name) ?? '', one.line, mark));
            continue;
          }
          const { after, transitions } = agentStep(files, one.acts, mark);
          const begun = await checkpoints.begin({ cause: 'edit', at: 0, folders: [], transitions });
          await checkpoints.applied(begun.id, new Map());
          steps.push(begun);
          files = after;
        }
        const undone = await undo(checkpoints, files, steps);
        assert.deepEqual(listed(undone.files), listed(alone));
        const redone = await undo(checkpoints, undone.files, [undone.step]);
        assert.deepEqual(listed(redone.files), listed(files));
        const again = await undo(checkpoints, redone.files, [redone.step]);
        assert.deepEqual(listed(again.files), listed(alone));
      }),
      200,
    ));

  it('comes to the same one by one in any order, also after a restart and with undos undone', () =>
    check(
      fc.asyncProperty(apartSteps, fc.infiniteStream(fc.nat(99)), async (stepActs, random) => {
        const pick = (count: number) => (random.next().value ?? 0) % count;
        const storage = createMemoryStorage();
        let checkpoints = await openTaskCheckpoints(storage, 'task');
        let files = start;
        const alone = new Map(start);
        const takeOneBack = async (isUndone: boolean) => {
          const standing = standingSteps(checkpoints.steps());
          const step = standing[pick(Math.max(standing.length, 1))];
          if (step === undefined) return;
          const undone = await undo(checkpoints, files, [step]);
          if (pick(2) === 0) checkpoints = await openTaskCheckpoints(storage, 'task');
          if (isUndone) {
            const redone = await undo(checkpoints, undone.files, [undone.step]);
            assert.deepEqual(listed(redone.files), listed(files));
          } else files = undone.files;
        };
        for (const [number, acts] of stepActs.entries()) {
          const { after, transitions } = apartStep(files, acts, number);
          const begun = await checkpoints.begin({ cause: 'edit', at: 0, folders: [], transitions });
          await checkpoints.applied(begun.id, new Map());
          files = after;
          const [path, text = ''] = [...files][pick(Math.max(files.size, 1))] ?? [];
          const name = /^[abcd]/.exec(text)?.[0];
          if (path !== undefined && name !== undefined && pick(2) === 0) {
            const typed = (old: string) => addLine(old, 2 * number + 1, `user ${number}`);
            files = new Map(files).set(path, typed(text));
            alone.set(name, typed(alone.get(name) ?? ''));
          }
          if (pick(2) === 0) await takeOneBack(pick(2) === 0);
        }
        while (standingSteps(checkpoints.steps()).length > 0) {
          await takeOneBack(true);
          await takeOneBack(false);
        }
        assert.deepEqual(listed(files), listed(alone));
      }),
      80,
    ));
});
