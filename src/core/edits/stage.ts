import type { FileState } from './change-set.ts';
import { type NormalizedPath, normalizePath } from './normalize-path.ts';
import type { PatchHunk, PatchSection } from './patch.ts';
import type { PrepareOptions } from './prepare-change-set.ts';

/** One file on its way through a patch: what it was, and what it will be. */
export interface StagedFile {
  /** Undefined for a file that the patch creates. */
  readonly origin: OriginalFile | undefined;
  /** Undefined once deleted. */
  path: string | undefined;
  text: string;
  /** Hunks of earlier sections, in case a later one was written against the text before them. */
  readonly hunks: PatchHunk[];
}

export interface OriginalFile {
  readonly path: string;
  readonly text: string;
  readonly version: string;
}

/** The files of a patch, and what went wrong or well on the way. */
export interface Stage {
  readonly options: PrepareOptions;
  /** In the order in which the patch names them. */
  readonly files: Set<StagedFile>;
  /** What `readFile` said, by path key. */
  readonly states: Map<string, FileState>;
  /** Files by the path key they had before the patch. */
  readonly byOrigin: Map<string, StagedFile>;
  /** Files by the path key they have now. */
  readonly byPath: Map<string, Set<StagedFile>>;
  readonly problems: string[];
  /** Sections that would have applied, told beside the problems. */
  readonly fits: Set<string>;
  readonly notes: string[];
  /** Paths before the patch of files that sections delete without saying what they hold. */
  readonly deleted: string[];
}

export function openStage(options: PrepareOptions): Stage {
  return {
    options,
    files: new Set(),
    states: new Map(),
    byOrigin: new Map(),
    byPath: new Map(),
    problems: [],
    fits: new Set(),
    notes: [],
    deleted: [],
  };
}

/** Notes how a section went: its problem, or that it would have applied. */
export function record(
  stage: Stage,
  section: PatchSection,
  path: string,
  problem: string | undefined,
): void {
  if (problem !== undefined) stage.problems.push(problem);
  else stage.fits.add(`${path} would have been ${done[section.kind]}.`);
}

const done = { add: 'created', delete: 'deleted', update: 'changed' } as const;

/** The problem of a section of such a patch: listed nowhere, since it comes late. */
export const notLookedAt = 'not looked at';

/** True once a patch has so many problems that it is beyond mending: the rest is counted only. */
export function isHopeless(stage: Stage): boolean {
  return stage.problems.length >= 100;
}

/** One key per file: paths that differ in capitals only are one file on some systems. */
export function pathKey(path: string, options: PrepareOptions): string {
  return options.ignoreCase === true ? path.normalize('NFC').toLowerCase() : path;
}

/** The state of a path before the patch, read once. */
export async function stateOf(stage: Stage, path: string): Promise<FileState> {
  const key = pathKey(path, stage.options);
  const known = stage.states.get(key);
  if (known !== undefined) return known;
  const state = await stage.options.readFile(path);
  stage.states.set(key, state);
  return state;
}

/** The workspace path that a path in the patch means, in the spelling of the file that is there. */
export async function checkPath(stage: Stage, raw: string): Promise<NormalizedPath> {
  const { windows, locate } = stage.options;
  let normalized = normalizePath(raw, windows);
  if (!normalized.ok && normalized.absolute) {
    const inside = await locate?.(raw.trim());
    if (inside !== undefined) normalized = normalizePath(inside, windows);
  }
  if (!normalized.ok) return normalized;
  return { ok: true, path: await spelling(stage, normalized.path) };
}

/** The path as the file there has it, where the patch composes its letters otherwise. */
async function spelling(stage: Stage, path: string): Promise<string> {
  for (const form of ['NFC', 'NFD'] as const) {
    const other = path.normalize(form);
    if (other === path || isTaken(stage, path)) continue;
    if ((await stateOf(stage, path)).kind !== 'missing') break;
    if ((await stateOf(stage, other)).kind !== 'missing') return other;
  }
  return path;
}

export function isTaken(stage: Stage, path: string): boolean {
  return stage.byPath.has(pathKey(path, stage.options));
}

/** Puts a file at a path, or nowhere, and keeps track of it. */
export function settleAt(stage: Stage, file: StagedFile, path: string | undefined): void {
  if (file.path !== undefined) {
    const key = pathKey(file.path, stage.options);
    const there = stage.byPath.get(key);
    there?.delete(file);
    if (there?.size === 0) stage.byPath.delete(key);
  }
  file.path = path;
  if (path === undefined) return;
  const key = pathKey(path, stage.options);
  const there = stage.byPath.get(key);
  if (there === undefined) stage.byPath.set(key, new Set([file]));
  else there.add(file);
}

export function addFile(
  stage: Stage,
  origin: OriginalFile | undefined,
  path: string,
  text: string,
): StagedFile {
  const file: StagedFile = { origin, path: undefined, text, hunks: [] };
  settleAt(stage, file, path);
  stage.files.add(file);
  return file;
}

type FoundFile =
  { readonly ok: true; readonly file: StagedFile } | { readonly ok: false; readonly error: string };

/** The file a path names: the one there before the patch, unless it has gone; else what came there. */
export async function findStaged(stage: Stage, path: string, verb: string): Promise<FoundFile> {
  const { options, byOrigin, byPath } = stage;
  const key = pathKey(path, options);
  const original = byOrigin.get(key);
  const [arrived] = byPath.get(key) ?? [];
  if (original !== undefined && byPath.get(key)?.has(original) === true) {
    return { ok: true, file: original };
  }
  if (original !== undefined) {
    const file = arrived ?? (original.path === undefined ? undefined : original);
    if (file !== undefined) return { ok: true, file };
    return { ok: false, error: `${path} is deleted by an earlier section of this patch.` };
  }
  const state = await stateOf(stage, path);
  switch (state.kind) {
    case 'text': {
      const { text, version } = state;
      const file = addFile(stage, { path, text, version }, path, text);
      byOrigin.set(key, file);
      return { ok: true, file };
    }
    case 'missing': {
      if (arrived !== undefined) return { ok: true, file: arrived };
      return {
        ok: false,
        error: `${path}: \`*** ${verb} File:\` on a file that does not exist. Check the path${verb === 'Update' ? ', or create it with `*** Add File:`' : ''}.`,
      };
    }
    case 'binary':
      return {
        ok: false,
        error: `${path} is a binary file; a patch works on text only. Use a command for it.`,
      };
    case 'directory':
      return { ok: false, error: `${path} is a folder. Name a file in it.` };
    case 'tooLarge':
      return {
        ok: false,
        error: `${path} has ${Math.round(state.bytes / 1e6)} MB; patches go up to 50 MB. Use a command or a script for it.`,
      };
    case 'refused':
      return { ok: false, error: `${path}: ${state.reason}` };
  }
}
