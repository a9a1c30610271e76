import { type AppliedHunks, applyHunks } from './apply-hunks.ts';
import type { FileState } from './change-set.ts';
import { explainVerdicts } from './explain-verdicts.ts';
import type { HunkPlace } from './locate-hunk.ts';
import { normalizePath } from './normalize-path.ts';
import { lineKey } from './line-key.ts';
import type { AddSection, DeleteSection, PatchHunk, PatchSection, UpdateSection } from './patch.ts';
import type { PrepareOptions } from './prepare-change-set.ts';
import { runToEnd, runWithPauses } from './run-steps.ts';
import { lineText, readTextLines } from './text-lines.ts';

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
  readonly fits: string[];
  readonly notes: string[];
  /** Paths before the patch of files that sections delete without saying what they hold. */
  readonly deleted: string[];
}

/** Carries the sections out on copies in memory, in order, collecting what does not work. */
export async function stageSections(
  sections: readonly PatchSection[],
  options: PrepareOptions,
): Promise<Stage> {
  const stage: Stage = {
    options,
    files: new Set(),
    states: new Map(),
    byOrigin: new Map(),
    byPath: new Map(),
    problems: [],
    fits: [],
    notes: [],
    deleted: [],
  };
  for (const section of sections) {
    const checked = checkedPath(stage, section.path);
    if (checked === undefined) continue;
    const path = await spelling(stage, checked);
    const problem = await stageSection(stage, section, path);
    if (problem === undefined) stage.fits.push(`${path} would have been ${done[section.kind]}.`);
    else stage.problems.push(problem);
    await options.pause?.();
  }
  return stage;
}

const done = { add: 'created', delete: 'deleted', update: 'changed' } as const;

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

