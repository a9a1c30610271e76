import {
  EventEmitter,
  InlayHint,
  InlayHintLabelPart,
  languages,
  Position,
  workspace,
  Disposable,
  type TextDocument,
} from 'vscode';
import type { FindHunkPlaces, HunkPlace } from './hunk-places.ts';
import { decisionWords, hunkKeys, kindWords } from './hunk-words.ts';
import type { ReviewController } from './review-controller.ts';

/**
 * Says at each hunk of a proposal how it is decided, with Keep and Undo, as an inlay hint: the only
 * such part that VS Code shows in diff editors as they are set. Where `diffEditor.codeLens` is on,
 * lenses say it.
 */
export function showHunkHints(controller: ReviewController, find: FindHunkPlaces): Disposable {
  const changed = new EventEmitter<void>();
  const { proposal } = controller.deps.uris.schemes;
  return Disposable.from(
    changed,
    controller.reviews.onDidChange(() => {
      changed.fire();
    }),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('diffEditor.codeLens')) changed.fire();
    }),
    languages.registerInlayHintsProvider(
      { scheme: proposal },
      {
        onDidChangeInlayHints: changed.event,
        provideInlayHints(document, range) {
          if (workspace.getConfiguration('diffEditor').get<boolean>('codeLens') === true) return [];
          return find(document)
            .filter(({ line }) => line >= range.start.line && line <= range.end.line)
            .map((place) => hintOf(document, place));
        },
      },
    ),
  );
}

function hintOf(document: TextDocument, place: HunkPlace): InlayHint {
  const part = (label: string, command: string, keys: string): InlayHintLabelPart => {
    const made = new InlayHintLabelPart(label);
    made.command = { title: label, command, arguments: [place.target] };
    made.tooltip = `Ctrl+click, or ${keys} with the cursor here (Cmd instead of Ctrl on macOS)`;
    return made;
  };
  const keep = part('✓ Keep', 'ratchet.keepHunk', hunkKeys.keep);
  const undo = part('✕ Undo', 'ratchet.undoHunk', hunkKeys.undo);
  const words = `${kindWords(place)}${decisionWords(place)}`;
  const said = words === '' ? [] : [new InlayHintLabelPart(words)];
  const gap = new InlayHintLabelPart('  ');
  const choices = {
    pending: [...said, keep, gap, undo],
    kept: [...said, gap, undo],
    edited: [...said, gap, undo],
    undone: [...said, gap, keep],
  }[place.hunk.decision];
  const { position, isAtEnd } = spotFor(document, place);
  const hint = new InlayHint(position, choices);
  hint.paddingLeft = isAtEnd;
  hint.paddingRight = true;
  return hint;
}

/** A half of a diff in a window of usual width shows about this many columns and a hint after them. */
const shortLine = 32;

/**
 * The end of the first line, where it is surely in sight; else before its text. A move stands before
 * the text too: the end of its line is for the first hunk.
 */
function spotFor(
  document: TextDocument,
  { line, hunk, file }: HunkPlace,
): { readonly position: Position; readonly isAtEnd: boolean } {
  const { text, firstNonWhitespaceCharacterIndex: indent } = document.lineAt(line);
  const isMove = hunk.kind === 'file' && file.change.kind === 'rename' && file.hunks.length > 1;
  const isAtEnd = !isMove && columnsOf(text) <= shortLine;
  return { position: new Position(line, isAtEnd ? text.length : indent), isAtEnd };
}

function columnsOf(text: string): number {
  return text.replaceAll('\t', '    ').length;
}
