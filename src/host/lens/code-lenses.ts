import * as vscode from 'vscode';
import { symbolsOf } from '../commands/code-commands.ts';
import { settingsSection } from '../settings.ts';

const lensKinds = new Set([
  vscode.SymbolKind.Function,
  vscode.SymbolKind.Method,
  vscode.SymbolKind.Constructor,
  vscode.SymbolKind.Class,
  vscode.SymbolKind.Interface,
]);

/** In a file with more of them, a generated one mostly, each line of lenses slows every edit down. */
const mostSymbols = 2000;

/** `Explain · Fix · Test` above functions and classes; Fix only where there are problems. */
export class CodeLenses implements vscode.CodeLensProvider {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;

  /** Problems and settings move the lenses; both are heard only while the provider is registered. */
  listen(): vscode.Disposable {
    const problems = vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      const shown = vscode.window.visibleTextEditors.map((editor) =>
        editor.document.uri.toString(),
      );
      if (uris.some((uri) => shown.includes(uri.toString()))) this.#changed.fire();
    });
    const settings = vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`${settingsSection}.codeLens`)) this.#changed.fire();
    });
    return vscode.Disposable.from(problems, settings, this.#changed);
  }

  async provideCodeLenses(
    document: vscode.TextDocument,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeLens[]> {
    const configuration = vscode.workspace.getConfiguration(settingsSection, document);
    if (configuration.get('codeLens.enabled') !== true || !vscode.workspace.isTrusted) return [];
    const symbols = withLens(await symbolsOf(document.uri));
    if (token.isCancellationRequested || symbols.length > mostSymbols) return [];
    const errors = vscode.languages
      .getDiagnostics(document.uri)
      .filter(({ severity }) => severity <= vscode.DiagnosticSeverity.Warning);
    return symbols.flatMap((symbol) => {
      const broken = errors.some(({ range }) => symbol.range.intersection(range));
      return [
        lens(document, symbol, 'Explain', 'ratchet.explain'),
        ...(broken ? [lens(document, symbol, 'Fix', 'ratchet.fix')] : []),
        ...(isTest(document) || symbol.kind === vscode.SymbolKind.Interface
          ? []
          : [lens(document, symbol, 'Test', 'ratchet.writeTests')]),
      ];
    });
  }
}

/** Functions and classes, with the members of classes; not what is nested inside functions. */
function withLens(symbols: readonly vscode.DocumentSymbol[]): readonly vscode.DocumentSymbol[] {
  return symbols.flatMap((symbol) => {
    const container =
      symbol.kind === vscode.SymbolKind.Class ||
      symbol.kind === vscode.SymbolKind.Module ||
      symbol.kind === vscode.SymbolKind.Namespace;
    return [
      ...(lensKinds.has(symbol.kind) ? [symbol] : []),
      ...(container ? withLens(symbol.children) : []),
    ];
  });
}

function lens(
  document: vscode.TextDocument,
  symbol: vscode.DocumentSymbol,
  title: string,
  command: string,
): vscode.CodeLens {
  return new vscode.CodeLens(symbol.selectionRange, {
    title,
    tooltip: `${title} ${symbol.name} with Ratchet`,
    command,
    arguments: [document.uri, symbol.range],
  });
}

function isTest(document: vscode.TextDocument): boolean {
  return /(^|[./_-])(test|spec)s?[./_-]/i.test(vscode.workspace.asRelativePath(document.uri));
}
