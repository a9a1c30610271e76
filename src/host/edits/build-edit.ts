import { Uri, workspace, WorkspaceEdit, type NotebookDocument } from 'vscode';
import { minimalEditsInSteps } from '../../core/edits/minimal-edits.ts';
import { isMadeAlike } from '../../core/edits/made-alike.ts';
import { inSteps } from './in-steps.ts';
import { inParallel } from '../checkpoints/in-parallel.ts';
import { textOf } from '../checkpoints/file-text.ts';
import type { FileContent } from '../checkpoints/snapshot.ts';
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
  const changed = files.flatMap((file): readonly ChangedFile[] => {
    const { uri, then } = file;
    // What lies at the place once the file operations are through.
    const from = byUri.get(sources.get(uri) ?? uri)?.now;
    if (created.has(uri) || from?.kind !== 'file' || then.kind === 'missing') return [];
    const stays = file.now.kind === 'file' && !moved.has(uri);
    return [{ uri: Uri.parse(uri, true), from, then, stays, isMoved: moved.has(uri) }];
  });
  const ways = await inParallel(changed, (file) => addContent(edit, file));
  const texts = ways.filter((way) => way.kind === 'text');
  const notebooks = ways.filter((way) => way.kind === 'notebook');
  const rawWrites = ways.filter((way) => way.kind === 'raw');
  const operations = deletes.length + moves.length + creates.length;
  const isEmpty = operations + texts.length + notebooks.length === 0;
  return { edit, isEmpty, hasFileOperations: operations > 0, texts, notebooks, rawWrites };
}

/** A file that is there before and after, maybe at another place. */
interface ChangedFile {
  readonly uri: Uri;
  readonly from: FileContent;
  readonly then: FileContent;
  readonly isMoved: boolean;
  /** It was here before, and no other comes to its place. */
  readonly stays: boolean;
}

/** How a file's content gets to be what it shall be: through the edit, or past it. */
type Way =
  | { readonly kind: 'none' }
  | { readonly kind: 'text'; readonly uri: Uri; readonly from: string; readonly text: string }
  | { readonly kind: 'notebook'; readonly notebook: NotebookDocument; readonly text: string }
  | {
      readonly kind: 'raw';
      readonly uri: Uri;
      readonly before: Uint8Array;
      readonly after: Uint8Array;
    };

async function addContent(edit: WorkspaceEdit, file: ChangedFile): Promise<Way> {
  const { uri, from, then } = file;
  const text = await textOf(then, textCodec);
  const shown = await textOf(from, textCodec);
  const raw: Way = { kind: 'raw', uri, before: from.bytes, after: then.bytes };
  const isSame = sameBytes(from.bytes, then.bytes);
  if (text === undefined || shown === undefined) return isSame ? { kind: 'none' } : raw;
  const notebook = file.isMoved || shown === text ? undefined : shownNotebook(uri);
  if (notebook !== undefined && addNotebookEdits(edit, notebook, shown, text)) {
    return { kind: 'notebook', notebook, text };
  }
  if (from.unsaved === undefined && (isMadeAlike(shown) || isMadeAlike(text))) {
    return isSame ? { kind: 'none' } : raw;
  }
  if (shown === text) return { kind: 'none' };
  // Only a document that VS Code has read can be checked and saved afterwards.
  if (file.stays) {
    const document = await workspace.openTextDocument(uri);
    if (!(await catchUp(document, shown))) {
      if (document.isDirty)
        throw new Error(`${uri.path.split('/').at(-1) ?? ''} was edited meanwhile`);
      // It still shows what the file held before: edits would land in the wrong places.
      return raw;
    }
  }
  addTextEdits(edit, uri, shown, text, await inSteps(minimalEditsInSteps(shown, text)));
  return { kind: 'text', uri, from: shown, text };
}

/** The notebook editor's document, unless somebody is at work on the same file as text. */
function shownNotebook(uri: Uri): NotebookDocument | undefined {
  return openDocument(uri)?.isDirty === true ? undefined : openNotebook(uri);
}
