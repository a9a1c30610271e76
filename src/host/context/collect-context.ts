import * as os from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { describeProblems } from '../../core/context/describe-problems.ts';
import type { ContextSnapshot, SelectedText } from '../../core/context/user-message.ts';
import type { Files, Problems } from '../../core/ports.ts';
import type { AttachmentInfo } from '../../shared/events.ts';
import { workspacePath } from '../edits/workspace-path.ts';
import { readInstructions } from './read-instructions.ts';

/** A place a command or a lens was called on. */
export interface CodeTarget {
  readonly uri: vscode.Uri;
  readonly range: vscode.Range;
}

export interface ContextRequest {
  /** First message of a task: environment and instructions go along. */
  readonly first: boolean;
  readonly target?: CodeTarget;
  readonly files?: readonly vscode.Uri[];
  readonly images?: readonly { readonly label: string; readonly dataUri: string }[];
  readonly withProblems?: boolean;
  readonly withSymbols?: boolean;
  readonly diff?: string;
  /** Without editors: a task of the API knows only what it was given. */
  readonly withEditors: boolean;
}

export interface CollectedContext {
  readonly snapshot: ContextSnapshot;
  /** What of it the user is shown. */
  readonly attachments: readonly AttachmentInfo[];
}

interface Ports {
  readonly files: Files;
  readonly problems: Problems;
}

const openEditorsShown = 20;
const problemsShown = 20;

/** Facts about the workspace for one message, frozen as they are now. */
export async function collectContext(
  request: ContextRequest,
  ports: Ports,
  signal: AbortSignal,
): Promise<CollectedContext> {
  const editor = request.withEditors ? vscode.window.activeTextEditor : undefined;
  const selected = selectedText(request.target, editor, ports.files);
  const instructions = request.first ? await readInstructions(ports.files, signal) : [];
  const attached = await readAttached(request.files ?? [], ports.files, signal);
  const problems = request.withProblems ? await targetProblems(request.target, ports) : '';
  const symbols = request.withSymbols ? await targetSymbols(request.target) : '';
  return {
    snapshot: {
      ...(request.first ? { environment: describeEnvironment(ports.files) } : {}),
      ...(instructions.length > 0 ? { instructions } : {}),
      ...(editor && isWorkspaceFile(editor.document) ? editors(editor, ports.files) : {}),
      ...(selected ? { selections: [selected] } : {}),
      ...(attached.length > 0 ? { files: attached } : {}),
      ...(problems ? { problems } : {}),
      ...(symbols ? { symbols } : {}),
      ...(request.diff ? { diff: request.diff } : {}),
      ...(request.images?.length ? { images: request.images } : {}),
    },
    attachments: [
      ...instructions.map((file): AttachmentInfo => ({
        kind: 'instructions',
        label: file.path,
        uri: file.uri,
      })),
      ...(selected ? [selectionInfo(selected, request.target?.uri ?? editor?.document.uri)] : []),
      ...attached.map((file): AttachmentInfo => ({
        kind: 'file',
        label: file.path,
        uri: file.uri,
      })),
      ...(problems ? [{ kind: 'problems' as const, label: 'Problems' }] : []),
      ...(request.diff ? [{ kind: 'diff' as const, label: 'Changes' }] : []),
      ...(request.images ?? []).map((image): AttachmentInfo => ({
        kind: 'image',
        label: image.label,
      })),
    ],
  };
}

function describeEnvironment(files: Files): readonly string[] {
  const roots = files.roots.map((root) => root.name).join(', ') || 'none';
  return [
    `date: ${new Date().toISOString().slice(0, 10)}`,
    `system: ${os.type()} ${os.arch()}`,
    `workspace folders: ${roots}`,
    files.roots.length > 1
      ? 'Paths begin with the name of their folder, such as ' +
        `${files.roots[0]?.name ?? ''}/src/x.ts.`
      : 'Paths are relative to the workspace folder.',
  ];
}

