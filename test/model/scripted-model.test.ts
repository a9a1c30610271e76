import assert from 'node:assert/strict';
import { outputFor, type InputItem } from '../../src/core/agent/items.ts';
import type { ModelEvent, ModelRequest } from '../../src/core/ports.ts';
import { collect } from '../support/collect.ts';
import { call, customCall, say, think } from '../support/scripted-items.ts';
import { createScriptedModel, type ScriptedModel } from '../support/scripted-model.ts';

const never = new AbortController().signal;
const user: InputItem = {
  type: 'message',
  role: 'user',
  content: [{ type: 'input_text', text: 'hello' }],
};
function ask(input: readonly InputItem[]): ModelRequest {
  return {
    model: 'gpt-5.5',
    instructions: 'help',
    input,
    tools: [],
    effort: 'medium',
    verbosity: 'low',
    cacheKey: 'k',
    epoch: 0,
  };
}
async function play(model: ScriptedModel, input: readonly InputItem[]): Promise<ModelEvent[]> {
  return collect(model.respond(ask(input), never));
}

describe('the scripted model', () => {
  const one = call('read_file', { path: 'a' }, 'call_1');
  const two = customCall('apply_patch', '*** Begin Patch', 'call_2');
  const thought = think('rs_1');

  it('plays its replies in order and ends each', async () => {
    const model = createScriptedModel([{ items: [thought, one] }, { items: [say('done')] }]);
    const first = await play(model, [user]);
    assert.deepEqual(
      first.map((event) => event.type),
      ['item', 'tool-writing', 'item', 'end'],
    );
    const second = await play(model, [user, thought, one, outputFor(one, 'text of a')]);
    assert.deepEqual(
      second.map((event) => event.type),
      ['text', 'text', 'item', 'end'],
    );
    assert.deepEqual(model.prefixBreaks, []);
    assert.equal(model.requests.length, 2);
  });

  const refused: readonly [string, readonly InputItem[], RegExp][] = [
    ['a call without an output', [user, one], /No tool output found for function call call_1/],
    ['an output without a call', [user, outputFor(one, 'x')], /No tool call found/],
    [
      'two outputs for a call',
      [user, one, outputFor(one, 'x'), outputFor(one, 'y')],
      /Duplicate tool output/,
    ],
    [
      'an output of the wrong kind',
      [user, two, { ...outputFor(one, 'x'), call_id: 'call_2' }],
      /does not answer/,
    ],
    [
      'outputs out of order',
      [user, one, two, outputFor(two, 'x'), outputFor(one, 'y')],
      /order of the calls/,
    ],
    ['one call id twice', [user, one, outputFor(one, 'x'), one], /Duplicate call_id/],
    ['reasoning at the end', [user, thought], /required following item/],
    ['reasoning before a user message', [user, thought, user], /required following item/],
  ];
  for (const [name, input, message] of refused) {
    it(`refuses ${name}`, async () => {
      const model = createScriptedModel([{ items: [say('never')] }]);
      await assert.rejects(play(model, input), message);
    });
  }

  it('notes a request that does not extend the one before', async () => {
    const model = createScriptedModel(() => ({ items: [say('yes')] }));
    await play(model, [user]);
    await play(model, [{ ...user, content: [{ type: 'input_text', text: 'other' }] }]);
    assert.deepEqual(
      model.prefixBreaks.map((found) => [found.number, found.difference.path]),
      [[2, 'input[0]']],
    );
  });

  it('hangs until it is stopped', async () => {
    const stop = new AbortController();
    const model = createScriptedModel([
      { hangAfter: [{ type: 'text', itemId: 'm', delta: 'thinking' }] },
    ]);
    const seen: string[] = [];
    const run = (async () => {
      for await (const event of model.respond(ask([user]), stop.signal)) {
        seen.push(event.type);
        stop.abort(new Error('stopped by the test'));
      }
    })();
    await assert.rejects(run, /stopped by the test/);
    assert.deepEqual(seen, ['text']);
  });
});
