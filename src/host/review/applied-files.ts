import { Uri } from 'vscode';
import { mergeTextsInSteps } from '../../core/edits/merge-texts.ts';
import { inSteps } from '../edits/in-steps.ts';
import type { ReviewFile } from '../../core/edits/review-state.ts';
import { encodeContent } from '../checkpoints/plan-undo.ts';
import type { FileState } from '../checkpoints/snapshot.ts';
import type { TaskCheckpoints } from '../checkpoints/task-checkpoints.ts';
import { carryOut, shownText, type WantedFile } from '../edits/carry-out.ts';
import { describeUnencodable } from '../edits/describe-unencodable.ts';
import { editorPlaces, isSameState, readPlace } from '../edits/editor-places.ts';
import { textCodec } from '../edits/text-codec.ts';
import type { ReviewDeps } from './review-controller.ts';
import { uriOf, type ReviewRecord } from './review-record.ts';
import type { UndoDeps } from './undo-steps.ts';

/** Brings files that were written at once to what the user decides about them afterwards. */
export interface AppliedFiles {
  /**
   * One after the other, in the order of the decisions. Answers with what kept the files as they
   * were, in a sentence.
   */
  follow(before: ReviewRecord, after: ReviewRecord): Promise<string | undefined>;
}

export interface AppliedDeps extends Pick<ReviewDeps, 'applyEdit' | 'settings'> {
  readonly settle: UndoDeps['settle'];
  readonly checkpoints: (taskId: string) => Promise<TaskCheckpoints>;
  readonly pathOf: (uri: string) => string;
}

export function createAppliedFiles(deps: AppliedDeps): AppliedFiles {
  let last: Promise<unknown> = Promise.resolve();
  return {
    follow(before, after) {
      const next = last.then(() => followDecision(before, after, deps));
      // A decision that could not be carried out is told to its caller and stops no other.
      last = next.catch(() => undefined);
      return next;
    },
  };
}

async function followDecision(
  before: ReviewRecord,
  after: ReviewRecord,
  deps: AppliedDeps,
): Promise<string | undefined> {
  const files = await filesOnSettledPlaces(before, after, deps);
  if (typeof files === 'string') return files;
  if (files.length === 0) return undefined;
  const result = await carryOut(
    {
      cause: 'undo',
      callId: after.callId,
      files,
      save: deps.settings().saveAfterKeep,
    },
    { ...deps, checkpoints: await deps.checkpoints(after.taskId) },
  );
  return result.kind === 'failed' ? result.message : undefined;
}

/** Worked out anew when the user wrote on while a question about it was open. */
async function filesOnSettledPlaces(
  before: ReviewRecord,
  after: ReviewRecord,
  deps: AppliedDeps,
): Promise<readonly WantedFile[] | string> {
  for (;;) {
    const files: WantedFile[] = [];
    for (const file of after.state.files) {
      const old = before.state.files.find(({ path }) => path === file.path);
      if (old === undefined || old === file) continue;
      const wanted = await moveFile(after, old, file, deps);
      if (typeof wanted === 'string') return wanted;
      files.push(...wanted);
    }
    const found = await Promise.all(files.map(({ uri }) => editorPlaces.read(uri)));
    if (files.every(({ now }, index) => isSameState(now, found[index]))) return files;
  }
}

/** What a file's places hold by its decisions; `undefined` where nothing is. */
function placesOf(record: ReviewRecord, file: ReviewFile): ReadonlyMap<string, string | undefined> {
  const { change, current, base } = file;
  const uri = uriOf(record, file.path);
  const isUndone = file.hunks.some(
    ({ kind, decision }) => kind === 'file' && decision === 'undone',
  );
  switch (change.kind) {
    case 'create':
      return new Map([[uri, isUndone ? undefined : current]]);
    case 'delete':
      return new Map([[uri, isUndone ? base : undefined]]);
    case 'modify':
      return new Map([[uri, current]]);
    case 'rename': {
      const from = uriOf(record, change.from);
      return new Map([
        [from, isUndone ? current : undefined],
        [uri, isUndone ? undefined : current],
      ]);
    }
  }
}

/** The way from one decision's places to the next one's, on top of what the user did since. */
async function moveFile(
  record: ReviewRecord,
  old: ReviewFile,
  file: ReviewFile,
  deps: AppliedDeps,
): Promise<readonly WantedFile[] | string> {
  const was = placesOf(record, old);
  const will = placesOf(record, file);
  const appearing = [...will].find(
    ([uri, text]) => text !== undefined && was.get(uri) === undefined,
  );
  const leaving = [...was].find(([uri, text]) => text !== undefined && will.get(uri) === undefined);
  if (appearing !== undefined && leaving !== undefined) {
    return moveBack(leaving[0], leaving[1] ?? '', appearing[0], appearing[1] ?? '', deps);
  }
  const wanted: WantedFile[] = [];
  for (const [uri, text] of will) {
    const known = was.get(uri);
    if (known === text) continue;
    const now = await readPlace(Uri.parse(uri, true));
    const then = await mergeInto(now, known, text, uri, deps);
    if (then !== now) wanted.push({ uri, now, then });
  }
  return wanted;
}

async function moveBack(
  from: string,
  known: string,
  to: string,
  text: string,
  deps: AppliedDeps,
): Promise<readonly WantedFile[] | string> {
  const source = await readPlace(Uri.parse(from, true));
  const target = await readPlace(Uri.parse(to, true));
  if (source.kind === 'missing') return [];
  if (target.kind === 'file') {
    return `${deps.pathOf(from)} cannot move back: there is another ${deps.pathOf(to)} by now.`;
  }
  const then = await mergeInto(source, known, text, from, deps);
  if (then.kind === 'missing') return [];
  return [
    { uri: from, now: source, then: { kind: 'missing' } },
    { uri: to, now: target, then, from },
  ];
}

async function mergeInto(
  now: FileState,
  known: string | undefined,
  text: string | undefined,
  uri: string,
  deps: AppliedDeps,
): Promise<FileState> {
  const shown = await shownText(now);
  const wanted = async (content: string | undefined): Promise<FileState> => {
    if (content === undefined) return { kind: 'missing' };
    const encoding = now.kind === 'file' ? now.encoding : 'utf8';
    const file = await encodeContent(content, encoding, textCodec);
    if (file !== undefined) return file;
    throw new Error(await describeUnencodable(deps.pathOf(uri), content, encoding));
  };
  if (shown === known) return wanted(text);
  let earlier = text;
  if (shown !== undefined && known !== undefined && text !== undefined) {
    const merging = mergeTextsInSteps(known, text, shown);
    const merged = await inSteps(merging);
    if (merged.ok) return merged.text === shown ? now : wanted(merged.text);
    earlier = merged.text;
  }
  const choice = await deps.settle({ uri, yours: shown, earlier });
  return choice.kind === 'earlier' ? wanted(choice.text) : now;
}
