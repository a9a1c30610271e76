import { Uri, workspace, WorkspaceEdit, type NotebookDocument } from 'vscode';
import { minimalEditsInSteps } from '../../core/edits/minimal-edits.ts';
import { isMadeAlike } from '../../core/edits/made-alike.ts';
import { inSteps } from './in-steps.ts';
import { textOf } from '../checkpoints/plan-undo.ts';
import { addNotebookEdits } from '../notebooks/add-notebook-edits.ts';
import { openNotebook } from '../notebooks/open-notebook.ts';
import type { WantedFile } from './carry-out.ts';
import { catchUp } from './catch-up.ts';
import { addTextEdits, openDocument } from './open-documents.ts';
import { orderOperations } from './order-operations.ts';
import { sameBytes, textCodec } from './text-codec.ts';

export interface BuiltEdit {
  /** File operations first, then text, as one edit. */
  readonly edit: WorkspaceEdit;
  /** Nothing in `edit`, which VS Code would not take. `edit.size` counts no file operations. */
  readonly isEmpty: boolean;
  /** Then VS Code may stop half-way; texts alone it changes all or none. */
  readonly hasFileOperations: boolean;
  /** Texts that documents hold once the edit is applied. */
  readonly texts: readonly {
    readonly uri: Uri;
    readonly from: string;
    readonly text: string;
  }[];
  /** Notebooks that are changed in their editors, cell by cell. */
  readonly notebooks: readonly { readonly notebook: NotebookDocument; readonly text: string }[];
  /**
   * Files that cannot go through a document: binary ones, those with line endings that VS Code would
   * change on opening, and those whose document is behind the disk.
   */
  readonly rawWrites: readonly RawWrite[];
}

interface RawWrite {
  readonly uri: Uri;
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}

/** Turns wanted states into one WorkspaceEdit that touches no line which stays as it is. */
export async function buildEdit(files: readonly WantedFile[]): Promise<BuiltEdit> {
  const edit = new WorkspaceEdit();
  const texts: { uri: Uri; from: string; text: string }[] = [];
  const rawWrites: RawWrite[] = [];
  const notebooks: { notebook: NotebookDocument; text: string }[] = [];
  const byUri = new Map(files.map((file) => [file.uri, file]));
  const { deletes, moves, creates } = orderOperations(files);
  const moved = new Set(moves.flatMap(({ from, to }) => [from, to]));
  const sources = new Map(moves.map(({ from, to }) => [to, from]));
  const created = new Set(creates);

  for (const uri of deletes) edit.deleteFile(Uri.parse(uri, true), { ignoreIfNotExists: true });
  for (const { from, to, overwrite } of moves) {
    edit.renameFile(Uri.parse(from, true), Uri.parse(to, true), { overwrite });
  }
  for (const place of creates) {
    const then = byUri.get(place)?.then;
    if (then?.kind === 'file') edit.createFile(Uri.parse(place, true), { contents: then.bytes });
  }
  for (const { from, to, overwrite } of moves) {
    const source = byUri.get(from)?.now;
    const then = byUri.get(to)?.then;
    if (!overwrite || source?.kind !== 'file' || source.unsaved !== undefined) continue;
    if (then?.kind !== 'file' || sameBytes(source.bytes, then.bytes)) continue;
    // VS Code holds text edits against the version of the document that was there before the move.
    edit.createFile(Uri.parse(to, true), { contents: then.bytes, overwrite });
    created.add(to);
  }
  for (const file of files) {
    const { then } = file;
    // What lies at the place once the file operations are through.
    const from = byUri.get(sources.get(file.uri) ?? file.uri)?.now;
    if (created.has(file.uri) || from?.kind !== 'file' || then.kind === 'missing') continue;
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
      (from.unsaved !== undefined || !(isMadeAlike(shown) || isMadeAlike(text)));
    if (!throughDocument) {
      if (!sameBytes(from.bytes, then.bytes))
        rawWrites.push({ uri, before: from.bytes, after: then.bytes });
      continue;
    }
    if (shown === text) continue;
    // Only a document that VS Code has read can be checked and saved afterwards.
    if (file.now.kind === 'file' && !moved.has(file.uri)) {
      const document = await workspace.openTextDocument(uri);
      if (!(await catchUp(document, shown))) {
        if (document.isDirty)
          throw new Error(`${uri.path.split('/').at(-1) ?? ''} was edited meanwhile`);
        // It still shows what the file held before: edits would land in the wrong places.
        rawWrites.push({ uri, before: from.bytes, after: then.bytes });
        continue;
      }
    }
    const edits = await inSteps(minimalEditsInSteps(shown, text));
    addTextEdits(edit, uri, shown, text, edits);
    texts.push({ uri, from: shown, text });
  }
  const operations = deletes.length + moves.length + creates.length;
  const isEmpty = operations + texts.length + notebooks.length === 0;
  return { edit, isEmpty, hasFileOperations: operations > 0, texts, notebooks, rawWrites };
}

/** The notebook editor's document, unless somebody is at work on the same file as text. */
function shownNotebook(uri: Uri): NotebookDocument | undefined {
  return openDocument(uri)?.isDirty === true ? undefined : openNotebook(uri);
}
