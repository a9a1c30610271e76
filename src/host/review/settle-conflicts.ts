import { mergeTexts } from '../../core/edits/merge-texts.ts';
import type { ReviewConflict, ReviewFile } from '../../core/edits/review-state.ts';
import type { LiveReviews } from './live-reviews.ts';
import { formOf } from './review-record.ts';
import type { ReviewQuestions } from './review-questions.ts';
import type { ReviewSession } from './review-session.ts';
import type { ReviewSides } from './review-sides.ts';
import { showBothTexts } from './show-both-texts.ts';

export interface ConflictDeps {
  readonly sides: Pick<ReviewSides, 'showBoth' | 'forgetBoth'>;
  readonly questions: Pick<ReviewQuestions, 'settleConflict'>;
  readonly decide: LiveReviews['decide'];
}

/**
 * Asks about every file that the user and the proposal changed at the same lines, both texts before
 * their eyes. Whoever does not answer has decided nothing: the review goes on as it was.
 */
export async function settleConflicts(session: ReviewSession, deps: ConflictDeps): Promise<void> {
  const paths = session.record().state.files.map(({ path }) => path);
  for (const path of paths) {
    // What was shown is what an answer is about: where the user wrote on meanwhile, it is asked anew.
    for (;;) {
      const file = findFile(session, path);
      if (file?.conflict === undefined) break;
      const settled = await settleOne(session, file, file.conflict, deps);
      if (settled === undefined) return;
      const now = findFile(session, path)?.conflict;
      const { theirs, theirVersion } = file.conflict;
      if (now?.theirs !== theirs || now.theirVersion !== theirVersion) continue;
      deps.decide(session.record().id, { type: 'resolveConflict', path, text: settled });
      break;
    }
  }
}

/** The text that the user wants; `undefined` when they leave it open. */
async function settleOne(
  session: ReviewSession,
  file: ReviewFile,
  { theirs, theirVersion }: ReviewConflict,
  deps: ConflictDeps,
): Promise<string | undefined> {
  const { path } = file;
  const isGone = theirVersion === undefined;
  const both = {
    path,
    yours: isGone ? undefined : theirs,
    other: proposedText(file, theirs, isGone),
    title: `${path.split('/').at(-1) ?? path}: your text ↔ the proposal`,
    form: formOf(session.record(), path),
  };
  const { answer, text } = await showBothTexts(both, deps.sides, () =>
    deps.questions.settleConflict(path, isGone),
  );
  switch (answer) {
    case 'later':
      return undefined;
    case 'mine':
      return theirs;
    case 'proposal':
      return text;
  }
}

function findFile(session: ReviewSession, path: string): ReviewFile | undefined {
  return session.record().state.files.find((file) => file.path === path);
}

/** The proposal where the two collide, and what the user did everywhere else. */
function proposedText({ base, current }: ReviewFile, theirs: string, isGone: boolean): string {
  return isGone ? current : mergeTexts(base, current, theirs).text;
}
