import assert from 'node:assert/strict';
import { describe, it } from 'mocha';

import { panelHtml } from '../../src/host/panel-html.ts';

const page = {
  nonce: 'N0nce',
  cspSource: 'https://*.vscode-cdn.net',
  scriptUri: 'https://x.vscode-cdn.net/panel.js?a=1&b=2',
  styleUri: 'https://x.vscode-cdn.net/panel.css',
  codiconsUri: 'https://x.vscode-cdn.net/codicon.css',
  language: 'pt-br',
};

describe('the panel’s page', () => {
  const html = panelHtml(page);
  const policy = decode(/Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '');

  it('allows nothing that is not named', () => {
    assert.deepEqual(policy.split('; '), [
      "default-src 'none'",
      "script-src 'nonce-N0nce'",
      'style-src https://*.vscode-cdn.net',
      'font-src https://*.vscode-cdn.net',
      'img-src https://*.vscode-cdn.net data:',
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  });

  it('has one script, with the nonce, and nothing inline', () => {
    assert.deepEqual(html.match(/<script[^>]*>/g), [
      '<script nonce="N0nce" src="https://x.vscode-cdn.net/panel.js?a=1&#38;b=2">',
    ]);
    assert.doesNotMatch(html, /<style| style=| on\w+=|unsafe-/);
  });

  it('speaks the language of VS Code', () => {
    assert.match(html, /<html lang="pt-br">/);
  });

  it('lets nothing out of an attribute', () => {
    const hostile = panelHtml({ ...page, language: '"><img src=x onerror=alert(1)>' });
    assert.doesNotMatch(hostile, /<img/);
  });
});

function decode(attribute: string): string {
  return attribute.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
}
