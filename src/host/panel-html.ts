export interface PanelPage {
  /** Fresh for every page: the only script that may run carries it. */
  readonly nonce: string;
  /** `webview.cspSource`. */
  readonly cspSource: string;
  /** `dist/webview/panel.js` as a webview URI. */
  readonly scriptUri: string;
  /** `dist/webview/panel.css` as a webview URI. */
  readonly styleUri: string;
  /** `dist/webview/codicon.css` as a webview URI; its font lies beside it. */
  readonly codiconsUri: string;
  /** `vscode.env.language`. */
  readonly language: string;
}

/**
 * The panel's page. Nothing is allowed but the one script with the nonce, and styles, the icon font
 * and images of the extension itself; so model text can neither run nor fetch anything.
 */
export function panelHtml(page: PanelPage): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${page.nonce}'`,
    `style-src ${page.cspSource}`,
    `font-src ${page.cspSource}`,
    `img-src ${page.cspSource} data:`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="${escapeAttribute(page.language)}">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${escapeAttribute(policy)}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <link rel="stylesheet" href="${escapeAttribute(page.codiconsUri)}">
    <link rel="stylesheet" href="${escapeAttribute(page.styleUri)}">
    <title>Ratchet</title>
  </head>
  <body>
    <div id="panel"></div>
    <script nonce="${escapeAttribute(page.nonce)}" src="${escapeAttribute(page.scriptUri)}"></script>
  </body>
</html>
`;
}

function escapeAttribute(value: string): string {
  return value.replace(/[&"<>]/g, (character) => `&#${character.charCodeAt(0)};`);
}
