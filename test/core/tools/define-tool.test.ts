import assert from 'node:assert/strict';
import { z } from 'zod';
import { defineCustomTool, defineFunctionTool } from '../../../src/core/tools/define-tool.ts';
import { createMemoryWorkspace } from '../../support/memory-workspace.ts';
import { contextOver, textOf, use } from './context.ts';

const sum = defineFunctionTool({
  kind: 'function',
  name: 'sum',
  effect: 'read',
  description: 'Adds.',
  schema: z.object({
    left: z.int().describe('a'),
    right: z.int().optional().describe('b'),
    more: z.array(z.object({ value: z.int() })).optional(),
  }),
  title: ({ left }) => `Sum of ${left}`,
  run: ({ left, right = 0 }) =>
    Promise.resolve({ ok: true, output: String(left + right), summary: '' }),
});
const echo = defineCustomTool({
  kind: 'custom',
  name: 'echo',
  effect: 'act',
  description: 'Echoes.',
  format: { type: 'grammar', syntax: 'lark', definition: 'start: /.+/' },
  title: (text) => text,
  run: (text) => Promise.resolve({ ok: true, output: text, summary: '' }),
});
const context = contextOver(createMemoryWorkspace());

describe('defineFunctionTool', () => {
  const ready: readonly (readonly [raw: string, output: string])[] = [
    ['{"left":1,"right":2}', '3'],
    ['{"left":1}', '1'],
    ['{"left":1,"right":null}', '1'],
    ['{"left":1,"unknown":true}', '1'],
    [' \n{"left":1}\n', '1'],
  ];
  for (const [raw, output] of ready) {
    it(`takes ${JSON.stringify(raw)}`, async () => {
      assert.equal(textOf(await use(sum, raw, context)), output);
    });
  }

  const problems: readonly (readonly [raw: string, says: RegExp])[] = [
    ['', /`left`/],
    ['{}', /`left`/],
    ['{"left":"x"}', /`left`.*number/],
    ['{"left":1.5}', /`left`/],
    ['{"left":1,"more":[{"value":"x"}]}', /`more\.0\.value`/],
    ['{"left":', /not valid JSON/],
    ['[1]', /one JSON object/],
    ['null', /one JSON object/],
    ['"left"', /one JSON object/],
    ['{"left":1}{"left":2}', /not valid JSON/],
  ];
  for (const [raw, says] of problems) {
    it(`answers ${JSON.stringify(raw)} with a sentence`, () => {
      const prepared = sum.prepare(raw);
      assert.ok(prepared.kind === 'problem');
      assert.match(prepared.message, says);
      assert.match(prepared.message, /^sum was not run: .*Nothing has changed.*call it again\.$/s);
    });
  }

  it('survives JSON that is deep or long', () => {
    const deep = `{"left":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
    assert.equal(sum.prepare(deep).kind, 'problem');
    const long = `{"left":1,"unknown":"${'x'.repeat(16_000_000)}"}`;
    assert.equal(sum.prepare(long).kind, 'ready');
    const many = `{"left":1,"more":[${Array(100_000).fill('{"value":"x"}').join()}]}`;
    const prepared = sum.prepare(many);
    assert.ok(prepared.kind === 'problem' && prepared.message.length < 2_000);
  });

  it('has the same bytes each time', () => {
    assert.equal(
      JSON.stringify(sum.spec),
      '{"type":"function","name":"sum","description":"Adds.","parameters":{"type":"object","properties":{"left":{"type":"integer","description":"a"},"right":{"description":"b","type":"integer"},"more":{"type":"array","items":{"type":"object","properties":{"value":{"type":"integer"}},"required":["value"]}}},"required":["left"]},"strict":false}',
    );
  });
});

describe('defineCustomTool', () => {
  const cases: readonly (readonly [raw: string, input: string])[] = [
    ['plain', 'plain'],
    ['{"input":"wrapped\\ntext"}', 'wrapped\ntext'],
    ['{"input":5}', '{"input":5}'],
    ['{"patch":"wrapped\\ntext"}', 'wrapped\ntext'],
    ['{"command":["apply_patch","wrapped\\ntext"]}', 'wrapped\ntext'],
    ['["apply_patch","wrapped\\ntext"]', 'wrapped\ntext'],
    ['"wrapped\\ntext"', 'wrapped\ntext'],
    ['escaped\\n\\"text\\"', 'escaped\n"text"'],
    ['not\nescaped\\n', 'not\nescaped\\n'],
    ['{"other":"x"}', '{"other":"x"}'],
    ['{ not json', '{ not json'],
    ['', ''],
  ];
  for (const [raw, input] of cases) {
    it(`reads ${JSON.stringify(raw)}`, async () => {
      assert.equal(textOf(await use(echo, raw, context)), input);
    });
  }
});
