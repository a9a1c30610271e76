/** The practice endpoint is as strict as the real one, or the tests against it prove nothing. */

import assert from 'node:assert/strict';
import { listScript, type Turn } from '../support/practice/script.ts';
import { startPractice, type Practice, type PracticeOptions } from '../support/practice/server.ts';

type Json = Readonly<Record<string, unknown>>;

const open: Practice[] = [];
async function start(options: PracticeOptions): Promise<Practice> {
  const practice = await startPractice(options);
  open.push(practice);
  return practice;
}

const user = { role: 'user', content: [{ type: 'input_text', text: 'fix it' }] };
const valid = {
  model: 'gpt-5.5',
  instructions: 'help',
  input: [user],
  stream: true,
  store: false,
  include: ['reasoning.encrypted_content'],
  prompt_cache_key: 'k',
};

async function post(practice: Practice, body: unknown, path = '/v1/responses'): Promise<Response> {
  return fetch(`${practice.url}${path}`, {
    method: 'POST',
    headers: { authorization: 'Bearer practice', 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}
async function errorOf(response: Response): Promise<Json> {
  return ((await response.json()) as { readonly error: Json }).error;
}
/** Events of a whole stream, and the items it brought. */
async function play(
  practice: Practice,
  body: unknown,
): Promise<{ readonly events: readonly Json[]; readonly items: readonly Json[] }> {
  const response = await post(practice, body);
  assert.equal(response.status, 200, response.ok ? '' : await response.text());
  const text = await response.text();
  const events = text
    .split('\n')
    .filter((line) => line.startsWith('data: '))
    .map((line) => JSON.parse(line.slice(6)) as Json);
  const done = events.filter((event) => event['type'] === 'response.output_item.done');
  return { events, items: done.map((event) => event['item'] as Json) };
}
function outputsOf(items: readonly Json[], output = 'fine'): Json[] {
  return items.flatMap((item) =>
    typeof item['call_id'] === 'string'
      ? [{ type: `${String(item['type'])}_output`, call_id: item['call_id'], output }]
      : [],
  );
}

const twoCalls: Turn = {
  items: [
    { type: 'reasoning', summary: 'Looking.' },
    { type: 'function', name: 'read_file', arguments: { path: 'a' } },
    { type: 'custom', name: 'apply_patch', input: '*** Begin Patch' },
  ],
};
const answer: Turn = {
  expect: { outputs: [/fine/, /fine/] },
  items: [{ type: 'message', text: 'done' }],
};

describe('the practice endpoint', () => {
  afterEach(async () => {
    for (const practice of open.splice(0)) await practice.close();
  });

  it('plays a script turn by turn, with every event numbered in order', async () => {
    const practice = await start({ script: listScript('two', [twoCalls, answer]) });
    const first = await play(practice, valid);
    assert.deepEqual(
      first.items.map((item) => item['type']),
      ['reasoning', 'function_call', 'custom_tool_call'],
    );
    assert.deepEqual(
      first.events.map((event) => event['sequence_number']),
      first.events.map((_event, index) => index),
    );
    const second = await play(practice, {
      ...valid,
      input: [user, ...first.items, ...outputsOf(first.items)],
    });
    assert.equal(second.items[0]?.['type'], 'message');
    assert.deepEqual(practice.mismatches, []);
    assert.deepEqual(practice.prefixBreaks, []);
  });

  it('says again only the calls that are not in the conversation yet', async () => {
    const practice = await start({ script: listScript('two', [twoCalls, answer]) });
    const { items } = await play(practice, valid);
    const kept = items.slice(0, 2);
    const rest = await play(practice, { ...valid, input: [user, ...kept, ...outputsOf(kept)] });
    assert.deepEqual(
      rest.items.map((item) => item['type']),
      ['custom_tool_call'],
    );
    const input = [user, ...kept, ...outputsOf(kept), ...rest.items, ...outputsOf(rest.items)];
    const end = await play(practice, { ...valid, input });
    assert.equal(end.items[0]?.['type'], 'message');
  });

  it('says the same turn again when nothing of it came back', async () => {
    const practice = await start({ script: listScript('two', [twoCalls, answer]) });
    const first = await play(practice, valid);
    const again = await play(practice, valid);
    assert.deepEqual(
      again.items.map((item) => item['type']),
      first.items.map((item) => item['type']),
    );
    assert.notEqual(again.items[1]?.['call_id'], first.items[1]?.['call_id']);
  });

  it('answers 500 and notes it when an expectation of the script fails', async () => {
    const practice = await start({ script: listScript('two', [twoCalls, answer]) });
    const { items } = await play(practice, valid);
    const input = [user, ...items, ...outputsOf(items, 'something else')];
    const response = await post(practice, { ...valid, input });
    assert.equal(response.status, 500);
    assert.equal((await errorOf(response))['code'], 'practice_script_mismatch');
    assert.equal(practice.mismatches.length, 1);
    assert.match(practice.mismatches[0]?.message ?? '', /output 1 does not match/);
  });

  const refusals: readonly [string, (items: readonly Json[]) => unknown, string, string?][] = [
    [
      'an unknown field',
      () => ({ ...valid, colour: 'red' }),
      `Unknown parameter: 'colour'.`,
      'unknown_parameter',
    ],
    [
      'a missing model',
      () => ({ ...valid, model: undefined }),
      `Missing required parameter: 'model'.`,
    ],
    ['broken JSON', () => '{"model":', 'could not parse the JSON body'],
    [
      'an unknown field of an item',
      () => ({ ...valid, input: [{ ...user, mood: 1 }] }),
      `Unknown parameter: 'input[0].mood'.`,
    ],
    [
      'an effort the model lacks',
      () => ({ ...valid, reasoning: { effort: 'minimal' } }),
      `Invalid 'reasoning.effort'`,
    ],
    [
      'a bad tool name',
      () => ({ ...valid, tools: [{ type: 'custom', name: 'a b' }] }),
      `Invalid 'tools[0].name'`,
    ],
    [
      'a strict schema with an optional property',
      () => ({
        ...valid,
        tools: [
          {
            type: 'function',
            name: 'f',
            strict: true,
            parameters: {
              type: 'object',
              properties: { a: { type: 'string' } },
              required: [],
              additionalProperties: false,
            },
          },
        ],
      }),
      `Missing 'a'`,
      'invalid_function_parameters',
    ],
    [
      'an image that is none',
      () => ({
        ...valid,
        input: [
          {
            role: 'user',
            content: [
              { type: 'input_image', image_url: 'data:text/plain;base64,AA==', detail: 'auto' },
            ],
          },
        ],
      }),
      'image MIME type',
    ],
    [
      'a call without its output',
      (items) => ({ ...valid, input: [user, ...items] }),
      'No tool output found for function call',
    ],
    [
      'an output without its call',
      (items) => ({ ...valid, input: [user, ...outputsOf(items)] }),
      'No tool call found for function call output',
    ],
    [
      'reasoning without the item that followed it',
      (items) => ({ ...valid, input: [user, ...items.slice(0, 1)] }),
      'was provided without its required following item',
    ],
    [
      'an item without the reasoning before it',
      (items) => ({ ...valid, input: [user, ...items.slice(1), ...outputsOf(items)] }),
      `was provided without its required 'reasoning' item`,
    ],
    [
      'an encrypted content of another origin',
      (items) => ({
        ...valid,
        input: [
          user,
          { ...items[0], encrypted_content: 'forged' },
          ...items.slice(1),
          ...outputsOf(items),
        ],
      }),
      'could not be verified',
      'invalid_encrypted_content',
    ],
  ];
  for (const [name, body, message, code] of refusals) {
    it(`refuses ${name}`, async () => {
      const practice = await start({ script: listScript('two', [twoCalls, answer]) });
      const { items } = await play(practice, valid);
      const response = await post(practice, body(items));
      assert.equal(response.status, 400);
      const error = await errorOf(response);
      assert.ok(String(error['message']).includes(message), String(error['message']));
      if (code !== undefined) assert.equal(error['code'], code);
    });
  }

  it('accepts items without ids after their reasoning was left out', async () => {
    const practice = await start({ script: listScript('two', [twoCalls, answer]) });
    const { items } = await play(practice, valid);
    const bare = items.slice(1).map((item) => ({ ...item, id: undefined }));
    practice.allowEpoch();
    await play(practice, { ...valid, input: [user, ...bare, ...outputsOf(items)] });
  });

  it('refuses a missing and a wrong key, and an unknown model', async () => {
    const practice = await start({ keys: ['right'] });
    const url = `${practice.url}/v1/responses`;
    const body = JSON.stringify(valid);
    const none = await fetch(url, { method: 'POST', body });
    assert.deepEqual([none.status, (await errorOf(none))['code']], [401, 'missing_api_key']);
    const wrong = await post(practice, valid);
    assert.deepEqual([wrong.status, (await errorOf(wrong))['code']], [401, 'invalid_api_key']);
    const other = await start({});
    const unknown = await post(other, { ...valid, model: 'gpt-9' });
    assert.deepEqual([unknown.status, (await errorOf(unknown))['code']], [404, 'model_not_found']);
  });

  it('notes the byte at which a request stops extending the one before', async () => {
    const practice = await start({
      script: { name: 'any', turn: () => ({ items: [{ type: 'message', text: 'yes' }] }) },
    });
    await play(practice, valid);
    await play(practice, { ...valid, instructions: 'help more' });
    await play(practice, { ...valid, instructions: 'help more', prompt_cache_key: 'other' });
    practice.allowEpoch('k');
    await play(practice, { ...valid, instructions: 'help again' });
    const edited = { role: 'user', content: [{ type: 'input_text', text: 'fix this' }] };
    await play(practice, { ...valid, instructions: 'help again', input: [edited] });
    await play(practice, {
      ...valid,
      instructions: 'help again',
      input: [edited],
      tools: [{ type: 'custom', name: 'x' }],
    });
    assert.deepEqual(
      practice.prefixBreaks.map(({ number, path }) => [number, path]),
      [
        [2, 'instructions'],
        [5, 'input[0]'],
        [6, 'tools'],
      ],
    );
    assert.deepEqual(
      practice.requests.map((request) => request.observation?.epoch),
      [0, 0, 0, 1, 1, 1],
    );
  });

  it('counts cached tokens in steps of 128 from 1,024 on', async () => {
    const practice = await start({
      script: { name: 'any', turn: () => ({ items: [{ type: 'message', text: 'yes' }] }) },
    });
    const long = { ...valid, instructions: 'x'.repeat(8000) };
    await play(practice, long);
    await play(practice, { ...long, input: [user, user] });
    const [first, second] = practice.requests.map((request) => request.observation?.cachedTokens);
    assert.equal(first, 0);
    // 8,000 characters and a little are 2,0xx tokens; the step below is 1,920.
    assert.equal(second, 1920);
  });
});
