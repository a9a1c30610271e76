import assert from 'node:assert/strict';
import { fitMessage, fitOutput } from '../../../src/core/agent/fit-parts.ts';
import type { ContentPart, InputItem } from '../../../src/core/agent/items.ts';
import { limits } from '../../../src/core/agent/limits.ts';
import { userSays } from '../../support/play-task.ts';

function image(characters: number): ContentPart {
  return { type: 'input_image', image_url: 'i'.repeat(characters), detail: 'auto' };
}

describe('what one request can carry', () => {
  it('leaves outputs within bounds as they are', () => {
    const parts = [{ type: 'input_text', text: 'look' } as const, image(1_000)];
    assert.equal(fitOutput('short', []), 'short');
    assert.deepEqual(fitOutput(parts, []), parts);
  });

  it('cuts the middle of an output that slipped through its tool’s bounds', () => {
    const cut = fitOutput(`head${'x'.repeat(limits.outputCharacters)}tail`, []);
    assert.ok(typeof cut === 'string' && cut.length < limits.outputCharacters + 200);
    assert.match(cut, /^head.*narrow the call.*tail$/s);
  });

  it('leaves out an image that would make the endpoint refuse the whole history', () => {
    const half = limits.imageCharacters / 2;
    const history: readonly InputItem[] = [
      { ...userSays('See.').item, content: [image(half)] },
      { type: 'function_call_output', call_id: 'c1', output: [image(half - 10)] },
    ];
    const small = image(10);
    const words = { type: 'input_text', text: 'These.' } as const;
    const message = { type: 'message', role: 'user', content: [small, image(1), words] } as const;
    const { content } = fitMessage(message, history);
    assert.equal(content[0], small);
    assert.match(JSON.stringify(content[1]), /image was left out/);
    assert.equal(content[2], words);
    assert.equal(fitMessage(userSays('Go on.').item, history).content.length, 1);
  });
});
