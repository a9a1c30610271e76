import * as vscode from 'vscode';
import type { CodePlace, CodeSymbol, LanguageOutcome, Languages } from '../../core/ports.ts';
import { secretReason } from '../../core/policy/secret-paths.ts';
import type { WorkspaceFiles, WorkspacePlace } from './create-files.ts';

/** A cold language server takes seconds; one that hangs must not hold the task. */
const answerMs = 30_000;
const lineMost = 200;
/** Places whose line is read; with more only the first are worth the reading. */
const placesMost = 500;

export function createLanguages(files: WorkspaceFiles): Languages {
  const warm = new Set<string>();
  return {
    async outline(path, signal) {
      const opened = await open(path, files, signal);
      if ('problem' in opened) return { kind: 'problem', message: opened.problem };
      const { document, place } = opened;
      const found = await inTime(
        vscode.commands.executeCommand<
          readonly (vscode.DocumentSymbol | vscode.SymbolInformation)[] | undefined
        >('vscode.executeDocumentSymbolProvider', document.uri),
        signal,
      );
      if ('problem' in found) return { kind: 'problem', message: found.problem };
      return {
        kind: 'found',
        found: flatten(found.value ?? [], place.path).sort((a, b) => a.line - b.line),
      };
    },

    async find(query, signal) {
      const found = await inTime(
        vscode.commands.executeCommand<readonly vscode.SymbolInformation[] | undefined>(
          'vscode.executeWorkspaceSymbolProvider',
          query,
        ),
        signal,
      );
      if ('problem' in found) return { kind: 'problem', message: found.problem };
      const symbols = (found.value ?? []).flatMap((symbol): readonly CodeSymbol[] => {
        const path = files.pathOf(symbol.location.uri);
        return path === undefined || secretReason(path) !== undefined
          ? []
          : [informationSymbol(symbol, path)];
      });
      return { kind: 'found', found: symbols };
    },

    async places({ path, line, symbol, kind }, signal) {
      const opened = await open(path, files, signal);
      if ('problem' in opened) return { kind: 'problem', message: opened.problem };
      const position = positionOf(opened.document, line, symbol);
      if ('problem' in position) return { kind: 'problem', message: position.problem };
      await warmUp(opened.document, warm, signal);
      const command = {
        references: 'vscode.executeReferenceProvider',
        definition: 'vscode.executeDefinitionProvider',
        implementations: 'vscode.executeImplementationProvider',
      }[kind];
      const found = await inTime(
        vscode.commands.executeCommand<
          readonly (vscode.Location | vscode.LocationLink)[] | undefined
        >(command, opened.document.uri, position.at),
        signal,
      );
      if ('problem' in found) return { kind: 'problem', message: found.problem };
      return describePlaces(found.value ?? [], files, signal);
    },
  };
}

type Problem = { readonly problem: string };

async function open(
  path: string,
  files: WorkspaceFiles,
  signal: AbortSignal,
): Promise<{ readonly document: vscode.TextDocument; readonly place: WorkspacePlace } | Problem> {
  const outcome = await files.read(path, signal);
  if (outcome.kind !== 'text') {
    const why = outcome.kind === 'refused' ? outcome.reason : outcome.kind;
    return { problem: `${path} cannot be looked at (${why}). Check the path with list_files.` };
  }
  const place = await files.place(path);
  if (!place) return { problem: `${path} is outside the workspace.` };
  return { document: await vscode.workspace.openTextDocument(place.uri), place };
}

