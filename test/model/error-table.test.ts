/** Each row of the table of errors, as a status and at the first, a middle and the last event. */

import assert from 'node:assert/strict';
import type { FailureAction, FailureCode } from '../../src/shared/events.ts';
import type { ModelEvent } from '../../src/core/ports.ts';
import type { Fault, Place } from '../support/practice/faults.ts';
import { listScript } from '../support/practice/script.ts';
import { hear, playTask, requestWith, secretKey, userMessage } from '../support/practice-model.ts';
import { usePracticeModels } from '../support/use-practice-models.ts';

const places: readonly Place[] = ['first', 'middle', 'last'];
const answer = 'It is done: all tests pass.';
const oneCall = listScript('one call', [
  {
    items: [
      { type: 'reasoning', summary: 'Read it.' },
      { type: 'function', name: 'read_file', arguments: { path: 'a' } },
    ],
  },
  { items: [{ type: 'message', text: answer }] },
]);

describe('the table of errors', () => {
  const start = usePracticeModels({ script: oneCall });
  const only = (number: number, fault: Fault) => (request: number) =>
    request === number ? fault : undefined;

  interface Stop {
    readonly name: string;
    readonly fault: Fault;
    readonly code: FailureCode;
    readonly action: FailureAction;
    readonly recover?: string;
    readonly says: RegExp;
  }
  const stops: readonly Stop[] = [
    {
      name: '401',
      fault: { kind: 'status', status: 401, body: { message: 'Incorrect API key provided.' } },
      code: 'unauthorized',
      action: 'setApiKey',
      says: /refused the key .*set a valid one/,
    },
    {
      name: '401 that repeats the key',
      fault: { kind: 'status', status: 401, body: { message: `No such key: ${secretKey}` } },
      code: 'unauthorized',
      action: 'setApiKey',
      says: /No such key: •••/,
    },
    {
      name: '403',
      fault: { kind: 'status', status: 403, body: { message: 'Country not supported.' } },
      code: 'unauthorized',
      action: 'setApiKey',
      says: /does not allow this \(Country not supported\.\)/,
    },
    {
      name: '400',
      fault: { kind: 'status', status: 400, body: { message: 'Nonsense in item 3.' } },
      code: 'badRequest',
      action: 'retry',
      says: /Nonsense in item 3\. Change the model or the settings/,
    },
    {
      name: '404 for a model',
      fault: {
        kind: 'status',
        status: 404,
        body: { message: 'No model.', code: 'model_not_found' },
      },
      code: 'modelNotFound',
      action: 'selectModel',
      says: /does not offer the model “gpt-5\.5”.*choose another/,
    },
    {
      name: '404 for the address',
      fault: { kind: 'status', status: 404, body: '<html>nginx</html>' },
      code: 'badRequest',
      action: 'openSettings',
      says: /no Responses API at this address: correct ratchet\.endpoint\.baseUrl/,
    },
    {
      name: '429 without credit',
      fault: {
        kind: 'status',
        status: 429,
        body: { message: 'You exceeded your quota.', code: 'insufficient_quota' },
      },
      code: 'quota',
      action: 'openBilling',
      says: /no credit left.*add credit/,
    },
    {
      name: '429 for one request above the limit of a minute',
      fault: {
        kind: 'status',
        status: 429,
        body: {
          message:
            'Request too large for gpt-5.5 on tokens per min (TPM): Limit 30000, Requested 45000.',
          code: 'rate_limit_exceeded',
        },
      },
      code: 'contextTooLong',
      action: 'retry',
      recover: 'compact',
      says: /too long .*compact/,
    },
    {
      name: 'an encrypted content that is not accepted',
      fault: {
        kind: 'status',
        status: 400,
        body: { message: 'Could not be verified.', code: 'invalid_encrypted_content' },
      },
      code: 'badRequest',
      action: 'retry',
      recover: 'encryptedContent',
      says: /Could not be verified/,
    },
    {
      name: 'a conversation that is too long',
      fault: {
        kind: 'status',
        status: 400,
        body: { message: 'Too long.', code: 'context_length_exceeded' },
      },
      code: 'contextTooLong',
      action: 'retry',
      recover: 'compact',
      says: /too long for “gpt-5\.5”: shorten it with \/compact/,
    },
    {
      name: 'a conversation that is too long, in the words of a local server',
      fault: {
        kind: 'status',
        status: 400,
        body: { message: `This model's maximum context length is 32768 tokens.` },
      },
      code: 'contextTooLong',
      action: 'retry',
      recover: 'compact',
      says: /too long/,
    },
    {
      name: 'a prompt the filter refuses',
      fault: { kind: 'status', status: 400, body: { message: 'Flagged.', code: 'invalid_prompt' } },
      code: 'contentFilter',
      action: 'retry',
      says: /content filter refused this \(“Flagged\.”\): word the request differently/,
    },
    {
      name: 'a redirect',
      fault: { kind: 'redirect', location: 'https://elsewhere.example/v1/responses?token=abc' },
      code: 'badRequest',
      action: 'openSettings',
      says: /redirects to elsewhere\.example, which is not followed/,
    },
    {
      name: 'a wait of two hours',
      fault: { kind: 'status', status: 429, headers: { 'retry-after': '7200' } },
      code: 'rateLimit',
      action: 'retry',
      says: /asks to wait 120 minutes/,
    },
  ];
  for (const { name, fault, code, action, recover, says } of stops) {
    it(`stops at ${name}, says why and what next`, async () => {
      const { model, practice } = await start({ practice: { fault: () => fault } });
      const heard = await hear(model, requestWith([userMessage('go')]));
      assert.equal(practice.requests.length, 1, 'it was asked again');
      assert.equal(heard.last.type, 'failure');
      const { failure } = heard.last;
      assert.equal(failure.code, code);
      assert.equal(heard.last.recover, recover);
      assert.match(failure.message, says);
      if (code !== 'contentFilter') assert.ok(failure.actions.includes(action));
      assert.ok(!JSON.stringify(heard.events).includes(secretKey), 'the key is in an event');
      assert.ok(!failure.message.includes('token=abc'));
    });
  }

  const goesOn: readonly (readonly [string, Fault, RegExp])[] = [
    [
      '429 with a header',
      { kind: 'status', status: 429, headers: { 'retry-after': '2' } },
      /limiting the rate/,
    ],
    ['429 without anything', { kind: 'status', status: 429 }, /limiting the rate/],
    [
      '429 with the delay in its message',
      {
        kind: 'status',
        status: 429,
        body: { message: 'Please try again in 1.5s.', code: 'rate_limit_exceeded' },
      },
      /limiting the rate/,
    ],
    ['408', { kind: 'status', status: 408 }, /had an error/],
    ['409', { kind: 'status', status: 409 }, /had an error/],
    ['500', { kind: 'status', status: 500, body: 'oops' }, /had an error/],
    [
      '502 with a page',
      { kind: 'status', status: 502, body: '<html>Bad gateway</html>' },
      /had an error/,
    ],
    [
      '503 overloaded',
      { kind: 'status', status: 503, body: { message: 'Busy.', code: 'server_is_overloaded' } },
      /overloaded/,
    ],
    [
      '503 slow down',
      { kind: 'status', status: 503, body: { message: 'Slow down.', code: 'slow_down' } },
      /overloaded/,
    ],
    ['a reset connection', { kind: 'reset' }, /The connection broke/],
    ['an empty 200', { kind: 'empty' }, /broke off/],
    ['a web page with 200', { kind: 'html' }, /web page/],
    ...places.flatMap((at): (readonly [string, Fault, RegExp])[] => [
      [
        `a stream destroyed at the ${String(at)} event`,
        { kind: 'cut', at, how: 'destroy' },
        /The connection broke/,
      ],
      [`a stream ended at the ${String(at)} event`, { kind: 'cut', at, how: 'end' }, /broke off/],
      [`broken JSON at the ${String(at)} event`, { kind: 'brokenJson', at }, /garbled/],
      [
        `response.failed with server_error at the ${String(at)} event`,
        { kind: 'failed', at, code: 'server_error', message: 'Sorry.' },
        /had an error/,
      ],
      [
        `response.failed with rate_limit_exceeded at the ${String(at)} event`,
        { kind: 'failed', at, code: 'rate_limit_exceeded', message: 'Try again in 20ms.' },
        /limiting the rate/,
      ],
      [
        `an error event at the ${String(at)} event`,
        { kind: 'errorEvent', at, code: 'server_is_overloaded', message: 'Busy.' },
        /overloaded/,
      ],
    ]),
  ];
  for (const [name, fault, reason] of goesOn) {
    it(`goes on after ${name}, visibly`, async () => {
      // On the second turn, whose answer must never be shown as a fragment.
      const { model, practice } = await start({ practice: { fault: only(2, fault) } });
      const events: ModelEvent[] = [];
      const watched = {
        ...model,
        respond: (...args: Parameters<typeof model.respond>) => tap(model.respond(...args), events),
      };
      const played = await playTask(watched, 'go');
      assert.equal(played.answer, answer);
      assert.deepEqual(played.ran, ['read_file {"path":"a"}']);
      assert.equal(practice.requests.length, 3);
      const retry = events.find((event) => event.type === 'retry');
      assert.match(retry?.reason ?? '', reason);
      assert.ok(events.some((event) => event.type === 'retry-ended'));
      assert.ok(!JSON.stringify(events).includes(secretKey), 'the key is in an event');
    });
  }

  for (const at of places) {
    it(`notices a stream that stalls at the ${String(at)} event`, async () => {
      const { model, clock, practice } = await start({
        practice: { fault: only(1, { kind: 'stall', at }) },
      });
      const cut = at === 'last';
      const seen: ModelEvent[] = [];
      const { run, heardCall } = listen(
        model.respond(requestWith([userMessage('go')]), new AbortController().signal),
        seen,
      );
      await practice.received(1);
      // Time passes when the call has come through the real socket; before it, nothing matters.
      if (cut) await heardCall;
      await clock.advance(300_000);
      await run;
      assert.equal(practice.requests.length, cut ? 1 : 2);
      const end = seen.at(-1);
      assert.equal(end?.type === 'end' ? end.status : end?.type, cut ? 'cut' : 'completed');
      if (!cut) assert.match(JSON.stringify(seen), /Nothing came for 300 s/);
    });

    it(`stops at insufficient_quota in the stream, at the ${String(at)} event`, async () => {
      const fault: Fault = {
        kind: 'failed',
        at,
        code: 'insufficient_quota',
        message: 'No credit.',
      };
      const { model, practice } = await start({ practice: { fault: () => fault } });
      const heard = await hear(model, requestWith([userMessage('go')]));
      assert.equal(heard.last.type === 'failure' && heard.last.failure.code, 'quota');
      assert.equal(practice.requests.length, 1);
    });

    it(`offers to compact when the stream says too long at the ${String(at)} event`, async () => {
      const fault: Fault = {
        kind: 'errorEvent',
        at,
        code: 'context_length_exceeded',
        message: 'Long.',
      };
      const { model } = await start({ practice: { fault: () => fault } });
      const heard = await hear(model, requestWith([userMessage('go')]));
      assert.equal(heard.last.type === 'failure' && heard.last.recover, 'compact');
    });

    it(`keeps what came when the output limit is reached at the ${String(at)} event`, async () => {
      const more = listScript('more', [
        ...[0, 1].flatMap((number) => oneCall.turn(number, undefined as never) ?? []),
        { items: [{ type: 'message', text: 'That is all.' }] },
      ]);
      const { model } = await start({
        practice: {
          script: more,
          fault: only(2, { kind: 'incomplete', at, reason: 'max_output_tokens' }),
        },
      });
      const played = await playTask(model, 'go');
      // The loop goes on: the part that came stands in the history, and what is missing follows.
      assert.equal(played.answer, at === 'last' ? 'That is all.' : answer);
      const messages = played.history.filter(
        (item) => item.type === 'message' && item.role === 'assistant',
      );
      assert.equal(messages.length, at === 'first' ? 1 : 2);
    });

    it(`never runs a call that the output limit cut at the ${String(at)} event`, async () => {
      const { model } = await start({
        practice: { fault: only(1, { kind: 'incomplete', at, reason: 'max_output_tokens' }) },
      });
      const heard = await hear(model, requestWith([userMessage('go')]));
      assert.equal(heard.last.type === 'end' && heard.last.status, 'max_output_tokens');
      // At the last event the call was whole, with the reasoning that leads to it.
      assert.equal(heard.items.length, at === 'last' ? 2 : 0);
    });
  }

  it('tells a filtered answer from a whole one', async () => {
    const { model, practice } = await start({
      practice: { fault: () => ({ kind: 'incomplete', at: 'middle', reason: 'content_filter' }) },
    });
    const heard = await hear(model, requestWith([userMessage('go')]));
    assert.equal(heard.last.type === 'end' && heard.last.status, 'content_filter');
    assert.equal(practice.requests.length, 1);
  });

  it('shows a refusal as text', async () => {
    const { model } = await start({
      practice: {
        script: listScript('refusal', [
          { items: [{ type: 'message', text: 'I cannot help.', refusal: true }] },
        ]),
      },
    });
    const heard = await hear(model, requestWith([userMessage('go')]));
    assert.equal(heard.text, 'I cannot help.');
    assert.equal(heard.items[0]?.type, 'message');
  });

  it('says that it is offline, and gives up after its attempts', async () => {
    const { model, practice } = await start({});
    await practice.goOffline();
    const heard = await hear(model, requestWith([userMessage('go')]));
    const retries = heard.events.filter((event) => event.type === 'retry');
    assert.equal(retries.length, 20);
    assert.ok(retries.every((event, index) => event.attempt === index + 1 && event.inMs <= 60_000));
    assert.equal(heard.last.type === 'failure' && heard.last.failure.code, 'offline');
    assert.match(JSON.stringify(heard.last), /nothing listens there; start the server/);
  });

  it('goes on by itself when the connection is back', async () => {
    const { model, practice, clock } = await start({ passWaits: false });
    await practice.goOffline();
    const seen: ModelEvent[] = [];
    for await (const event of model.respond(
      requestWith([userMessage('go')]),
      new AbortController().signal,
    )) {
      seen.push(event);
      if (event.type !== 'retry') continue;
      await practice.goOnline();
      void clock.untilSleeping().then(() => clock.advance(event.inMs));
    }
    assert.equal(seen.at(-1)?.type, 'end');
  });

  const keys: readonly (readonly [string, Parameters<typeof start>[0], FailureCode])[] = [
    [
      'no key for a remote endpoint',
      {
        settings: { baseUrl: 'https://api.openai.com/v1' },
        model: { key: () => Promise.resolve({ kind: 'none' }) },
      },
      'noKey',
    ],
    [
      'no key for a local endpoint that wants one',
      { model: { key: () => Promise.resolve({ kind: 'none' }) } },
      'noKey',
    ],
    [
      'a key for another host',
      { model: { key: () => Promise.resolve({ kind: 'notConfirmed', host: 'proxy.example' }) } },
      'keyNotConfirmed',
    ],
    ['an address that is none', { settings: { baseUrl: 'api.openai.com' } }, 'badRequest'],
  ];
  for (const [name, options, code] of keys) {
    it(`says what to do about ${name}`, async () => {
      const { model } = await start(options);
      const heard = await hear(model, requestWith([userMessage('go')]));
      assert.equal(heard.last.type === 'failure' && heard.last.failure.code, code);
    });
  }
});

async function* tap(
  source: AsyncIterable<ModelEvent>,
  into: ModelEvent[],
): AsyncGenerator<ModelEvent> {
  for await (const event of source) {
    into.push(event);
    yield event;
  }
}

function listen(
  source: AsyncIterable<ModelEvent>,
  into: ModelEvent[],
): { readonly run: Promise<void>; readonly heardCall: Promise<void> } {
  let hear: (() => void) | undefined;
  const heardCall = new Promise<void>((resolve) => {
    hear = resolve;
  });
  const run = (async () => {
    for await (const event of source) {
      into.push(event);
      if (event.type === 'item' && event.item.type === 'function_call') hear?.();
    }
  })();
  return { run, heardCall };
}