function editors(
  editor: vscode.TextEditor,
  files: Files,
): Pick<ContextSnapshot, 'activeEditor' | 'openEditors'> {
  const open = vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .flatMap((tab) => (tab.input instanceof vscode.TabInputText ? [tab.input.uri] : []))
    .filter((uri) => uri.scheme === editor.document.uri.scheme)
    .map((uri) => pathOf(uri, files));
  return {
    activeEditor: {
      path: pathOf(editor.document.uri, files),
      line: editor.selection.active.line + 1,
      unsaved: editor.document.isDirty,
    },
    openEditors: [...new Set(open)].slice(0, openEditorsShown),
  };
}

function selectedText(
  target: CodeTarget | undefined,
  editor: vscode.TextEditor | undefined,
  files: Files,
): SelectedText | undefined {
  const document = target
    ? vscode.workspace.textDocuments.find((it) => it.uri.toString() === target.uri.toString())
    : editor?.document;
  const range = target?.range ?? editor?.selection;
  if (!document || !range || range.isEmpty || !isWorkspaceFile(document)) return undefined;
  return {
    path: pathOf(document.uri, files),
    startLine: range.start.line + 1,
    endLine: range.end.line + 1,
    text: document.getText(range),
  };
}

function selectionInfo(selected: SelectedText, uri: vscode.Uri | undefined): AttachmentInfo {
  return {
    kind: 'selection',
    label: `${path.posix.basename(selected.path)}:${lineRange(selected.startLine, selected.endLine)}`,
    ...(uri ? { uri: uri.toString(), line: selected.startLine } : {}),
  };
}

async function readAttached(
  uris: readonly vscode.Uri[],
  files: Files,
  signal: AbortSignal,
): Promise<readonly { path: string; text: string; uri: string }[]> {
  const read = uris.map(async (uri) => {
    const name = pathOf(uri, files);
    // The user picked this file, wherever it is.
    const outcome = await files.read(name, signal, { granted: true });
    const text = outcome.kind === 'text' ? outcome.text : `(not readable as text: ${outcome.kind})`;
    return { path: name, text, uri: uri.toString() };
  });
  return Promise.all(read);
}

async function targetProblems(target: CodeTarget | undefined, ports: Ports): Promise<string> {
  const name = target && pathOf(target.uri, ports.files);
  const problems = await ports.problems.current(name ? [name] : undefined);
  const near = target
    ? problems.filter(
        ({ line }) => line - 1 >= target.range.start.line && line - 1 <= target.range.end.line,
      )
    : problems;
  return describeProblems(near.length > 0 ? near : problems, problemsShown);
}

/** The symbols around a place, so that the model knows what it looks at without asking. */
async function targetSymbols(target: CodeTarget | undefined): Promise<string> {
  if (!target) return '';
  const found = await vscode.commands.executeCommand<vscode.DocumentSymbol[] | undefined>(
    'vscode.executeDocumentSymbolProvider',
    target.uri,
  );
  const lines: string[] = [];
  const walk = (symbols: readonly vscode.DocumentSymbol[], depth: number): void => {
    for (const symbol of symbols) {
      if (!symbol.range.intersection(target.range)) continue;
      const kind = vscode.SymbolKind[symbol.kind].toLowerCase();
      lines.push(
        `${'  '.repeat(depth)}${kind} ${symbol.name}: lines ${symbol.range.start.line + 1}-${symbol.range.end.line + 1}`,
      );
      walk(symbol.children, depth + 1);
    }
  };
  // Some providers answer with the older flat form, which has no ranges of bodies.
  walk(
    (found ?? []).filter((symbol) => 'children' in symbol),
    0,
  );
  return lines.slice(0, 40).join('\n');
}

function isWorkspaceFile(document: vscode.TextDocument): boolean {
  return vscode.workspace.getWorkspaceFolder(document.uri) !== undefined;
}

/** The path the model knows a file by; outside the workspace, the file's own. */
function pathOf(uri: vscode.Uri, files: Files): string {
  return workspacePath(files.roots, uri.toString()) ?? uri.fsPath;
}

/** `12` or `12-30`, as people write it. */
export function lineRange(first: number, last: number): string {
  return first === last ? `${first}` : `${first}-${last}`;
}
