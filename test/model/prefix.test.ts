import assert from 'node:assert/strict';
import { comparePrefix, type Prompt } from '../../src/model/prefix.ts';

const base: Prompt = {
  tools: [{ name: 'a' }, { name: 'b' }],
  instructions: 'be brief',
  input: [
    { role: 'user', text: 'one' },
    { role: 'assistant', text: 'two' },
  ],
};

describe('the prefix rule', () => {
  const holds: readonly [string, Prompt][] = [
    ['the same request', base],
    ['equal values in new objects', structuredClone(base)],
    ['a longer input', { ...base, input: [...base.input, { role: 'user', text: 'three' }] }],
  ];
  for (const [name, next] of holds) {
    it(`holds for ${name}`, () => {
      assert.deepEqual(comparePrefix(base, next), { kind: 'extends' });
    });
  }

  const breaks: readonly [string, Prompt, string, number][] = [
    ['a changed tool', { ...base, tools: [{ name: 'a' }, { name: 'c' }] }, 'tools[1]', 9],
    ['a new tool', { ...base, tools: [...base.tools, { name: 'c' }] }, 'tools[2]', 0],
    ['a tool left out', { ...base, tools: base.tools.slice(0, 1) }, 'tools[1]', 0],
    ['other instructions', { ...base, instructions: 'be long' }, 'instructions', 4],
    ['a shorter input', { ...base, input: base.input.slice(0, 1) }, 'input[1]', 0],
    [
      'another order of keys',
      { ...base, input: [{ text: 'one', role: 'user' }, ...base.input.slice(1)] },
      'input[0]',
      2,
    ],
    [
      'an item put before the others',
      { ...base, input: [{ role: 'developer' }, ...base.input] },
      'input[0]',
      9,
    ],
  ];
  for (const [name, next, path, offset] of breaks) {
    it(`is broken by ${name}`, () => {
      const found = comparePrefix(base, next);
      assert.equal(found.kind, 'broken');
      assert.deepEqual([found.path, found.offset], [path, offset]);
    });
  }
});
