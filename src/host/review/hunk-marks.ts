import {
  Disposable,
  EventEmitter,
  InlayHint,
  InlayHintLabelPart,
  languages,
  MarkdownString,
  OverviewRulerLane,
  Position,
  Range,
  ThemeColor,
  window,
  type TextDocument,
  type TextEditor,
} from 'vscode';
import type { ReviewFile } from '../../core/edits/review-state.ts';
import { placeHunks, type PlacedHunk } from './place-hunks.ts';
import type { ReviewController } from './review-controller.ts';
import type { ReviewRecord } from './review-record.ts';
import type { ReviewTarget } from './find-target.ts';

/**
 * Shows at each hunk of a proposal how it is decided, with Keep and Undo: as a hint at the end of
 * its first line (the only such part that VS Code shows in diff editors), and in a hover over its
 * lines.
 */
export function markHunks(controller: ReviewController): Disposable {
  const hintsChanged = new EventEmitter<void>();
  const kept = window.createTextEditorDecorationType({
    isWholeLine: true,
    overviewRulerLane: OverviewRulerLane.Full,
    overviewRulerColor: new ThemeColor('editorOverviewRuler.addedForeground'),
    borderWidth: '0 0 0 3px',
    borderStyle: 'solid',
    borderColor: new ThemeColor('editorGutter.addedBackground'),
  });
  const open = window.createTextEditorDecorationType({ isWholeLine: true });

  const fileOf = (document: TextDocument) => {
    const side = controller.deps.uris.parse(document.uri);
    if (side === undefined) return undefined;
    const record = controller.reviews.get(side.reviewId)?.session.record();
    // A file that is to be deleted has a left side only.
    const file = record?.state.files.find(
      ({ path, change }) =>
        path === side.path && (side.side === 'before') === (change.kind === 'delete'),
    );
    return record === undefined || file === undefined ? undefined : { record, file };
  };
  const decorate = (editor: TextEditor): void => {
    const found = fileOf(editor.document);
    if (found === undefined) return;
    const { record, file } = found;
    const places = placeHunks(file).map((placed) => ({
      placed,
      range: rangeOf(editor.document, placed),
      hoverMessage: hoverOf(record, file, placed),
    }));
    const isKept = ({ placed }: (typeof places)[number]): boolean =>
      placed.hunk.decision === 'kept' || placed.hunk.decision === 'edited';
    editor.setDecorations(kept, places.filter(isKept));
    editor.setDecorations(
      open,
      places.filter((place) => !isKept(place)),
    );
  };
  const decorateAll = (): void => {
    window.visibleTextEditors.forEach(decorate);
  };
  return Disposable.from(
    kept,
    open,
    hintsChanged,
    controller.reviews.onDidChange(() => {
      decorateAll();
      hintsChanged.fire();
    }),
    window.onDidChangeVisibleTextEditors(decorateAll),
    languages.registerInlayHintsProvider(
      [
        { scheme: controller.deps.uris.schemes.proposal },
        { scheme: controller.deps.uris.schemes.before },
      ],
      {
        onDidChangeInlayHints: hintsChanged.event,
        provideInlayHints(document, range) {
          const found = fileOf(document);
          if (found === undefined) return [];
          const { record, file } = found;
          return placeHunks(file)
            .map((placed) => hintOf(document, record, file, placed))
            .filter(({ position }) => range.contains(position));
        },
      },
    ),
  );
}

function rangeOf(document: TextDocument, { line, lines }: PlacedHunk): Range {
  const first = Math.min(line, document.lineCount - 1);
  const last = Math.min(first + Math.max(lines, 1) - 1, document.lineCount - 1);
  return new Range(first, 0, last, document.lineAt(last).text.length);
}

function hintOf(
  document: TextDocument,
  record: ReviewRecord,
  file: ReviewFile,
  placed: PlacedHunk,
): InlayHint {
  const { hunk } = placed;
  const line = Math.min(placed.line, document.lineCount - 1);
  const target: ReviewTarget = { reviewId: record.id, path: file.path, hunkId: hunk.id };
  const part = (label: string, command: string, keys: string): InlayHintLabelPart => {
    const made = new InlayHintLabelPart(label);
    made.command = { title: label, command, arguments: [target] };
    made.tooltip = `Ctrl+click (Cmd+click on macOS), or ${keys} with the cursor here`;
    return made;
  };
  const keep = part('✓ Keep', 'ratchet.keepHunk', 'Ctrl+Alt+Y');
  const undo = part('✕ Undo', 'ratchet.undoHunk', 'Ctrl+Alt+U');
  const about = hunk.kind === 'file' ? wholeFile[file.change.kind] : '';
  const said = new InlayHintLabelPart(`${about}${sayings[hunk.decision]}  `);
  const choices = {
    pending: [new InlayHintLabelPart(about), keep, new InlayHintLabelPart('  '), undo].filter(
      ({ value }) => value !== '',
    ),
    kept: [said, undo],
    edited: [said, undo],
    undone: [said, keep],
  }[hunk.decision];
  const hint = new InlayHint(new Position(line, document.lineAt(line).text.length), choices);
  hint.paddingLeft = true;
  return hint;
}

const wholeFile = {
  create: 'New file: ',
  delete: 'Delete: ',
  rename: 'Move: ',
  modify: '',
} as const;

const sayings = {
  pending: '',
  kept: '✓ Kept',
  edited: '✓ Kept as edited',
  undone: '✕ Undone',
} as const;

function hoverOf(record: ReviewRecord, file: ReviewFile, { hunk }: PlacedHunk): MarkdownString {
  const target: ReviewTarget = { reviewId: record.id, path: file.path, hunkId: hunk.id };
  const argument = encodeURIComponent(JSON.stringify([target]));
  const link = (icon: string, label: string, command: string): string =>
    `[$(${icon}) ${label}](command:ratchet.${command}?${argument})`;
  const state = sayings[hunk.decision];
  const links = [link('check', 'Keep', 'keepHunk'), link('discard', 'Undo', 'undoHunk')];
  const text = new MarkdownString(
    `${state === '' ? 'Proposed by Ratchet' : state} — ${links.join(' · ')} · ` +
      `${link('check-all', 'Keep file', 'keepFile')} · ${link('close-all', 'Undo file', 'undoFile')}`,
    true,
  );
  text.isTrusted = {
    enabledCommands: [
      'ratchet.keepHunk',
      'ratchet.undoHunk',
      'ratchet.keepFile',
      'ratchet.undoFile',
    ],
  };
  return text;
}
