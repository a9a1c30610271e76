/** Streams that are wrong in form: handled and logged, never a crash, never a silent loss. */

import assert from 'node:assert/strict';
import { isToolCall, outputFor } from '../../src/core/agent/items.ts';
import type { Fault } from '../support/practice/faults.ts';
import { listScript } from '../support/practice/script.ts';
import { hear, playTask, requestWith, userMessage } from '../support/practice-model.ts';
import { usePracticeModels } from '../support/use-practice-models.ts';

const answer = 'Größe ✓ 🎉 日本語';
const script = listScript('two calls', [
  {
    items: [
      { type: 'reasoning', summary: 'Lesen.' },
      { type: 'function', name: 'read_file', arguments: { path: 'größe.ts' } },
      { type: 'custom', name: 'apply_patch', input: '+ 🎉' },
    ],
  },
  { items: [{ type: 'message', text: answer }] },
]);
const ran = ['read_file {"path":"größe.ts"}', 'apply_patch + 🎉'];

describe('a stream that is wrong in form', () => {
  const start = usePracticeModels({ script });

  const harmless: readonly (readonly [string, Fault, RegExp?])[] = [
    [
      'events of an unknown type',
      { kind: 'unknownEvent', at: 'middle' },
      /unknown type "response\.daydream\.delta"/,
    ],
    [
      'an item of an unknown type',
      { kind: 'unknownItem', at: 'middle' },
      /unknown type "daydream_call"/,
    ],
    ['comments', { kind: 'comment', at: 'middle' }],
    ['events out of order', { kind: 'outOfOrder' }],
    ['CRLF line ends', { kind: 'crlf' }],
    ['small pieces', { kind: 'pieces', bytes: 7 }],
    ['a pause before each event', { kind: 'slow', msPerEvent: 1 }],
    ['no usage', { kind: 'noUsage' }],
    ['no output in its last event', { kind: 'noOutput' }],
    [
      'a line of 16 MB',
      { kind: 'hugeLine', at: 'middle', bytes: 16 * 1024 ** 2 },
      /unknown type "response\.padding"/,
    ],
  ];
  for (const [name, fault, logged] of harmless) {
    it(`is read whole in spite of ${name}`, async () => {
      const { model, practice, log } = await start({ practice: { fault: () => fault } });
      const played = await playTask(model, 'go');
      assert.deepEqual([played.ran, played.answer], [ran, answer]);
      assert.equal(practice.requests.length, 2, 'something was asked again');
      if (logged) assert.match(log.join('\n'), logged);
    }).timeout(20_000);
  }

  it('is asked for again after a line that is longer than any event may be', async () => {
    const fault: Fault = { kind: 'hugeLine', at: 'middle', bytes: 33 * 1024 ** 2 };
    const { model, practice } = await start({
      practice: { fault: (number) => (number === 1 ? fault : undefined) },
    });
    const heard = await hear(model, requestWith([userMessage('go')]));
    assert.match(JSON.stringify(heard.events), /sent a line of more than 32 MB/);
    assert.equal(heard.last.type, 'end');
    assert.equal(practice.requests.length, 2);
  }).timeout(20_000);

  const ids: readonly (readonly [string, Fault])[] = [
    ['without ids', { kind: 'noCallIds' }],
    ['with one id for all', { kind: 'duplicateCallIds' }],
  ];
  for (const [name, fault] of ids) {
    it(`gives calls ${name} an id each, so that each can be answered`, async () => {
      const twice = listScript('twice', [
        ...['a', 'b'].map((path) => ({
          items: [
            { type: 'function', name: 'read_file', arguments: { path } },
            { type: 'custom', name: 'apply_patch', input: path },
          ] as const,
        })),
        { items: [{ type: 'message', text: answer }] },
      ]);
      const { model, log } = await start({ practice: { script: twice, fault: () => fault } });
      const history = [userMessage('go')];
      // Twice, since an id must not come back in a later turn either.
      for (let turn = 1; turn <= 2; turn += 1) {
        const { items } = await hear(model, requestWith([...history]));
        const calls = items.filter(isToolCall);
        assert.equal(calls.length, 2);
        history.push(...items, ...calls.map((call) => outputFor(call, 'fine')));
      }
      const callIds = history.filter(isToolCall).map((call) => call.call_id);
      assert.equal(new Set(callIds).size, 4);
      assert.match(
        log.join('\n'),
        /A call came with (no|a repeated) id; it is called call_[0-9a-f]{24}/,
      );
      // The endpoint accepts the history with the repaired ids.
      const last = await hear(model, requestWith([...history]));
      assert.equal(last.last.type, 'end');
    });
  }

  it('is put together across every byte', async () => {
    const { model } = await start({ model: { fetch: byteByByte } });
    const played = await playTask(model, 'go');
    assert.deepEqual([played.ran, played.answer], [ran, answer]);
  });

  it('may be no stream at all but one whole JSON answer', async () => {
    const { model } = await start({ model: { fetch: wholeAnswer } });
    const played = await playTask(model, 'go');
    assert.deepEqual([played.ran, played.answer], [ran, answer]);
  });
});

/** The same answer in pieces of one byte, so that every character is split. */
const byteByByte: typeof fetch = async (input, init) => {
  const response = await fetch(input, init);
  const split = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      for (let at = 0; at < chunk.length; at += 1) controller.enqueue(chunk.subarray(at, at + 1));
    },
  });
  return new Response(response.body?.pipeThrough(split) ?? null, response);
};

/** What a server without streaming would have sent. */
const wholeAnswer: typeof fetch = async (input, init) => {
  const response = await fetch(input, init);
  const text = await response.text();
  const completed = text.split('\n').find((line) => line.includes('"type":"response.completed"'));
  const event = JSON.parse(completed?.slice('data: '.length) ?? '') as {
    readonly response: unknown;
  };
  return Response.json(event.response);
};
