import * as vscode from 'vscode';

/**
 * Registers a file system whose real provider is loaded on first use: restored editors need the
 * scheme at once, but activation must not pay for what serves it.
 */
export function registerLazyFileSystem(
  scheme: string,
  load: () => Promise<vscode.FileSystemProvider>,
  options: { readonly isReadonly: boolean },
): vscode.Disposable {
  const changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  let loaded: Promise<vscode.FileSystemProvider> | undefined;
  const provider = (): Promise<vscode.FileSystemProvider> =>
    (loaded ??= load().then((real) => {
      real.onDidChangeFile((events) => {
        changed.fire(events);
      });
      return real;
    }));
  const registration = vscode.workspace.registerFileSystemProvider(
    scheme,
    {
      onDidChangeFile: changed.event,
      watch: () => new vscode.Disposable(() => undefined),
      stat: async (uri) => (await provider()).stat(uri),
      readDirectory: async (uri) => (await provider()).readDirectory(uri),
      createDirectory: async (uri) => (await provider()).createDirectory(uri),
      readFile: async (uri) => (await provider()).readFile(uri),
      writeFile: async (uri, content, how) => (await provider()).writeFile(uri, content, how),
      delete: async (uri, how) => (await provider()).delete(uri, how),
      rename: async (from, to, how) => (await provider()).rename(from, to, how),
    },
    { isCaseSensitive: true, isReadonly: options.isReadonly },
  );
  return vscode.Disposable.from(registration, changed);
}
