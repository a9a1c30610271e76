import { setImmediate } from 'node:timers/promises';
import { Uri, workspace, WorkspaceEdit, type NotebookDocument } from 'vscode';
import { minimalEditsInSteps } from '../../core/edits/minimal-edits.ts';
import { hasMixedEndings } from '../../core/edits/mixed-endings.ts';
import { runWithPauses } from '../../core/edits/run-steps.ts';
import { textOf } from '../checkpoints/plan-undo.ts';
import type { FileContent } from '../checkpoints/snapshot.ts';
import { addNotebookEdits } from '../notebooks/add-notebook-edits.ts';
import { openNotebook } from '../notebooks/open-notebook.ts';
import type { WantedFile } from './carry-out.ts';
import { addTextEdits, openDocument } from './open-documents.ts';
import { orderMoves, type Move } from './order-moves.ts';
import { sameBytes, textCodec } from './text-codec.ts';

export interface BuiltEdit {
  /** File operations first, then text, as one edit. */
  readonly edit: WorkspaceEdit;
  /** Nothing in `edit`, which VS Code would not take. `edit.size` counts no file operations. */
  readonly isEmpty: boolean;
  /** Texts that documents hold once the edit is applied. */
  readonly texts: readonly { readonly uri: Uri; readonly text: string }[];
  /** Notebooks that are changed in their editors, cell by cell. */
  readonly notebooks: readonly { readonly notebook: NotebookDocument; readonly text: string }[];
  /**
   * Files that cannot go through a document: binary ones, and those with mixed line endings, which
   * VS Code would make all alike on opening.
   */
  readonly rawWrites: readonly { readonly uri: Uri; readonly bytes: Uint8Array }[];
}

/** Turns wanted states into one WorkspaceEdit that touches no line which stays as it is. */
export async function buildEdit(files: readonly WantedFile[]): Promise<BuiltEdit> {
  const edit = new WorkspaceEdit();
  const texts: { uri: Uri; text: string }[] = [];
  const rawWrites: { uri: Uri; bytes: Uint8Array }[] = [];
  const notebooks: { notebook: NotebookDocument; text: string }[] = [];
  const byUri = new Map(files.map((file) => [file.uri, file]));
  const moves = orderMoves(files);
  const moved = new Set(moves.flatMap(({ from, to }) => [from, to]));

  let operations = moves.length;
  for (const file of files) {
    if (moved.has(file.uri) || file.then.kind === 'file') continue;
    operations++;
    edit.deleteFile(Uri.parse(file.uri, true), { ignoreIfNotExists: true });
  }
  for (const { from, to } of moves) {
    const overwrite = byUri.get(to)?.now.kind === 'file';
    edit.renameFile(Uri.parse(from, true), Uri.parse(to, true), { overwrite });
  }
  for (const { uri, now, then } of files) {
    if (moved.has(uri) || now.kind === 'file' || then.kind === 'missing') continue;
    operations++;
    edit.createFile(Uri.parse(uri, true), { contents: then.bytes });
  }
  for (const file of files) {
    const { then } = file;
    const from = sourceState(file, byUri, moves);
    if (from === undefined || then.kind === 'missing') continue;
    const uri = Uri.parse(file.uri, true);
    const text = await textOf(then, textCodec);
    const shown = await textOf(from, textCodec);
    const notebook = moved.has(file.uri) ? undefined : shownNotebook(uri);
    if (notebook !== undefined && text !== undefined && shown !== undefined && shown !== text) {
      if (addNotebookEdits(edit, notebook, shown, text)) {
        notebooks.push({ notebook, text });
        continue;
      }
    }
    const throughDocument =
      text !== undefined &&
      shown !== undefined &&
      (from.unsaved !== undefined || !(hasMixedEndings(shown) || hasMixedEndings(text)));
    if (!throughDocument) {
      if (!sameBytes(from.bytes, then.bytes)) rawWrites.push({ uri, bytes: then.bytes });
      continue;
    }
    if (shown === text) continue;
    // Only a document that VS Code has read can be checked and saved afterwards.
    if (file.now.kind === 'file' && !moved.has(file.uri)) await workspace.openTextDocument(uri);
    const edits = await runWithPauses(minimalEditsInSteps(shown, text), () => setImmediate());
    addTextEdits(edit, uri, shown, text, edits);
    texts.push({ uri, text });
  }
  const isEmpty = operations + texts.length + notebooks.length === 0;
  return { edit, isEmpty, texts, notebooks, rawWrites };
}

/** The notebook editor's document, unless somebody is at work on the same file as text. */
function shownNotebook(uri: Uri): NotebookDocument | undefined {
  return openDocument(uri)?.isDirty === true ? undefined : openNotebook(uri);
}

/** What lies at the file's place once the file operations are through. */
function sourceState(
  file: WantedFile,
  byUri: ReadonlyMap<string, WantedFile>,
  moves: readonly Move[],
): FileContent | undefined {
  const move = moves.find(({ to }) => to === file.uri);
  const state = move === undefined ? file.now : byUri.get(move.from)?.now;
  return state?.kind === 'file' ? state : undefined;
}
