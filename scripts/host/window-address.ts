/** What a window of the web host is to show. */
export interface WindowOptions {
  readonly open?: string;
  readonly extensionDevelopmentPath?: string;
  readonly extensionTestsPath?: string;
}

/** Address of a window: the server's address with the folder and the extension in its query. */
export function windowAddress(server: URL, options: WindowOptions): URL {
  const address = new URL(server);
  if (options.open === undefined) address.searchParams.set('ew', 'true');
  else {
    const kind = options.open.endsWith('.code-workspace') ? 'workspace' : 'folder';
    address.searchParams.set(kind, options.open);
  }
  const remote = (file: string) => `vscode-remote://${server.host}${encodeURI(file)}`;
  const payload: [string, string][] = [];
  if (options.extensionDevelopmentPath !== undefined) {
    payload.push(['extensionDevelopmentPath', remote(options.extensionDevelopmentPath)]);
  }
  if (options.extensionTestsPath !== undefined) {
    payload.push(['extensionTestsPath', remote(options.extensionTestsPath)]);
  }
  payload.push(['skipWelcome', 'true']);
  address.searchParams.set('payload', JSON.stringify(payload));
  return address;
}
