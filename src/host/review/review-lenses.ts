import {
  CodeLens,
  Disposable,
  EventEmitter,
  languages,
  Range,
  type DocumentSelector,
} from 'vscode';
import type { FindHunkPlaces, HunkPlace } from './hunk-places.ts';
import { hunkKeys } from './hunk-words.ts';
import type { ReviewController } from './review-controller.ts';

/**
 * Keep and Undo above each change that waits for the user: in files that were written already, and
 * in proposals wherever VS Code shows lenses on them.
 */
export function showReviewLenses(
  controller: ReviewController,
  find: FindHunkPlaces,
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
      provideCodeLenses: (document) => find(document).flatMap(lensesOf),
    }),
  );
}

function lensesOf(place: HunkPlace): readonly CodeLens[] {
  const { hunk, line, file, target, isWritten } = place;
  const range = new Range(line, 0, line, 0);
  const what = hunk.kind === 'file' ? wholeFile[file.change.kind] : '';
  const lens = (icon: string, word: string, command: string, tooltip: string): CodeLens =>
    new CodeLens(range, {
      title: `$(${icon}) ${word}`,
      command: `ratchet.${command}`,
      tooltip,
      arguments: [target],
    });
  const hint = (keys: string): string =>
    `${keys} with the cursor in the change (Cmd instead of Ctrl on macOS)`;
  return [
    ...(hunk.decision === 'pending' || hunk.decision === 'undone'
      ? [lens('check', `Keep${what}`, 'keepHunk', hint(hunkKeys.keep))]
      : []),
    ...(hunk.decision === 'undone'
      ? []
      : [lens('discard', `Undo${what}`, 'undoHunk', hint(hunkKeys.undo))]),
    ...(isWritten
      ? [lens('diff', 'Show Change', 'openReview', 'Compare with what was there before')]
      : []),
  ];
}

const wholeFile = {
  create: ' New File',
  delete: ' Deletion',
  rename: ' Move',
  modify: '',
} as const;
