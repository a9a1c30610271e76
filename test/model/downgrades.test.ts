import assert from 'node:assert/strict';
import { readErrorObject } from '../../src/model/api-problem.ts';
import { findDowngrade, type Downgrade } from '../../src/model/downgrades.ts';
import type { Unsupported } from '../support/practice/check-request.ts';
import { listScript } from '../support/practice/script.ts';
import {
  hear,
  patchTool,
  playTask,
  readFileTool,
  requestWith,
  userMessage,
} from '../support/practice-model.ts';
import { usePracticeModels } from '../support/use-practice-models.ts';

const script = listScript('patch', [
  {
    items: [
      { type: 'reasoning', summary: 'Mend it.' },
      { type: 'custom', name: 'apply_patch', input: '*** Begin Patch\n"quoted"\n*** End Patch' },
    ],
  },
  { items: [{ type: 'function', name: 'read_file', arguments: { path: 'a' } }] },
  { items: [{ type: 'message', text: 'done' }] },
]);
const ran = ['apply_patch *** Begin Patch\n"quoted"\n*** End Patch', 'read_file {"path":"a"}'];

describe('an endpoint that takes less', () => {
  const start = usePracticeModels({ script, onPrefixBroken: 'fail' });

  const fields: readonly Unsupported[] = [
    'include',
    'prompt_cache_key',
    'stream_options',
    'store',
    'parallel_tool_calls',
    'reasoning',
    'reasoning.summary',
    'text',
    'text.verbosity',
    'custom_tools',
  ];
  for (const field of fields) {
    it(`gets no ${field} after it refused it once`, async () => {
      const { model, practice, downgrades } = await start({ practice: { unsupported: [field] } });
      const played = await playTask(model, 'go');
      assert.deepEqual([played.ran, played.answer], [ran, 'done']);
      // One refusal, then three turns: it is remembered.
      assert.equal(practice.requests.length, 4);
      assert.deepEqual(downgrades.read(practice.url).length, 1);
      assert.deepEqual(practice.prefixBreaks, []);
    });
  }

  it('is told apart field by field when it refuses several', async () => {
    const unsupported: readonly Unsupported[] = [
      'include',
      'stream_options',
      'custom_tools',
      'allowed_tools',
      'service_tier',
    ];
    const { model, practice } = await start({
      practice: { unsupported },
      settings: { serviceTier: 'flex' },
    });
    const heard = await hear(
      model,
      requestWith([userMessage('go')], { allowedTools: ['apply_patch'] }),
    );
    const told = heard.events
      .filter((event) => event.type === 'downgrade')
      .map((event) => event.field);
    assert.deepEqual([...told].sort(), [...unsupported].sort());
    assert.equal(practice.requests.length, unsupported.length + 1);
    assert.equal(heard.last.type, 'end');
  });

  it('sees custom tools as functions, both ways, and nobody else knows', async () => {
    const { model, practice } = await start({ practice: { unsupported: ['custom_tools'] } });
    const played = await playTask(model, 'go');
    assert.ok(played.history.some((item) => item.type === 'custom_tool_call'));
    assert.ok(played.history.some((item) => item.type === 'custom_tool_call_output'));
    const last = practice.requests.at(-1)?.raw ?? '';
    assert.ok(!last.includes('custom_tool_call'));
    assert.ok(last.includes('start: /.+/'), 'the grammar is told in the description');
  });

  it('gets the web search only when it is asked for and taken', async () => {
    const { model, practice } = await start({
      settings: { webSearch: true },
      practice: { unsupported: ['web_search'] },
    });
    await hear(model, requestWith([userMessage('go')]));
    const offered = practice.requests.map((request) => request.raw.includes('web_search'));
    assert.deepEqual(offered, [true, false]);
  });

  it('is not asked for ever when what it refuses cannot be remembered', async () => {
    const { model, practice } = await start({
      practice: { unsupported: ['include'] },
      model: { downgrades: { read: () => [], add: () => undefined } },
    });
    const heard = await hear(model, requestWith([userMessage('go')]));
    assert.equal(heard.last.type === 'failure' && heard.last.failure.code, 'badRequest');
    assert.equal(practice.requests.length, 1);
  });

  it('sends no tool choice of an empty list', async () => {
    const { model, practice } = await start({});
    await hear(model, requestWith([userMessage('go')], { allowedTools: [] }));
    assert.equal(practice.requests[0]?.body?.['tool_choice'], 'none');
    const all = [readFileTool.name, patchTool.name];
    await hear(model, requestWith([userMessage('go')], { allowedTools: all }));
    assert.equal(practice.requests[1]?.body?.['tool_choice'], 'auto');
  });
});

describe('a 400 that names a field', () => {
  const everything = { has: () => true };
  const cases: readonly (readonly [
    string,
    Readonly<Record<string, unknown>>,
    Downgrade | undefined,
  ])[] = [
    [
      'by its parameter',
      { message: `Unknown parameter: 'include'.`, param: 'include', code: 'unknown_parameter' },
      'include',
    ],
    [
      'by a place inside it',
      {
        message: 'Unsupported parameter.',
        param: 'stream_options.include_obfuscation',
        code: 'unsupported_parameter',
      },
      'stream_options',
    ],
    [
      'in the words of FastAPI',
      {
        message: `[{'type': 'extra_forbidden', 'loc': ('body', 'prompt_cache_key'), 'msg': 'Extra inputs are not permitted'}]`,
      },
      'prompt_cache_key',
    ],
    ['in the words of Go', { message: 'json: unknown field "include"' }, 'include'],
    [
      'for a kind of tool',
      {
        message: `Input should be 'function' [type=literal_error, input_value='custom']`,
        param: 'tools.0.type',
      },
      'custom_tools',
    ],
    [
      'for a kind of tool, in words only',
      { message: `tools[0].type: unsupported tool type custom, expected 'function'` },
      'custom_tools',
    ],
    [
      'for the choice of tools',
      {
        message: `Invalid value: 'allowed_tools'. Supported values are: 'auto'.`,
        param: 'tool_choice',
      },
      'allowed_tools',
    ],
    [
      'because of its value',
      {
        message: `Unsupported value: 'minimal' is not supported with this model.`,
        param: 'reasoning.effort',
        code: 'unsupported_value',
      },
      undefined,
    ],
    [
      'that is no field of ours',
      { message: `Unknown parameter: 'colour'.`, param: 'colour' },
      undefined,
    ],
    [
      'in passing',
      { message: 'The text of your input is not supported in this region.' },
      undefined,
    ],
    [
      'that is broken, not unknown',
      { message: 'Invalid schema.', param: 'tools[0].parameters' },
      undefined,
    ],
  ];
  for (const [name, error, expected] of cases) {
    it(`${name} means ${expected ?? 'no downgrade'}`, () => {
      const problem = { ...readErrorObject(error), status: 400 };
      assert.equal(findDowngrade(problem, everything), expected);
    });
  }

  it('means nothing when the field was not sent, or the status is another', () => {
    const problem = readErrorObject({ message: `Unknown parameter: 'include'.`, param: 'include' });
    assert.equal(findDowngrade({ ...problem, status: 400 }, { has: () => false }), undefined);
    assert.equal(findDowngrade({ ...problem, status: 500 }, everything), undefined);
  });
});
