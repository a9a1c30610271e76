import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { createNodeStorage } from '../../src/host/checkpoints/node-storage.ts';
import { textOf } from '../../src/host/checkpoints/file-text.ts';
import { planUndo, type SettledCollision } from '../../src/host/checkpoints/plan-undo.ts';
import { pruneCheckpoints } from '../../src/host/checkpoints/prune-checkpoints.ts';
import type { FileState } from '../../src/host/checkpoints/snapshot.ts';
import { standingSteps } from '../../src/host/checkpoints/standing-steps.ts';
import type { Step } from '../../src/host/checkpoints/step-log.ts';
import {
  openTaskCheckpoints,
  type IntendedTransition,
  type TaskCheckpoints,
} from '../../src/host/checkpoints/task-checkpoints.ts';
import { mergeStates } from './merge-states.ts';
import { utf8Codec } from './node-places.ts';

const file = (text: string): FileState => ({
  kind: 'file',
  bytes: new TextEncoder().encode(text),
  encoding: 'utf8',
});
const missing: FileState = { kind: 'missing' };
const intent = (transitions: readonly IntendedTransition[]) =>
  ({ cause: 'edit', at: 0, folders: [], transitions }) as const;

describe('undoing steps', () => {
  let folder = '';
  let checkpoints: TaskCheckpoints;
  let files: Map<string, FileState>;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'ratchet-undo-'));
    checkpoints = await openTaskCheckpoints(createNodeStorage(folder), 'task');
    files = new Map();
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const step = async (...transitions: readonly IntendedTransition[]): Promise<Step> => {
    const begun = await checkpoints.begin(intent(transitions));
    await checkpoints.applied(begun.id, new Map());
    for (const { uri, after } of transitions) files.set(uri, after);
    return begun;
  };
  const undo = async (
    steps: readonly Step[],
    choice: SettledCollision['kind'] = 'cancel',
    edit = (text: string) => text,
  ) => {
    const asked: string[] = [];
    const plan = await planUndo(checkpoints, steps, {
      codec: utf8Codec,
      places: {
        read: (uri) => Promise.resolve(files.get(uri) ?? missing),
        write: () => Promise.reject(new Error('A plan writes nothing.')),
        remove: () => Promise.reject(new Error('A plan removes nothing.')),
      },
      merge: mergeStates,
      settle({ uri, earlier }) {
        asked.push(uri);
        const text = earlier === undefined ? undefined : edit(earlier);
        return Promise.resolve(choice === 'earlier' ? { kind: choice, text } : { kind: choice });
      },
    });
    if (plan.kind !== 'plan') return { kind: plan.kind, asked, texts: {}, files: [] };
    const texts: Record<string, string | undefined> = {};
    for (const { uri, then } of plan.files) texts[uri] = await textOf(then, utf8Codec);
    return { kind: plan.kind, asked, texts, files: plan.files };
  };

  it('takes a middle step out and leaves the ones around it', async () => {
    const lines = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const texts = [0, 1, 2, 3].map((count) =>
      lines
        .map((line, at) => (at % 2 === 0 && at / 2 < count ? `${line}!\n` : `${line}\n`))
        .join(''),
    );
    const steps: Step[] = [];
    for (const [at, text] of texts.slice(0, -1).entries()) {
      steps.push(await step({ uri: 'x', before: file(text), after: file(texts[at + 1] ?? '') }));
    }
    const { texts: found, asked } = await undo(steps.slice(1, 2));
    assert.deepEqual([found, asked], [{ x: 'a!\nb\nc\nd\ne!\nf\ng\n' }, []]);
  });

  it('brings a moved file back with what the user wrote in it since', async () => {
    const moved = await step(
      { uri: 'old', before: file('1\n2\n3\n'), after: missing },
      { uri: 'new', from: 'old', before: missing, after: file('1\n2\nthree\n') },
    );
    files.set('new', file('mine\n1\n2\nthree\n'));
    const { texts } = await undo([moved]);
    assert.deepEqual(texts, { old: 'mine\n1\n2\n3\n', new: undefined });
  });

  it('finds a file where a later step has moved it', async () => {
    const edited = await step({ uri: 'old', before: file('1\n2\n'), after: file('1\ntwo\n') });
    await step(
      { uri: 'old', before: file('1\ntwo\n'), after: missing },
      { uri: 'new', from: 'old', before: missing, after: file('1\ntwo\nthree\n') },
    );
    const { texts, asked } = await undo([edited]);
    assert.deepEqual([texts, asked], [{ new: '1\n2\nthree\n' }, []]);
  });

  it('moves a file back that has moved on since, and leaves what came to where it was', async () => {
    const moved = await step(
      { uri: 'old', before: file('1\n'), after: missing },
      { uri: 'new', from: 'old', before: missing, after: file('one\n') },
    );
    await step(
      { uri: 'new', from: 'other', before: file('one\n'), after: file('other\n') },
      { uri: 'newer', from: 'new', before: missing, after: file('one\n') },
      { uri: 'other', before: file('other\n'), after: missing },
    );
    const { texts, asked } = await undo([moved]);
    assert.deepEqual([texts, asked], [{ old: '1\n', newer: undefined }, []]);
  });

  it('takes a file away that was made, removed and made again, where another one came since', async () => {
    const steps = [
      await step({ uri: 'made', before: missing, after: file('1\n') }),
      await step({ uri: 'made', before: file('1\n'), after: missing }),
      await step({ uri: 'made', before: missing, after: file('1\n') }),
      await step(
        { uri: 'moved', from: 'made', before: missing, after: file('1\n') },
        { uri: 'made', from: 'other', before: file('1\n'), after: file('other\n') },
        { uri: 'other', before: file('other\n'), after: missing },
      ),
    ];
    const { texts, asked } = await undo(steps);
    const wanted = { made: undefined, moved: undefined, other: 'other\n' };
    assert.deepEqual([texts, asked], [wanted, []]);
  });

  it('brings a change back into the file it was in, where equal files traded places', async () => {
    const edited = await step({ uri: 'a', before: file(''), after: file('agent\n') });
    const undone = await checkpoints.begin({
      ...intent([{ uri: 'a', before: file('agent\n'), after: file('') }]),
      cause: 'undo',
      undoes: [edited.id],
    });
    await checkpoints.applied(undone.id, new Map());
    files.set('b', file(''));
    await step(
      { uri: 'c', from: 'a', before: missing, after: file('') },
      { uri: 'a', from: 'b', before: file(''), after: file('') },
      { uri: 'b', before: file(''), after: missing },
    );
    const { texts, asked } = await undo([undone]);
    assert.deepEqual([texts, asked], [{ c: 'agent\n' }, []]);
  });

  /** Carries the undo of a step out as the host does, unless it asks. */
  const carryOutUndo = async (taken: Step): Promise<Step> => {
    const { asked, files: planned } = await undo([taken]);
    assert.deepEqual(asked, []);
    const begun = await checkpoints.begin({
      ...intent(
        planned.map(({ uri, now, then, ...from }) => ({ uri, ...from, before: now, after: then })),
      ),
      cause: 'undo',
      undoes: [taken.id],
    });
    await checkpoints.applied(begun.id, new Map());
    for (const { uri, then } of planned) files.set(uri, then);
    return begun;
  };
  const there = async () => {
    const texts = await Promise.all(
      [...files].map(async ([uri, state]) => [uri, await textOf(state, utf8Codec)] as const),
    );
    return Object.fromEntries(texts.filter(([, text]) => text !== undefined));
  };
  const removed: readonly {
    readonly title: string;
    readonly steps: readonly (readonly IntendedTransition[])[];
    readonly wanted: Readonly<Record<string, string>>;
  }[] = [
    {
      title: 'changed, then deleted',
      steps: [
        [{ uri: 'a', before: file('1\n'), after: file('one\n') }],
        [{ uri: 'a', before: file('one\n'), after: missing }],
      ],
      wanted: { a: '1\n' },
    },
    {
      title: 'changed, edited by the user, then deleted',
      steps: [
        [{ uri: 'a', before: file('1\n2\n3\n'), after: file('one\n2\n3\n') }],
        [{ uri: 'a', before: file('one\n2\nmine\n'), after: missing }],
      ],
      wanted: { a: '1\n2\nmine\n' },
    },
    {
      title: 'moved, changed, then deleted',
      steps: [
        [
          { uri: 'a', before: file('1\n'), after: missing },
          { uri: 'b', from: 'a', before: missing, after: file('one\n') },
        ],
        [{ uri: 'b', before: file('one\n'), after: missing }],
      ],
      wanted: { a: '1\n' },
    },
    {
      title: 'moved twice',
      steps: [
        [
          { uri: 'a', before: file('1\n'), after: missing },
          { uri: 'b', from: 'a', before: missing, after: file('1\n') },
        ],
        [
          { uri: 'b', before: file('1\n'), after: missing },
          { uri: 'c', from: 'b', before: missing, after: file('1\n') },
        ],
      ],
      wanted: { a: '1\n' },
    },
    {
      title: 'made, then deleted',
      steps: [
        [{ uri: 'a', before: missing, after: file('1\n') }],
        [{ uri: 'a', before: file('1\n'), after: missing }],
      ],
      wanted: {},
    },
  ];
  for (const { title, steps, wanted } of removed) {
    for (const order of ['the first one first', 'the last one first']) {
      it(`brings back what was ${title}, undoing ${order}, and each undo can be undone`, async () => {
        const done: Step[] = [];
        for (const transitions of steps) done.push(await step(...transitions));
        const after = await there();
        if (order === 'the last one first') done.reverse();
        const undos: Step[] = [];
        for (const one of done) {
          checkpoints = await openTaskCheckpoints(createNodeStorage(folder), 'task');
          undos.push(await carryOutUndo(one));
        }
        assert.deepEqual(await there(), wanted);
        for (const one of undos.reverse()) await carryOutUndo(one);
        assert.deepEqual(await there(), after);
      });
    }
  }

  it('brings a removed file back with what was brought back beneath the removal', async () => {
    const changed = await step({ uri: 'a', before: file('1\n'), after: file('one\n') });
    const deleted = await step({ uri: 'a', before: file('one\n'), after: missing });
    const undone = await carryOutUndo(changed);
    await carryOutUndo(deleted);
    assert.deepEqual(await there(), { a: '1\n' });
    await carryOutUndo(undone);
    assert.deepEqual(await there(), { a: 'one\n' });
  });

  const collisions: readonly {
    readonly title: string;
    readonly before: FileState;
    readonly after: FileState;
    readonly now: FileState;
    readonly earlier: string | undefined;
  }[] = [
    {
      title: 'the same line',
      before: file('a\n'),
      after: file('b\n'),
      now: file('c\n'),
      earlier: 'a\n',
    },
    {
      title: 'a created file that was edited',
      before: missing,
      after: file('b\n'),
      now: file('b\nc\n'),
      earlier: undefined,
    },
    {
      title: 'a deleted file that was made anew',
      before: file('a\n'),
      after: missing,
      now: file('c\n'),
      earlier: 'a\n',
    },
    {
      title: 'a changed file that was deleted',
      before: file('a\n'),
      after: file('b\n'),
      now: missing,
      earlier: 'a\n',
    },
  ];
  for (const { title, before, after, now, earlier } of collisions) {
    it(`asks about ${title}`, async () => {
      const taken = await step({ uri: 'x', before, after });
      files.set('x', now);
      const { kind, asked } = await undo([taken], 'cancel');
      assert.deepEqual([kind, asked], ['cancelled', ['x']]);
      assert.deepEqual((await undo([taken], 'yours')).texts, {});
      assert.deepEqual((await undo([taken], 'earlier')).texts, { x: earlier });
    });
  }

  it('keeps what the user wrote beside a place that collides, and what they make of it', async () => {
    const text = '1\n2\n3\n4\n5\n';
    const taken = await step({
      uri: 'x',
      before: file(text),
      after: file(text.replace('2', 'two')),
    });
    files.set('x', file('1\nmy two\n3\n4\nmy 5\n'));
    const merged = '1\n2\n3\n4\nmy 5\n';
    assert.deepEqual((await undo([taken], 'earlier')).texts, { x: merged });
    const both = (shown: string) => shown.replace('2', '2, or my two');
    assert.deepEqual((await undo([taken], 'earlier', both)).texts, { x: both(merged) });
  });

  it('asks nothing where an editor made the line endings alike, and keeps what was typed', async () => {
    const before = '1\r\n2\n3\r\n4\n';
    const taken = await step({
      uri: 'x',
      before: file(before),
      after: file(before.replace('2\n', 'two\n')),
    });
    for (const [now, wanted] of [
      ['1\r\ntwo\r\n3\r\n4\r\n', before],
      ['1\ntwo\n3\n4\nmine\n', `${before}mine\n`],
      ['1\n2\n3\n4\nmine\n', `${before}mine\n`],
      ['mine\r\n1\r\n2\r\n3\r\n4\r\n', `mine\r\n1\r\n2\r\n3\r\n4\r\n`],
    ] as const) {
      files.set('x', file(now));
      const { asked, texts } = await undo([taken]);
      assert.deepEqual([asked, texts], [[], { x: wanted }]);
    }
  });

  it('asks before it moves a file back onto another one, and loses neither', async () => {
    const moved = await step(
      { uri: 'old', before: file('1\n2\n'), after: missing },
      { uri: 'new', from: 'old', before: missing, after: file('1\ntwo\n') },
    );
    files.set('new', file('mine\n1\ntwo\n'));
    files.set('old', file('another\n'));
    const kept = await undo([moved], 'yours');
    assert.deepEqual([kept.kind, kept.asked, kept.texts], ['plan', ['old'], {}]);
    const { texts } = await undo([moved], 'earlier', (shown) => `${shown}another\n`);
    assert.deepEqual(texts, { old: 'mine\n1\n2\nanother\n', new: undefined });
  });

  it('loses no line that the user added, whatever was done in which order', async () => {
    const line = fc.constantFrom('a\n', 'b\n', 'c\n', 'd\n');
    const change = fc.record({
      at: fc.nat(12),
      text: line,
      who: fc.constantFrom('agent', 'user'),
    });
    let round = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 8 }),
        fc.array(change, { maxLength: 8 }),
        async (start, edits) => {
          const uri = `x${round++}`;
          let text = start.join('');
          files.set(uri, file(text));
          const steps: Step[] = [];
          const mine: string[] = [];
          for (const [index, { at, text: added, who }] of edits.entries()) {
            const lines = text.match(/.*\n/gu) ?? [];
            const own = who === 'user' ? `mine ${index} ${added}` : added;
            const next = [...lines.slice(0, at), own, ...lines.slice(at)].join('');
            if (who === 'user') mine.push(own);
            if (who === 'agent') {
              steps.push(await step({ uri, before: file(text), after: file(next) }));
            }
            text = next;
            files.set(uri, file(text));
          }
          const { kind, texts } = await undo(steps, 'yours');
          assert.equal(kind, 'plan');
          const result = uri in texts ? (texts[uri] ?? '') : text;
          for (const own of mine) assert.ok(result.includes(own), `${own} in ${result}`);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('counts an undone undo as done', async () => {
    const [first, second] = [
      await step({ uri: 'x', before: missing, after: file('1') }),
      await step({ uri: 'x', before: file('1'), after: file('2') }),
    ];
    const standing = () => standingSteps(checkpoints.steps()).map(({ id }) => id);
    const undoing = async (...undoes: string[]): Promise<Step> => {
      const begun = await checkpoints.begin({ ...intent([]), cause: 'undo', undoes });
      await checkpoints.applied(begun.id, new Map());
      return begun;
    };
    const undone = await undoing(second.id);
    assert.deepEqual(standing(), [first.id]);
    await undoing(undone.id);
    assert.deepEqual(standing(), [first.id, second.id]);
  });

  it('reads a journal with a torn tail, and writes on behind it', async () => {
    const done = await step({ uri: 'x', before: missing, after: file('1') });
    const storage = createNodeStorage(folder);
    await storage.append('checkpoints/task/steps.jsonl', new TextEncoder().encode('{"type":"beg'));
    const again = await openTaskCheckpoints(storage, 'task');
    const next = await again.begin(intent([]));
    const third = await openTaskCheckpoints(storage, 'task');
    assert.deepEqual(
      third.steps().map(({ id, state }) => [id, state]),
      [
        [done.id, 'applied'],
        [next.id, 'begun'],
      ],
    );
  });
});

describe('cleaning up checkpoints', () => {
  it('removes what is old or too much, and never what is kept', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'ratchet-prune-'));
    const storage = createNodeStorage(folder);
    for (const id of ['one', 'two', 'kept']) {
      await storage.write(`checkpoints/${id}/blobs/x`, new Uint8Array(1000));
    }
    const now = Date.now();
    const isKept = (id: string) => Promise.resolve(id === 'kept');
    const day = 24 * 60 * 60 * 1000;
    const limits = { maxAgeMs: day, maxBytes: 2500 };
    assert.equal((await pruneCheckpoints(storage, limits, now, isKept)).length, 1);
    const later = await pruneCheckpoints(storage, limits, now + 2 * day, isKept);
    assert.equal(later.length, 1);
    assert.deepEqual(
      (await storage.list('checkpoints')).map((each) => each.path),
      ['checkpoints/kept/blobs/x'],
    );
    await rm(folder, { recursive: true, force: true });
  });
});
