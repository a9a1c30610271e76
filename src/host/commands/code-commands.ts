import * as vscode from 'vscode';
import { lineRange, type CodeTarget } from '../context/collect-context.ts';

/** A command on code: what it asks the user first, and what it asks of the model. */
export interface CodeCommand {
  readonly needsEditor: boolean;
  readonly question?: { readonly prompt: string; readonly placeHolder: string };
  readonly withProblems: boolean;
  /** The request as the user sees it in the chat; `place` reads like `total() in src/cart.ts`. */
  readonly request: (place: string, answer: string) => string;
}

const ofPlace = (place: string): string => (place ? ` ${place}` : '');

export const codeCommands = {
  explain: {
    needsEditor: true,
    withProblems: false,
    request: (place) =>
      `Explain${ofPlace(place)}: what it does, how it works, and what to watch out for.`,
  },
  fix: {
    needsEditor: true,
    withProblems: true,
    request: (place) =>
      `Fix the problems${place ? ` in ${place}` : ''}. Find the cause first, then make the smallest change that removes it.`,
  },
  refactor: {
    needsEditor: true,
    question: {
      prompt: 'What should be better?',
      placeHolder: 'Such as: extract the parsing into its own function',
    },
    withProblems: false,
    request: (place, answer) => `Refactor${ofPlace(place)}: ${answer}\nBehaviour stays the same.`,
  },
  debug: {
    needsEditor: false,
    question: {
      prompt: 'What goes wrong?',
      placeHolder: 'Such as: the total is one cent off for three items',
    },
    withProblems: true,
    request: (place, answer) =>
      `Debug${place ? ` (I am looking at ${place})` : ''}: ${answer}\nReproduce it, find the root cause, fix it, and show that it is fixed.`,
  },
  writeTests: {
    needsEditor: true,
    withProblems: false,
    request: (place) =>
      `Write tests for${ofPlace(place)} in the style of this project's tests, and run them.`,
  },
  document: {
    needsEditor: true,
    withProblems: false,
    request: (place) =>
      `Document${ofPlace(place)} in the style of this project. Change no behaviour.`,
  },
} as const satisfies Record<string, CodeCommand>;

export type CodeCommandName = keyof typeof codeCommands;

/** Where a command applies, from its arguments (lens, lightbulb) or the active editor. */
export async function findTarget(
  uri: unknown,
  range: unknown,
): Promise<(CodeTarget & { readonly name: string }) | undefined> {
  if (uri instanceof vscode.Uri && range instanceof vscode.Range) {
    await vscode.workspace.openTextDocument(uri);
    return { uri, range, name: await nameOf(uri, range) };
  }
  const editor = vscode.window.activeTextEditor;
  if (!editor) return undefined;
  const { document, selection } = editor;
  const place = selection.isEmpty
    ? ((await symbolAt(document.uri, selection.active)) ?? wholeOf(document))
    : new vscode.Range(selection.start, selection.end);
  return { uri: document.uri, range: place, name: await nameOf(document.uri, place) };
}

function wholeOf(document: vscode.TextDocument): vscode.Range {
  return new vscode.Range(0, 0, document.lineCount, 0);
}

/** Such as `total (src/cart.ts:12-30)`. */
async function nameOf(uri: vscode.Uri, range: vscode.Range): Promise<string> {
  const path = vscode.workspace.asRelativePath(uri);
  const symbols = await symbolsOf(uri);
  const symbol = innermost(symbols, range.start)?.find((it) => it.range.isEqual(range));
  const lines = `${path}:${lineRange(range.start.line + 1, range.end.line + 1)}`;
  return symbol ? `\`${symbol.name}\` (${lines})` : lines;
}

async function symbolAt(
  uri: vscode.Uri,
  position: vscode.Position,
): Promise<vscode.Range | undefined> {
  return innermost(await symbolsOf(uri), position)?.at(-1)?.range;
}

/** The chain of symbols around a position, outermost first. */
function innermost(
  symbols: readonly vscode.DocumentSymbol[],
  position: vscode.Position,
): readonly vscode.DocumentSymbol[] | undefined {
  const around = symbols.find((symbol) => symbol.range.contains(position));
  return around && [around, ...(innermost(around.children, position) ?? [])];
}

export async function symbolsOf(uri: vscode.Uri): Promise<readonly vscode.DocumentSymbol[]> {
  const found = await vscode.commands.executeCommand<vscode.DocumentSymbol[] | undefined>(
    'vscode.executeDocumentSymbolProvider',
    uri,
  );
  // Some providers answer with the older flat form, which has no ranges of bodies.
  return (found ?? []).filter((symbol) => 'children' in symbol);
}
