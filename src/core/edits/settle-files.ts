import type { ChangeSet, FileChange } from './change-set.ts';
import { pathKey, type Stage, type StagedFile, stateOf } from './stage.ts';

export interface SettledFiles {
  readonly changeSet: ChangeSet;
  readonly problems: readonly string[];
}

/** A file of the stage that is moved: its origin and its path are both there, and differ. */
interface Move {
  readonly from: string;
  readonly to: string;
  readonly before: string;
  readonly after: string;
  readonly baseVersion: string;
}

/**
 * Turns staged files into changes that can be carried out one after the other: deletions, edits,
 * renames (each once its target is free), creations. Files that swap places, or move to where a
 * deleted one was, are told as edits of the files there: no path is ever without its file meanwhile.
 */
export async function settleFiles(stage: Stage): Promise<SettledFiles> {
  const problems = await findCollisions(stage);
  const deleted = new Map<string, StagedFile>();
  const changes: FileChange[] = [];
  const creates: FileChange[] = [];
  const moves = new Map<string, Move>();
  for (const file of stage.files) {
    const { origin, path, text: after } = file;
    if (origin === undefined) {
      if (path !== undefined) creates.push({ kind: 'create', path, after });
    } else if (path === undefined) {
      deleted.set(pathKey(origin.path, stage.options), file);
    } else if (path !== origin.path) {
      const { path: from, text: before, version: baseVersion } = origin;
      moves.set(pathKey(from, stage.options), { from, to: path, before, after, baseVersion });
    } else if (after !== origin.text) {
      changes.push(modify(origin, after));
    }
  }
  const renames: FileChange[] = [];
  for (const move of orderMoves(moves, stage)) {
    const replaced = deleted.get(pathKey(move.to, stage.options))?.origin;
    const swapped = move.cycle
      ? stage.byOrigin.get(pathKey(move.to, stage.options))?.origin
      : undefined;
    if (replaced !== undefined) {
      deleted.delete(pathKey(move.to, stage.options));
      changes.push(modify(replaced, move.after));
      const { from: path, before, baseVersion } = move;
      changes.push({ kind: 'delete', path, before, baseVersion });
    } else if (swapped !== undefined) {
      if (swapped.text !== move.after) changes.push(modify(swapped, move.after));
    } else {
      const { from, to, before, after, baseVersion } = move;
      renames.push({ kind: 'rename', from, to, before, after, baseVersion });
    }
  }
  const deletes = [...deleted.values()].flatMap(({ origin }): readonly FileChange[] => {
    if (origin === undefined) return [];
    const { path, text: before, version: baseVersion } = origin;
    return [{ kind: 'delete', path, before, baseVersion }];
  });
  return { changeSet: { changes: [...deletes, ...changes, ...renames, ...creates] }, problems };
}

function modify(
  origin: { readonly path: string; readonly text: string; readonly version: string },
  after: string,
): FileChange {
  const { path, text: before, version: baseVersion } = origin;
  return { kind: 'modify', path, before, after, baseVersion };
}

/** Each move after the one that frees its target; moves in a circle are marked. */
function orderMoves(
  moves: ReadonlyMap<string, Move>,
  stage: Stage,
): readonly (Move & { readonly cycle: boolean })[] {
  const ordered: (Move & { readonly cycle: boolean })[] = [];
  const settled = new Set<string>();
  for (const first of moves.keys()) {
    const chain: string[] = [];
    const inChain = new Set<string>();
    let key: string | undefined = first;
    while (key !== undefined && moves.has(key) && !settled.has(key) && !inChain.has(key)) {
      chain.push(key);
      inChain.add(key);
      const to: string | undefined = moves.get(key)?.to;
      key = to === undefined ? undefined : pathKey(to, stage.options);
    }
    const circle = key !== undefined && inChain.has(key) ? chain.slice(chain.indexOf(key)) : [];
    // A file that changes only its capitals stays where it is: a rename, not a circle.
    const cycle = new Set(circle.length > 1 ? circle : []);
    for (const one of chain.reverse()) {
      const move = moves.get(one);
      if (move !== undefined) ordered.push({ ...move, cycle: cycle.has(one) });
      settled.add(one);
    }
  }
  return ordered;
}

/** The folder of a path that would be a file itself, or still is one when the file comes. */
function findFileAbove(
  { path, origin }: StagedFile,
  taken: ReadonlyMap<string, StagedFile>,
  stage: Stage,
): string | undefined {
  if (path === undefined) return undefined;
  for (let slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
    const above = path.slice(0, slash);
    const key = pathKey(above, stage.options);
    if (taken.has(key))
      return `${path}: ${above} is a file in this patch and cannot be a folder too.`;
    const staged = stage.byOrigin.get(key);
    // Deletions come before moves and moves before creations; of two moves either may come first.
    const isMoved = staged?.path !== undefined;
    if (origin === undefined || origin.path === path || !isMoved) continue;
    return `${path}: ${above} is a file and cannot be a folder too. Choose another path, or move it in a patch of its own first.`;
  }
  return undefined;
}

/** Paths that two files would have, or that a file outside the patch has. */
async function findCollisions(stage: Stage): Promise<string[]> {
  const problems: string[] = [];
  const taken = new Map<string, StagedFile>();
  for (const file of stage.files) {
    const { path, origin } = file;
    if (path === undefined) continue;
    const key = pathKey(path, stage.options);
    const other = taken.get(key);
    if (other !== undefined) {
      problems.push(
        `${path}: two files would be at this path${other.path === path ? '' : ` (the other as ${other.path ?? ''})`}. Give one of them another path, or delete the file that is there in the same patch.`,
      );
      continue;
    }
    taken.set(key, file);
    if (origin === undefined || origin.path === path || stage.byOrigin.has(key)) continue;
    const state = await stateOf(stage, path);
    if (state.kind === 'missing') continue;
    problems.push(
      state.kind === 'refused'
        ? `${path}: ${state.reason}`
        : `${origin.path}: \`*** Move to: ${path}\` onto ${state.kind === 'directory' ? 'a folder' : 'a file'} that exists. Choose another path${state.kind === 'directory' ? '' : `, or delete the file there with \`*** Delete File: ${path}\` in the same patch`}.`,
    );
  }
  for (const file of taken.values()) {
    const problem = findFileAbove(file, taken, stage);
    if (problem !== undefined) problems.push(problem);
  }
  return problems;
}
