import type { Event } from 'vscode';
import { conflictTexts } from '../../core/edits/resolve-conflict.ts';
import { isDecided } from '../../core/edits/review-reducer.ts';
import type { ReviewConflict, ReviewFile } from '../../core/edits/review-state.ts';
import { sourcePath } from '../../core/edits/change-set.ts';
import { askUntilAnswered } from './ask-until-answered.ts';
import type { LiveReviews } from './live-reviews.ts';
import { formOf } from './review-record.ts';
import type { ConflictKind, ReviewQuestions } from './review-questions.ts';
import type { ReviewSession } from './review-session.ts';
import type { ReviewSides } from './review-sides.ts';
import { conflictAuthority } from './review-uris.ts';
import { showBothTexts } from './show-both-texts.ts';

export interface ConflictDeps {
  readonly sides: Pick<ReviewSides, 'showBoth' | 'forgetBoth'>;
  readonly questions: Pick<ReviewQuestions, 'settleConflict'>;
  readonly decide: LiveReviews['decide'];
  /** The user wants to keep what is in conflict: the question comes before their eyes again. */
  readonly again: Event<void>;
}

/**
 * Asks about every file that the user and the proposal changed at the same lines, both texts before
 * their eyes. A question that is put away stays open, and is put again when the user says keep again;
 * it ends when it is answered, when the two no longer meet, and with the review (`over`).
 */
export async function settleConflicts(
  session: ReviewSession,
  over: AbortSignal,
  deps: ConflictDeps,
): Promise<void> {
  const { id, state } = session.record();
  for (const { path } of state.files) {
    // What was shown is what an answer is about: where the user wrote on meanwhile, it is asked anew.
    for (;;) {
      const file = findFile(session, path);
      if (file?.conflict === undefined || over.aborted) break;
      const settled = await settleOne(session, file, file.conflict, over, deps);
      await untilReadThrough(session);
      const now = findFile(session, path)?.conflict;
      if (settled === undefined || now === undefined) continue;
      const { theirs, theirVersion } = file.conflict;
      if (now.theirs !== theirs || now.theirVersion !== theirVersion) continue;
      deps.decide(id, { type: 'resolveConflict', path, text: settled });
    }
  }
  // Where the user took their own lines back there was nothing to answer: all is decided all the same.
  if (!over.aborted && isDecided(session.record().state)) deps.decide(id, { type: 'keepAll' });
}

/** The text that the user wants; `undefined` when there is nothing left to ask. */
async function settleOne(
  session: ReviewSession,
  file: ReviewFile,
  conflict: ReviewConflict,
  over: AbortSignal,
  deps: ConflictDeps,
): Promise<string | undefined> {
  const { path } = file;
  const gone = new AbortController();
  const watching = session.onDidChange(() => {
    if (findFile(session, path)?.conflict === undefined) gone.abort();
  });
  const { mine, proposal } = conflictTexts(file, conflict);
  const kind = kindOf(file, mine);
  const draft = session.record().drafts?.[path];
  const both = {
    id: conflictAuthority(session.record().id),
    path,
    yours: mine,
    // After a reload, or asked anew, it goes on where the user was.
    other: draft?.from === proposal ? draft.text : proposal,
    title: `${path.split('/').at(-1) ?? path}: ${titles[kind]}`,
    form: formOf(session.record(), path),
    typed: (text: string) => {
      session.draft(path, { from: proposal, text });
    },
  };
  try {
    const { answer, text } = await showBothTexts(both, deps.sides, (show) =>
      askUntilAnswered({
        show,
        async put() {
          const said = await deps.questions.settleConflict(sourcePath(file.change), kind);
          return said === 'later' ? undefined : said;
        },
        again: deps.again,
        over: AbortSignal.any([over, gone.signal]),
      }),
    );
    if (answer === undefined) return undefined;
    return answer === 'mine' ? (mine ?? '') : text;
  } finally {
    watching.dispose();
  }
}

/** Keep was said once more, and the files are being looked at: nothing can be decided meanwhile. */
async function untilReadThrough(session: ReviewSession): Promise<void> {
  if (session.record().phase !== 'applying') return;
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const watching = session.onDidChange(({ after }) => {
    if (after.phase !== 'applying') resolve(undefined);
  });
  await promise;
  watching.dispose();
}

function kindOf({ change }: ReviewFile, mine: string | undefined): ConflictKind {
  if (mine === undefined) return 'deleted';
  return change.kind === 'delete' ? 'toDelete' : 'changed';
}

const titles: Readonly<Record<ConflictKind, string>> = {
  changed: 'with your lines ↔ with the proposal’s',
  deleted: 'deleted ↔ the proposal',
  toDelete: 'your text ↔ deleted',
};

function findFile(session: ReviewSession, path: string): ReviewFile | undefined {
  return session.record().state.files.find((file) => file.path === path);
}
