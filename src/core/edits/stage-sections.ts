import { type AppliedHunks, applyHunks } from './apply-hunks.ts';
import type { FileState } from './change-set.ts';
import { explainVerdicts } from './explain-verdicts.ts';
import { normalizePath } from './normalize-path.ts';
import type { AddSection, PatchHunk, PatchSection, UpdateSection } from './patch.ts';
import type { PrepareOptions } from './prepare-change-set.ts';
import { runToEnd, runWithPauses } from './run-steps.ts';

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
  readonly files: StagedFile[];
  /** What `readFile` said, by path key. */
  readonly states: Map<string, FileState>;
  /** Files by the path key they had before the patch. */
  readonly byOrigin: Map<string, StagedFile>;
  readonly problems: string[];
  /** Sections that would have applied, told beside the problems. */
  readonly fits: string[];
  readonly notes: string[];
}

/** Carries the sections out on copies in memory, in order, collecting what does not work. */
export async function stageSections(
  sections: readonly PatchSection[],
  options: PrepareOptions,
): Promise<Stage> {
  const stage: Stage = {
    options,
    files: [],
    states: new Map(),
    byOrigin: new Map(),
    problems: [],
    fits: [],
    notes: [],
  };
  for (const section of sections) {
    const path = checkedPath(stage, section.path);
    if (path === undefined) continue;
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

function stageSection(
  stage: Stage,
  section: PatchSection,
  path: string,
): Promise<string | undefined> {
  switch (section.kind) {
    case 'add':
      return stageAdd(stage, section, path);
    case 'delete':
      return stageDelete(stage, path);
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
  const text = section.lines.map((line) => line + newline).join('');
  if (
    stage.files.some((file) => file.path !== undefined && pathKey(file.path, stage.options) === key)
  ) {
    return `${path}: \`*** Add File:\` on a file that another section of this patch already ${stage.byOrigin.has(key) ? 'changes' : 'creates'}. Use one section for it.`;
  }
  const original = stage.byOrigin.get(key);
  if (original !== undefined) {
    if (original.path === undefined) {
      original.path = original.origin?.path ?? path;
      original.text = text;
      original.hunks.length = 0;
      return undefined;
    }
    stage.files.push({ origin: undefined, path, text, hunks: [] });
    return undefined;
  }
  const state = await stateOf(stage, path);
  if (state.kind === 'missing') {
    stage.files.push({ origin: undefined, path, text, hunks: [] });
    return undefined;
  }
  if (state.kind === 'refused') return `${path}: ${state.reason}`;
  if (state.kind === 'directory') return `${path} is a folder. Name a file in it.`;
  return `${path}: \`*** Add File:\` on a file that exists. Change it with \`*** Update File:\`; to replace it whole, put \`*** Delete File: ${path}\` before the \`*** Add File:\`.`;
}

async function stageDelete(stage: Stage, path: string): Promise<string | undefined> {
  const found = await findStaged(stage, path, 'Delete');
  if (!found.ok) return found.error;
  found.file.path = undefined;
  if (found.file.origin === undefined) stage.files.splice(stage.files.indexOf(found.file), 1);
  return undefined;
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
  if (applied.lenient.length > 0) stage.notes.push(lenientNote(path, applied.lenient));
  if (section.moveTo === undefined) return undefined;
  const target = normalizePath(section.moveTo, stage.options.windows);
  if (!target.ok) return target.error;
  file.path = target.path;
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
  if (hunks.length === 0) return { ok: true, text: file.text, lenient: [] };
  const applied = await run(file.text, hunks);
  if (applied.ok || file.hunks.length === 0 || file.origin === undefined) return applied;
  const together = await run(file.origin.text, [...file.hunks, ...hunks]);
  return together.ok ? together : applied;
}

function lenientNote(path: string, lenient: readonly number[]): string {
  const numbers = lenient.slice(0, 20).map((at) => at + 1);
  return `${path}: hunk ${numbers.join(', ')} matched only when white space or punctuation was read loosely; the file's own was kept.`;
}

type FoundFile =
  { readonly ok: true; readonly file: StagedFile } | { readonly ok: false; readonly error: string };

/** The file a path names: the one there before the patch, unless it has gone; else what came there. */
async function findStaged(stage: Stage, path: string, verb: string): Promise<FoundFile> {
  const { options, byOrigin, files } = stage;
  const key = pathKey(path, options);
  const isAt = (file: StagedFile) => file.path !== undefined && pathKey(file.path, options) === key;
  const original = byOrigin.get(key);
  if (original !== undefined && isAt(original)) return { ok: true, file: original };
  if (original !== undefined) {
    const file = files.find(isAt) ?? (original.path === undefined ? undefined : original);
    if (file !== undefined) return { ok: true, file };
    return { ok: false, error: `${path} is deleted by an earlier section of this patch.` };
  }
  const state = await stateOf(stage, path);
  switch (state.kind) {
    case 'text': {
      const { text, version } = state;
      const file: StagedFile = { origin: { path, text, version }, path, text, hunks: [] };
      files.push(file);
      byOrigin.set(key, file);
      return { ok: true, file };
    }
    case 'missing': {
      const arrived = files.find(isAt);
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
