import { workspace, type TextDocument } from 'vscode';
import type { DisposablePart } from './disposable-part.ts';

/** A change of a text that somebody made in an editor. */
export interface Typed {
  readonly from: string;
  readonly text: string;
}

/** Tells what is typed in documents from what VS Code reads into them anew. */
export interface TypedTexts extends DisposablePart {
  /**
   * What an event of a document means, asked once for each, in order; `isContent`: it has changes of
   * the text. VS Code reads only clean documents anew, and tells of the first key in one as of a
   * clean document's change; that it is dirty by then comes in an event of its own.
   */
  follow(document: TextDocument, isContent: boolean): Typed | undefined;
  /** Whether a document's text came from an editor, and not from what VS Code read last. */
  isEdited(document: TextDocument): boolean;
}

interface Seen extends Typed {
  readonly isDirty: boolean;
  readonly isEdited: boolean;
}

/** Follows the documents of some places for as long as they are open. */
export function createTypedTexts(isFollowed: (document: TextDocument) => boolean): TypedTexts {
  const seen = new WeakMap<TextDocument, Seen>();
  const add = (document: TextDocument): void => {
    if (!isFollowed(document)) return;
    const text = document.getText();
    const { isDirty } = document;
    seen.set(document, { from: text, text, isDirty, isEdited: isDirty });
  };
  workspace.textDocuments.forEach(add);
  const listening = workspace.onDidOpenTextDocument(add);
  return {
    follow(document, isContent) {
      const known = seen.get(document);
      if (known === undefined) return undefined;
      const { isDirty } = document;
      const from = isContent ? known.text : known.from;
      const text = isContent ? document.getText() : known.text;
      // From dirty to clean with another text is the user's "Revert File".
      const isTyped = isContent ? isDirty || known.isDirty : isDirty && !known.isDirty;
      const isEdited = isContent ? isDirty : isDirty || known.isEdited;
      seen.set(document, { from, text, isDirty, isEdited });
      return isTyped && from !== text ? { from, text } : undefined;
    },
    isEdited: (document) => seen.get(document)?.isEdited === true,
    dispose() {
      listening.dispose();
    },
  };
}
