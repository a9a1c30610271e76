import assert from 'node:assert/strict';
import { describe, it } from 'mocha';

import { decodeEntities } from '../../src/webview/markdown/decode-entities.ts';

describe('character references', () => {
  const cases: readonly [string, string][] = [
    ['a &lt;b&gt; &amp;amp;', 'a <b> &amp;'],
    ['&#39;&#x27;', "''"],
    ['&unknown; &constructor;', '&unknown; &constructor;'],
    ['&#0;&#xD800;&#x110000;', '\ufffd\ufffd\ufffd'],
    ['no & reference', 'no & reference'],
  ];
  for (const [text, decoded] of cases) {
    it(text, () => {
      assert.equal(decodeEntities(text), decoded);
    });
  }
});
