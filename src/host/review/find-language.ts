import { workspace } from 'vscode';
import { newReviewId } from './new-review-id.ts';
import type { ReviewSides } from './review-sides.ts';

/** The language that VS Code gives a file of this path and text, by its name for it. */
export type FindLanguage = (path: string, text: string) => Promise<string>;

/** Only opening a document tells: one in memory, since the file is not there yet. */
export async function findLanguage(
  path: string,
  text: string,
  sides: Pick<ReviewSides, 'showBoth' | 'forgetBoth'>,
): Promise<string> {
  const place = { id: `name-${newReviewId()}`, path, form: 'file' } as const;
  const { modified } = sides.showBoth(place, '', text);
  try {
    return (await workspace.openTextDocument(modified)).languageId;
  } finally {
    sides.forgetBoth(place);
  }
}
