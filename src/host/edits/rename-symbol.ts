import { commands, Position, Uri, workspace, type TextEdit, type WorkspaceEdit } from 'vscode';
import type { ChangeSet, FileChange } from '../../core/edits/change-set.ts';
import type { Editor, Files } from '../../core/ports.ts';
import { reasonOf } from './carry-out.ts';
import { workspacePath } from './workspace-path.ts';

type RenameRequest = Parameters<Editor['renameSymbol']>[0];
type RenameOutcome = Awaited<ReturnType<Editor['renameSymbol']>>;

/** Asks the language server for a rename and answers with it as a change set; writes nothing. */
export async function renameSymbol(
  files: Files,
  request: RenameRequest,
  signal: AbortSignal,
): Promise<RenameOutcome> {
  const located = await files.locate(request.path);
  if (located.kind !== 'inside') return problem(`${request.path} is not in the workspace.`);
  const uri = Uri.parse(located.uri, true);
  const document = await workspace.openTextDocument(uri);
  if (request.line < 1 || request.line > document.lineCount) {
    return problem(`${request.path} has ${document.lineCount} lines, no line ${request.line}.`);
  }
  const line = document.lineAt(request.line - 1).text;
  const column = findWord(line, request.symbol);
  if (column === undefined) {
    return problem(
      `Line ${request.line} of ${request.path} has no \`${request.symbol}\`; it reads: ${line.trim()}`,
    );
  }
  signal.throwIfAborted();
  let edit: WorkspaceEdit | undefined;
  try {
    edit = await commands.executeCommand<WorkspaceEdit | undefined>(
      'vscode.executeDocumentRenameProvider',
      uri,
      new Position(request.line - 1, column),
      request.newName,
    );
  } catch (error) {
    return problem(`The language server refused the rename: ${reasonOf(error)}`);
  }
  signal.throwIfAborted();
  if (edit === undefined || edit.entries().length === 0) {
    return problem(
      `No language server can rename \`${request.symbol}\` there; edit the places with apply_patch.`,
    );
  }
  return toChanges(files, edit);
}

async function toChanges(files: Files, edit: WorkspaceEdit): Promise<RenameOutcome> {
  const changes: FileChange[] = [];
  for (const [uri, edits] of edit.entries()) {
    const path = workspacePath(files.roots, uri.toString());
    if (path === undefined) {
      return problem(`The rename would change ${uri.path}, which is not in the workspace.`);
    }
    const document = await workspace.openTextDocument(uri);
    const before = document.getText();
    const after = applyTextEdits(before, edits, (position) => document.offsetAt(position));
    if (after === before) continue;
    changes.push({ kind: 'modify', path, before, after, baseVersion: `doc-${document.version}` });
  }
  const set: ChangeSet = { changes };
  return changes.length === 0
    ? problem('The rename changes nothing.')
    : { kind: 'changes', changes: set };
}

function applyTextEdits(
  text: string,
  edits: readonly TextEdit[],
  offsetAt: (position: Position) => number,
): string {
  const sorted = edits
    .map(({ range, newText }) => ({
      start: offsetAt(range.start),
      end: offsetAt(range.end),
      newText,
    }))
    .sort((left, right) => left.start - right.start);
  let result = '';
  let copied = 0;
  for (const { start, end, newText } of sorted) {
    result += text.slice(copied, start) + newText;
    copied = end;
  }
  return result + text.slice(copied);
}

/** The column at which a name stands as a whole word. */
function findWord(line: string, word: string): number | undefined {
  for (let at = line.indexOf(word); at >= 0; at = line.indexOf(word, at + 1)) {
    const before = line[at - 1] ?? ' ';
    const after = line[at + word.length] ?? ' ';
    if (!isWordCharacter(before) && !isWordCharacter(after)) return at;
  }
  return undefined;
}

function isWordCharacter(character: string): boolean {
  return /[\p{L}\p{N}_$]/u.test(character);
}

function problem(message: string): RenameOutcome {
  return { kind: 'problem', message };
}
