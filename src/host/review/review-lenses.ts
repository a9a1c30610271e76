import {
  CodeLens,
  Disposable,
  EventEmitter,
  languages,
  Range,
  type DocumentSelector,
  type TextDocument,
} from 'vscode';
import { shiftLines } from '../edits/shift-lines.ts';
import { placeHunks } from './place-hunks.ts';
import type { ReviewController } from './review-controller.ts';
import { uriOf } from './review-record.ts';
import type { ReviewTarget } from './find-target.ts';

/** Keep and Undo above each change that was written already and still waits for the user. */
export function showReviewLenses(
  controller: ReviewController,
  selector: DocumentSelector,
): Disposable {
  const changed = new EventEmitter<void>();
  return Disposable.from(
    changed,
    controller.reviews.onDidChange(() => {
      changed.fire();
    }),
    languages.registerCodeLensProvider(selector, {
      onDidChangeCodeLenses: changed.event,
      provideCodeLenses: (document) => lensesOf(controller, document),
    }),
  );
}

function lensesOf(controller: ReviewController, document: TextDocument): CodeLens[] {
  const uri = document.uri.toString();
  return controller.reviews.all().flatMap(({ session }) => {
    const record = session.record();
    if (record.phase !== 'applied') return [];
    return record.state.files.flatMap((file) => {
      if (uriOf(record, file.path) !== uri) return [];
      const shift = shiftLines(file.current, document.getText());
      return placeHunks(file).flatMap(({ hunk, line }) => {
        if (hunk.decision !== 'pending') return [];
        const at = Math.min((shift(line + 1) ?? line + 1) - 1, document.lineCount - 1);
        const range = new Range(at, 0, at, 0);
        const target: ReviewTarget = { reviewId: record.id, path: file.path, hunkId: hunk.id };
        return [
          new CodeLens(range, {
            title: '$(check) Keep',
            command: 'ratchet.keepHunk',
            arguments: [target],
          }),
          new CodeLens(range, {
            title: '$(discard) Undo',
            command: 'ratchet.undoHunk',
            arguments: [target],
          }),
        ];
      });
    });
  });
}
