import assert from 'node:assert/strict';
import { describe, it } from 'mocha';

import {
  linkTarget,
  mentionTarget,
  type LinkTarget,
} from '../../src/webview/markdown/link-target.ts';

const none: LinkTarget = { kind: 'none' };
const file = (path: string, line?: number): LinkTarget =>
  line === undefined ? { kind: 'file', path } : { kind: 'file', path, line };

describe('where a link leads', () => {
  const cases: readonly [string, LinkTarget][] = [
    [
      'https://example.com/a?b#c',
      { kind: 'web', href: 'https://example.com/a?b#c', host: 'example.com' },
    ],
    ['HTTP://Example.com', { kind: 'web', href: 'http://example.com/', host: 'example.com' }],
    [
      'https://github.com@evil.example/x',
      { kind: 'web', href: 'https://github.com@evil.example/x', host: 'evil.example' },
    ],
    [
      'https://exаmple.com',
      { kind: 'web', href: 'https://xn--exmple-4nf.com/', host: 'xn--exmple-4nf.com' },
    ],
    ['mailto:a@example.com', { kind: 'web', href: 'mailto:a@example.com', host: 'a@example.com' }],
    ['javascript:alert(1)', none],
    ['JaVaScRiPt:alert(1)', none],
    ['command:workbench.action.quit', none],
    ['vscode://ratchet.ratchet/x', none],
    ['vscode-insiders:x', none],
    ['data:text/html,x', none],
    ['vbscript:x', none],
    ['blob:https://a/b', none],
    ['//evil.example/x', none],
    ['\\\\server\\share', none],
    ['#section', none],
    ['https://', none],
    ['src/a.ts', file('src/a.ts')],
    ['src/a.ts:12', file('src/a.ts', 12)],
    ['src/a.ts#L12-L20', file('src/a.ts', 12)],
    ['./my%20file.md', file('./my file.md')],
    ['100%.md', file('100%.md')],
    ['file:///w/a.ts#L3', file('file:///w/a.ts', 3)],
  ];
  for (const [href, target] of cases) {
    it(href, () => {
      assert.deepEqual(linkTarget(href), target);
    });
  }
});

describe('a path mentioned in code', () => {
  const cases: readonly [string, LinkTarget][] = [
    ['src/a.ts', file('src/a.ts')],
    ['src/a.ts:12', file('src/a.ts', 12)],
    ['src/a.ts:12:5', file('src/a.ts', 12)],
    ['src/a.ts:12-30', file('src/a.ts', 12)],
    ['package.json', file('package.json')],
    ['.github/workflows/ci.yml', file('.github/workflows/ci.yml')],
    ['order.total', none],
    ['console.log', none],
    ['npm test', none],
    ['a/b', none],
    ['1.2.3', none],
    ['https://example.com/a.ts', none],
    ['/etc/passwd', none],
    ['rm -rf a.ts', none],
    ['x'.repeat(400) + '.ts', none],
  ];
  for (const [code, target] of cases) {
    it(code.slice(0, 40), () => {
      assert.deepEqual(mentionTarget(code), target);
    });
  }
});
