import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { FileState } from '../../src/host/checkpoints/snapshot.ts';
import type { Storage } from '../../src/host/checkpoints/storage.ts';
import type {
  IntendedTransition,
  TaskCheckpoints,
} from '../../src/host/checkpoints/task-checkpoints.ts';
import { createNodePlaces } from './node-places.ts';

/** A folder's files by path, as text; contents are ASCII so that text stands for bytes. */
export type Tree = ReadonlyMap<string, string>;

/** mulberry32: the same numbers for the same seed, from 0 up to 1. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** The folder before the first step and after each: what a kill may leave, and nothing else. */
export function treesOf(seed: number, steps = 4): readonly Tree[] {
  const random = seededRandom(seed);
  const content = (): string => {
    const lines = Array.from({ length: 1 + Math.floor(random() * 12) }, () =>
      Math.floor(random() * 1e9).toString(36),
    );
    return `${lines.join('\n')}\n`;
  };
  let tree = new Map<string, string>();
  for (let file = 0; file < 5; file++) tree.set(`src/file-${file}.txt`, content());
  const trees = [new Map(tree)];
  for (let step = 0; step < steps; step++) {
    tree = new Map(tree);
    const paths = [...tree.keys()];
    const pick = (): string => paths[Math.floor(random() * paths.length)] ?? 'src/file-0.txt';
    for (let change = 0; change < 4; change++) {
      const action = random();
      if (action < 0.4) tree.set(pick(), content());
      else if (action < 0.6) tree.set(`made-${step}/new-${change}.txt`, content());
      else if (action < 0.8) tree.delete(pick());
      else {
        const from = pick();
        const text = tree.get(from);
        tree.delete(from);
        if (text !== undefined) tree.set(`moved-${step}/${path.basename(from)}`, text);
      }
    }
    trees.push(tree);
  }
  return trees;
}

export async function writeTree(root: string, tree: Tree): Promise<void> {
  for (const [name, text] of tree) {
    await mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await writeFile(path.join(root, name), text);
  }
}

export async function readTree(root: string): Promise<Tree> {
  const tree = new Map<string, string>();
  for (const entry of await readdir(root, { withFileTypes: true, recursive: true })) {
    const full = path.join(entry.parentPath, entry.name);
    const name = path.relative(root, full).split(path.sep).join('/');
    if (entry.isFile()) tree.set(name, await readFile(full, 'utf8'));
  }
  return tree;
}

/** Goes from one tree to the next as the host does: intent, then the files, then "applied". */
export async function carryOut(
  checkpoints: TaskCheckpoints,
  root: string,
  from: Tree,
  to: Tree,
  tick: () => void,
): Promise<void> {
  const places = createNodePlaces(root, tick);
  const step = await checkpoints.begin({
    cause: 'edit',
    callId: 'call-1',
    at: 0,
    folders: [],
    transitions: transitionsBetween(from, to),
  });
  for (const { uri } of step.transitions) {
    const text = to.get(uri);
    if (text === undefined) await places.remove(uri);
    else {
      const bytes = new TextEncoder().encode(text);
      await places.write(uri, { kind: 'file', bytes, encoding: 'utf8' });
    }
  }
  await checkpoints.applied(step.id, new Map());
}

function transitionsBetween(from: Tree, to: Tree): readonly IntendedTransition[] {
  const stateOf = (text: string | undefined): FileState =>
    text === undefined
      ? { kind: 'missing' }
      : { kind: 'file', bytes: new TextEncoder().encode(text), encoding: 'utf8' };
  return [...new Set([...from.keys(), ...to.keys()])]
    .filter((uri) => from.get(uri) !== to.get(uri))
    .map((uri) => ({ uri, before: stateOf(from.get(uri)), after: stateOf(to.get(uri)) }));
}

/** The same storage with a moment before, between and after its writes; appends may be torn. */
export function tickingStorage(storage: Storage, tick: () => void): Storage {
  return {
    ...storage,
    async write(name, bytes) {
      tick();
      await storage.write(name, bytes);
      tick();
    },
    async append(name, bytes) {
      const middle = Math.floor(bytes.length / 2);
      tick();
      await storage.append(name, bytes.subarray(0, middle));
      tick();
      await storage.append(name, bytes.subarray(middle));
      tick();
    },
  };
}
