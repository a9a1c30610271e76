import { encodeContent } from '../checkpoints/file-text.ts';
import type { TaskCheckpoints } from '../checkpoints/task-checkpoints.ts';
import { carryOut, shownText, type WantedFile } from '../edits/carry-out.ts';
import { describeUnencodable } from '../edits/describe-unencodable.ts';
import { mergeInPauses } from '../edits/merge-in-pauses.ts';
import { editorPlaces, isSameState } from '../edits/editor-places.ts';
import { textCodec } from '../edits/text-codec.ts';
import { planDecision, type DecisionDeps } from './plan-decision.ts';
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
      const plan = await planDecision(old, file, decisionDeps(after, deps));
      if (plan.kind === 'occupied') {
        return `${deps.pathOf(plan.uri)} cannot move back: there is another ${deps.pathOf(plan.by)} by now.`;
      }
      files.push(...plan.files);
    }
    const found = await Promise.all(files.map(({ uri }) => editorPlaces.read(uri)));
    if (files.every(({ now }, index) => isSameState(now, found[index]))) return files;
  }
}

function decisionDeps(record: ReviewRecord, { pathOf, settle }: AppliedDeps): DecisionDeps {
  return {
    uriOf: (path) => uriOf(record, path),
    read: (uri) => editorPlaces.read(uri),
    textOf: shownText,
    async withText(uri, now, text) {
      const encoding = now.kind === 'file' ? now.encoding : 'utf8';
      const file = await encodeContent(text, encoding, textCodec);
      if (file !== undefined) return file;
      throw new Error(await describeUnencodable(pathOf(uri), text, encoding));
    },
    merge: mergeInPauses,
    settle,
  };
}
