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
}

interface Seen extends Typed {
  readonly isDirty: boolean;
}

/** Follows the documents of some places for as long as they are open. */
export function createTypedTexts(isFollowed: (document: TextDocument) => boolean): TypedTexts {
  const seen = new WeakMap<TextDocument, Seen>();
  const add = (document: TextDocument): void => {
    if (!isFollowed(document)) return;
    const text = document.getText();
    seen.set(document, { from: text, text, isDirty: document.isDirty });
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
      seen.set(document, { from, text, isDirty });
      // From dirty to clean with another text is the user's "Revert File".
      const isTyped = isContent ? isDirty || known.isDirty : isDirty && !known.isDirty;
      return isTyped && from !== text ? { from, text } : undefined;
    },
    dispose() {
      listening.dispose();
    },
  };
}