/** What a language server answers, or a sentence when it takes too long. */
async function inTime<Value>(
  answer: Thenable<Value>,
  signal: AbortSignal,
): Promise<{ readonly value: Value } | Problem> {
  let stop: (outcome: 'late') => void = () => undefined;
  const late = new Promise<'late'>((resolve) => {
    stop = resolve;
  });
  const timer = setTimeout(stop, answerMs, 'late');
  const abort = () => {
    stop('late');
  };
  signal.addEventListener('abort', abort, { once: true });
  try {
    const outcome = await Promise.race([answer.then((value) => ({ value })), late]);
    signal.throwIfAborted();
    return outcome === 'late'
      ? { problem: 'The language server did not answer in time. Use search instead.' }
      : outcome;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}

/**
 * While a project loads, TypeScript answers from the open file alone. Code actions are asked of the
 * loaded project only, so that their answer means that the project is there.
 */
async function warmUp(
  document: vscode.TextDocument,
  warm: Set<string>,
  signal: AbortSignal,
): Promise<void> {
  const key = document.uri.toString();
  if (warm.has(key)) return;
  const range = new vscode.Range(0, 0, 0, 0);
  const answer = await inTime(
    vscode.commands.executeCommand('vscode.executeCodeActionProvider', document.uri, range),
    signal,
  );
  if (!('problem' in answer)) warm.add(key);
}

/** The symbol on its line, else on the nearest line within a few, else where it first stands. */
function positionOf(
  document: vscode.TextDocument,
  line: number,
  symbol: string,
): { readonly at: vscode.Position } | Problem {
  const name = symbol.split(/[.#:]+/).at(-1) ?? symbol;
  const columnOn = (index: number) =>
    index >= 0 && index < document.lineCount ? wordIn(document.lineAt(index).text, name) : -1;
  for (const step of [0, 1, -1, 2, -2, 3, -3]) {
    const index = line - 1 + step;
    const column = columnOn(index);
    if (column >= 0) return { at: new vscode.Position(index, column) };
  }
  const others: number[] = [];
  for (let index = 0; index < document.lineCount && others.length < 5; index++) {
    if (columnOn(index) >= 0) others.push(index + 1);
  }
  return {
    problem: `${symbol} does not stand on line ${line}${
      others.length > 0
        ? `; it stands on line ${others.join(', ')}. Call again with one of these.`
        : ' nor anywhere else in this file. Check the path and the name.'
    }`,
  };
}

/** Where `name` stands as a whole word; -1 where it does not. */
function wordIn(text: string, name: string): number {
  const isWord = (character: string | undefined) =>
    character !== undefined && /[\p{L}\p{N}_$]/u.test(character);
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (!isWord(text[at - 1]) && !isWord(text[at + name.length])) return at;
  }
  return -1;
}

function flatten(
  symbols: readonly (vscode.DocumentSymbol | vscode.SymbolInformation)[],
  path: string,
  container?: string,
): CodeSymbol[] {
  return symbols.flatMap((symbol) => {
    if (!('children' in symbol)) return [informationSymbol(symbol, path)];
    const own: CodeSymbol = {
      name: symbol.name,
      kind: kindName(symbol.kind),
      path,
      line: symbol.selectionRange.start.line + 1,
      endLine: symbol.range.end.line + 1,
      ...(container === undefined ? {} : { container }),
    };
    const name = container === undefined ? symbol.name : `${container}.${symbol.name}`;
    return [own, ...flatten(symbol.children, path, name)];
  });
}

function informationSymbol(symbol: vscode.SymbolInformation, path: string): CodeSymbol {
  return {
    name: symbol.name,
    kind: kindName(symbol.kind),
    path,
    line: symbol.location.range.start.line + 1,
    ...(symbol.containerName === '' ? {} : { container: symbol.containerName }),
  };
}

function kindName(kind: vscode.SymbolKind): string {
  return vscode.SymbolKind[kind].toLowerCase();
}

async function describePlaces(
  found: readonly (vscode.Location | vscode.LocationLink)[],
  files: WorkspaceFiles,
  signal: AbortSignal,
): Promise<LanguageOutcome<CodePlace>> {
  const texts = new Map<string, readonly string[]>();
  const places = new Map<string, CodePlace>();
  for (const location of found.slice(0, placesMost)) {
    signal.throwIfAborted();
    const uri = 'targetUri' in location ? location.targetUri : location.uri;
    const range =
      'targetUri' in location
        ? (location.targetSelectionRange ?? location.targetRange)
        : location.range;
    const path = files.pathOf(uri);
    if (path === undefined || secretReason(path) !== undefined) continue;
    let lines = texts.get(path);
    if (!lines) {
      // The definition of a library lies in an ignored folder; its one line is no secret.
      const file = await files.read(path, signal, { granted: true });
      lines = file.kind === 'text' ? file.text.split(/\r\n|\n|\r/) : [];
      texts.set(path, lines);
    }
    const line = range.start.line + 1;
    const text = (lines[line - 1] ?? '').trim().slice(0, lineMost);
    places.set(`${path}:${line}`, { path, line, text });
  }
  return {
    kind: 'found',
    found: [...places.values()].sort((a, b) =>
      a.path === b.path ? a.line - b.line : a.path < b.path ? -1 : 1,
    ),
  };
}
