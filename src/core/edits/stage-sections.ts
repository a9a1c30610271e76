import { lineKey } from './line-key.ts';
import type { AddSection, DeleteSection, PatchSection } from './patch.ts';
import type { PrepareOptions } from './prepare-change-set.ts';
import {
  addFile,
  checkPath,
  findStaged,
  isHopeless,
  isTaken,
  notLookedAt,
  openStage,
  pathKey,
  record,
  settleAt,
  type Stage,
  stateOf,
} from './stage.ts';
import { stageUpdates } from './stage-updates.ts';
import { lineText, readTextLines } from './text-lines.ts';

/** Carries the sections out on copies in memory, in order, collecting what does not work. */
export async function stageSections(
  sections: readonly PatchSection[],
  options: PrepareOptions,
): Promise<Stage> {
  const stage = openStage(options);
  let at = 0;
  while (at < sections.length && !isHopeless(stage)) {
    const run = readRun(sections, at);
    at += run.length;
    const checked = await checkPath(stage, run[0]?.path ?? '');
    if (checked.ok) await stageRun(stage, run, checked.path);
    else stage.problems.push(checked.error);
    await options.pause?.();
  }
  for (; at < sections.length; at += 1) stage.problems.push(notLookedAt);
  return stage;
}

/** The section at `at`, and the Update sections of the same file that follow an Update section. */
function readRun(sections: readonly PatchSection[], at: number): readonly PatchSection[] {
  const first = sections[at];
  let end = at + 1;
  while (first?.kind === 'update' && end < sections.length) {
    const next = sections[end];
    if (next?.kind !== 'update' || next.path !== first.path) break;
    if (first.moveTo !== undefined || next.moveTo !== undefined) break;
    end += 1;
  }
  return sections.slice(at, end);
}

async function stageRun(stage: Stage, run: readonly PatchSection[], path: string): Promise<void> {
  const [section] = run;
  switch (section?.kind) {
    case 'add':
      record(stage, section, path, await stageAdd(stage, section, path));
      break;
    case 'delete':
      record(stage, section, path, await stageDelete(stage, section, path));
      break;
    case 'update': {
      const updates = run.filter((one) => one.kind === 'update');
      await stageUpdates(stage, updates, path);
      break;
    }
    case undefined:
      break;
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
  const now = file.path ?? path;
  if (pathKey(now, stage.options) !== pathKey(path, stage.options)) {
    return `${path}: \`*** Delete File:\` on a file that an earlier section of this patch moves to ${now}; nothing stays at the old path. Leave this section out, or name ${now} to delete it.`;
  }
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
