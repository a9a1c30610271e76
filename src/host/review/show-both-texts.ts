import { TabInputText, TabInputTextDiff, workspace, type Tab, type Uri } from 'vscode';
import { openDocument } from '../edits/open-documents.ts';
import { closeEditors } from './close-editors.ts';
import { keepEndings } from '../../core/edits/keep-endings.ts';
import { openDiff } from './open-diff.ts';
import type { ReviewSides } from './review-sides.ts';
import type { ReviewForm } from './review-uris.ts';

/** Two texts of one file that collide: as the user has it, and as it would be written. */
export interface BothTexts {
  /** Stands for them in their addresses. */
  readonly id: string;
  readonly path: string;
  /** Left; `undefined` when the file is not there, or is no text. */
  readonly yours: string | undefined;
  /** Right, with the user's edits beside the places that collide; `undefined`: no file. */
  readonly other: string | undefined;
  readonly title: string;
  readonly form: ReviewForm;
  /** Told of the right side whenever the user types in it. */
  readonly typed?: (text: string) => void;
}

/**
 * Shows both texts in VS Code's diff editor while `ask` waits for an answer; `show` opens it, and
 * brings it back to the front. The right side may be edited meanwhile: `text` is what it holds at the
 * end.
 */
export async function showBothTexts<Answer>(
  { id, path, yours, other, title, form, typed }: BothTexts,
  sides: Pick<ReviewSides, 'showBoth' | 'forgetBoth'>,
  ask: (show: () => Promise<void>) => Promise<Answer>,
): Promise<{ readonly answer: Answer; readonly text: string | undefined }> {
  if (other === undefined) {
    return { answer: await ask(() => Promise.resolve()), text: undefined };
  }
  const place = { id, path, form };
  const { original, modified, read } = sides.showBoth(place, yours ?? '', other);
  const listening = workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
    if (contentChanges.length === 0 || document.uri.toString() !== modified.toString()) return;
    typed?.(keepEndings(other, document.getText()));
  });
  try {
    const answer = await ask(() =>
      openDiff(original, modified, title, { preview: false, preserveFocus: true }),
    );
    const shown = openDocument(modified)?.getText() ?? read();
    return { answer, text: shown === undefined ? other : keepEndings(other, shown) };
  } finally {
    listening.dispose();
    await closeDiff(modified);
    sides.forgetBoth(place);
  }
}

/** Its text was taken over by now. */
function closeDiff(modified: Uri): Promise<void> {
  const isOurs = (uri: Uri): boolean => uri.toString() === modified.toString();
  const belongs = ({ input }: Tab): boolean =>
    (input instanceof TabInputTextDiff && isOurs(input.modified)) ||
    // VS Code may have opened an editor of its own for unsaved text.
    (input instanceof TabInputText && isOurs(input.uri));
  return closeEditors({ belongs, isOurs });
}