function checkedPath(stage: Stage, raw: string): string | undefined {
  const normalized = normalizePath(raw, stage.options.windows);
  if (normalized.ok) return normalized.path;
  stage.problems.push(normalized.error);
  return undefined;
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

function isTaken(stage: Stage, path: string): boolean {
  return stage.byPath.has(pathKey(path, stage.options));
}

/** Puts a file at a path, or nowhere, and keeps track of it. */
function settleAt(stage: Stage, file: StagedFile, path: string | undefined): void {
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

function addFile(stage: Stage, origin: OriginalFile | undefined, path: string, text: string) {
  const file: StagedFile = { origin, path: undefined, text, hunks: [] };
  settleAt(stage, file, path);
  stage.files.add(file);
  return file;
}

function stageSection(
  stage: Stage,
  section: PatchSection,
  path: string,
): Promise<string | undefined> {
  switch (section.kind) {
    case 'add':
      return stageAdd(stage, section, path);
    case 'delete':
      return stageDelete(stage, section, path);
    case 'update':
      return stageUpdate(stage, section, path);
  }
}

async function stageAdd(
  stage: Stage,
  section: AddSection,
  path: string,
): Promise<string | undefined> {
  const key = pathKey(path, stage.options);
  const newline = stage.options.newline ?? '\n';
  const lines = section.lines.join(newline);
  const text = section.finalNewline && section.lines.length > 0 ? lines + newline : lines;
  if (isTaken(stage, path)) {
    return `${path}: \`*** Add File:\` on a file that another section of this patch already ${stage.byOrigin.has(key) ? 'changes' : 'creates'}. Use one section for it.`;
  }
  const original = stage.byOrigin.get(key);
  if (original !== undefined) {
    if (original.path === undefined) {
      settleAt(stage, original, original.origin?.path ?? path);
      original.text = text;
      original.hunks.length = 0;
      return undefined;
    }
    addFile(stage, undefined, path, text);
    return undefined;
  }
  const state = await stateOf(stage, path);
  if (state.kind === 'missing') {
    addFile(stage, undefined, path, text);
    return undefined;
  }
  if (state.kind === 'refused') return `${path}: ${state.reason}`;
  if (state.kind === 'directory') return `${path} is a folder. Name a file in it.`;
  return `${path}: \`*** Add File:\` on a file that exists. Change it with \`*** Update File:\`; to replace it whole, put \`*** Delete File: ${path}\` before the \`*** Add File:\`.`;
}

async function stageDelete(
  stage: Stage,
  section: DeleteSection,
  path: string,
): Promise<string | undefined> {
  const found = await findStaged(stage, path, 'Delete');
  if (!found.ok) return found.error;
  const { file } = found;
  if (section.lines !== undefined && !hasLines(file.text, section.lines)) {
    return `${path}: its lines are not those that the diff removes. Read it again; to delete it whatever it holds, use \`*** Delete File: ${path}\`.`;
  }
  settleAt(stage, file, undefined);
  if (file.origin === undefined) stage.files.delete(file);
  else if (section.lines === undefined) stage.deleted.push(file.origin.path);
  return undefined;
}

function hasLines(text: string, lines: readonly string[]): boolean {
  const found = readTextLines(text);
  const key = (line: string) => lineKey(line, 'trailing');
  return (
    found.count === lines.length &&
    lines.every((line, at) => key(line) === key(lineText(found, at)))
  );
}

async function stageUpdate(
  stage: Stage,
  section: UpdateSection,
  path: string,
): Promise<string | undefined> {
  const found = await findStaged(stage, path, 'Update');
  if (!found.ok) return found.error;
  const { file } = found;
  const applied = await applySection(stage, file, section.hunks);
  if (!applied.ok) return explainVerdicts(path, applied.source, section.hunks, applied.verdicts);
  file.text = applied.text;
  file.hunks.push(...section.hunks);
  stage.notes.push(...placeNotes(path, applied.places));
  if (section.moveTo === undefined) return undefined;
  const target = normalizePath(section.moveTo, stage.options.windows);
  if (!target.ok) return target.error;
  settleAt(stage, file, await spelling(stage, target.path));
  return undefined;
}

/** On the text as earlier sections left it; failing that, all together on the text before them. */
async function applySection(
  stage: Stage,
  file: StagedFile,
  hunks: readonly PatchHunk[],
): Promise<AppliedHunks> {
  const { pause, newline = '\n' } = stage.options;
  const run = (text: string, all: readonly PatchHunk[]): Promise<AppliedHunks> | AppliedHunks => {
    const steps = applyHunks(text, all, newline);
    return pause === undefined ? runToEnd(steps) : runWithPauses(steps, pause);
  };
  if (hunks.length === 0) return { ok: true, text: file.text, places: [] };
  const applied = await run(file.text, hunks);
  if (applied.ok || file.hunks.length === 0 || file.origin === undefined) return applied;
  const together = await run(file.origin.text, [...file.hunks, ...hunks]);
  return together.ok ? together : applied;
}

/** What the model should know of hunks that were not found by their lines alone, to the letter. */
function placeNotes(path: string, places: readonly HunkPlace[]): readonly string[] {
  const numbersOf = (is: (place: HunkPlace) => boolean) => {
    const all = places.flatMap((place, at) => (is(place) ? [at + 1] : []));
    return all.length > 20 ? `${all.slice(0, 20).join(', ')} and others` : all.join(', ');
  };
  const lenient = numbersOf((place) => place.strictness !== 'exact');
  const notes =
    lenient === ''
      ? []
      : [
          `${path}: hunk ${lenient} matched only when white space or punctuation was read loosely; the file's own was kept.`,
        ];
  const numbered = numbersOf((place) => place.by === 'line numbers');
  if (numbered !== '') {
    notes.push(
      `${path}: the lines of hunk ${numbered} are at several places; the line numbers told which was meant.`,
    );
  }
  return notes;
}

type FoundFile =
  { readonly ok: true; readonly file: StagedFile } | { readonly ok: false; readonly error: string };

/** The file a path names: the one there before the patch, unless it has gone; else what came there. */
async function findStaged(stage: Stage, path: string, verb: string): Promise<FoundFile> {
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
