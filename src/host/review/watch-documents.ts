import { Disposable, workspace, type TextDocument } from 'vscode';
import { sourcePath } from '../../core/edits/change-set.ts';
import { inSteps } from '../edits/in-steps.ts';
import { baseChanged } from './base-changed.ts';
import { keepEndings } from '../../core/edits/keep-endings.ts';
import { mergeTexts } from '../../core/edits/merge-texts.ts';
import type { LiveReviews } from './live-reviews.ts';
import { shownForm } from './notebook-reviews.ts';
import { uriOf, type ReviewRecord } from './review-record.ts';
import { undoneHunksInSteps } from './undone-hunks.ts';
import type { ReviewUris } from './review-uris.ts';
import { savesUnchanged } from './saves-unchanged.ts';
import type { Typed, TypedTexts } from './typed-texts.ts';

/** How long changes must pause before written hunks are looked for in a file. */
const lookPauseMs = 150;

/** How long typing must pause before the right side is saved into memory, so that it shows clean. */
const savePauseMs = 1000;

export interface WatchDeps {
  readonly typedTexts: TypedTexts;
  readonly report: (error: unknown) => void;
  /** Whether a right side has just been given this text by us. */
  readonly isOwn: (document: TextDocument, text: string) => boolean;
  /** Makes the right side of a file show what its review holds. */
  readonly show: (reviewId: string, path: string) => void;
  /** Resolves when the files hold what was decided so far. */
  readonly whenWritten: () => Promise<unknown>;
}

/**
 * Takes what happens in documents as part of the review: typing in the right side, VS Code's own
 * revert arrow, and the user's work on the real files meanwhile.
 */
export function watchDocuments(
  uris: ReviewUris,
  reviews: LiveReviews,
  { report, typedTexts, isOwn, show, whenWritten }: WatchDeps,
): Disposable {
  const pending = new Map<string, NodeJS.Timeout>();
  const saveSoon = (document: TextDocument): void => {
    if (!savesUnchanged(document)) return;
    const key = document.uri.toString();
    clearTimeout(pending.get(key));
    const save = (): void => {
      pending.delete(key);
      // Also what VS Code calls clean: what was typed while it was saved is not.
      if (!document.isClosed) void document.save();
    };
    pending.set(key, setTimeout(save, savePauseMs));
  };
  const proposalChanged = (
    document: TextDocument,
    reviewId: string,
    path: string,
    isContent: boolean,
  ): void => {
    const typed = typedTexts.follow(document, isContent);
    const record = reviews.shown(reviewId);
    const file = record?.state.files.find((candidate) => candidate.path === path);
    if (record === undefined || file === undefined) {
      if (isContent || document.isDirty) saveSoon(document);
      return;
    }
    if (typed !== undefined && !isOwn(document, typed.text)) {
      const text = addTyped(file.current, typed);
      if (record.phase !== 'open') reviews.typeOn(reviewId, path, text, document.isDirty);
      else if (text !== file.current) {
        reviews.decide(reviewId, { type: 'documentChanged', path, text });
      } else if (keepEndings(text, typed.text) !== text) show(reviewId, path);
    }
    if (document.isDirty) saveSoon(document);
  };
  /** A hunk whose undoing would change nothing is undone already: by the arrow, or by hand. */
  const findUndone = async (document: TextDocument): Promise<void> => {
    await whenWritten();
    const uri = document.uri.toString();
    for (const { session } of reviews.all()) {
      const record = session.record();
      if (record.phase !== 'applied') continue;
      for (const file of record.state.files) {
        if (uriOf(record, file.path) !== uri || file.change.kind === 'delete') continue;
        const { version } = document;
        const undone = await inSteps(undoneHunksInSteps(file, document.getText()));
        const isSame = session.record().state.files.includes(file) && document.version === version;
        if (!isSame) {
          lookSoon(document);
          return;
        }
        if (undone.length === 0) continue;
        reviews.decide(record.id, { type: 'undoHunks', path: file.path, hunkIds: undone });
      }
    }
  };
  const lookSoon = (document: TextDocument): void => {
    const key = document.uri.toString();
    clearTimeout(pending.get(key));
    const look = (): void => {
      pending.delete(key);
      if (!document.isClosed) findUndone(document).catch(report);
    };
    pending.set(key, setTimeout(look, lookPauseMs));
  };
  const fileChanged = (document: TextDocument): void => {
    if (reviews.all().some(({ session }) => isWritten(session.record(), document))) {
      lookSoon(document);
    }
    const uri = document.uri.toString();
    for (const { session } of reviews.all()) {
      const record = session.record();
      if (record.phase !== 'open') continue;
      for (const file of record.state.files) {
        if (file.change.kind === 'create' || uriOf(record, sourcePath(file.change)) !== uri)
          continue;
        const known = file.conflict?.theirs ?? file.base;
        // What is no notebook while somebody types in its JSON is looked at again in the end.
        const shown = shownForm(record, file.path, document.getText());
        if (shown === undefined) continue;
        const text = keepEndings(known, shown);
        if (text === known) continue;
        session.dispatch(baseChanged(file.path, text));
      }
    }
  };
  const listening = workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
    const side = uris.parse(document.uri);
    const isContent = contentChanges.length > 0;
    if (side?.side === 'proposal') {
      proposalChanged(document, side.reviewId, side.path, isContent);
    } else if (side === undefined && isContent) fileChanged(document);
  });
  return new Disposable(() => {
    listening.dispose();
    for (const timer of pending.values()) clearTimeout(timer);
  });
}

/**
 * A review's text with what was typed in an editor that may not show it yet: a decision takes VS
 * Code a moment to show. Where both are at the same lines, what was typed stands.
 */
function addTyped(current: string, { from, text }: Typed): string {
  const shown = keepEndings(current, from);
  const typed = keepEndings(current, text);
  return shown === current ? typed : mergeTexts(shown, typed, current).text;
}

function isWritten(record: ReviewRecord, document: TextDocument): boolean {
  const uri = document.uri.toString();
  return record.phase === 'applied' && Object.values(record.uris).includes(uri);
}
