import assert from 'node:assert/strict';
import type { InputItem } from '../../src/core/agent/items.ts';
import { listModels } from '../../src/model/list-models.ts';
import { listScript } from '../support/practice/script.ts';
import {
  hear,
  requestWith,
  secretKey,
  userMessage,
  type PracticeModel,
} from '../support/practice-model.ts';
import { usePracticeModels } from '../support/use-practice-models.ts';

const never = new AbortController().signal;
const script = listScript('answer', [{ items: [{ type: 'message', text: 'yes' }] }]);

describe('beside the answers of the model', () => {
  const start = usePracticeModels({ script });
  const paths = ({ practice }: PracticeModel): readonly string[] =>
    practice.requests.map(({ path }) => path);

  it('lists the models of the account, ours first, with the fast profile', async () => {
    const { options } = await start({
      practice: { models: ['zephyr', 'text-embedding-3', 'gpt-4.1'] },
    });
    const answer = await listModels(options, never);
    assert.equal(answer.kind, 'models');
    assert.deepEqual(
      answer.models.map(({ id }) => id),
      ['gpt-5.5', 'gpt-5.5-pro', 'gpt-5.5-instant', 'gpt-4.1', 'gpt-5.5-2026-04-23', 'zephyr'],
    );
  });

  it('uses the id of the fast variant where the account has one', async () => {
    const { options } = await start({ practice: { models: ['gpt-5.5-chat-latest'] } });
    const answer = await listModels(options, never);
    assert.equal(answer.kind, 'models');
    const ids = answer.models.map(({ id }) => id);
    assert.ok(ids.includes('gpt-5.5-chat-latest') && !ids.includes('gpt-5.5-instant'));
  });

  it('says why there is no list', async () => {
    const { options } = await start({ practice: { keys: ['another'] } });
    const answer = await listModels(options, never);
    assert.equal(answer.kind === 'failure' && answer.failure.code, 'unauthorized');
  });

  it('sends the fast profile as the model it is of', async () => {
    const { model, practice } = await start();
    await hear(
      model,
      requestWith([userMessage('go')], {
        model: 'gpt-5.5-instant',
        effort: 'high',
        verbosity: 'high',
      }),
    );
    const body = practice.requests[0]?.body ?? {};
    assert.deepEqual(
      [body['model'], body['reasoning'], body['text']],
      ['gpt-5.5', { effort: 'none', summary: 'auto' }, { verbosity: 'low' }],
    );
  });

  it('counts at the endpoint', async () => {
    const started = await start();
    const counted = await started.model.countInput(requestWith([userMessage('count me')]), never);
    assert.equal(counted.exact, true);
    assert.ok(counted.tokens > 50);
    assert.deepEqual(paths(started), ['/v1/responses/input_tokens']);
  });

  it('estimates where the endpoint does not count, and asks it only once', async () => {
    const started = await start({ practice: { inputTokens: false } });
    const request = requestWith([userMessage('count me')]);
    const counted = await started.model.countInput(request, never);
    await started.model.countInput(request, never);
    assert.equal(counted.exact, false);
    assert.ok(counted.tokens > 50);
    assert.equal(started.practice.requests.length, 1);
  });

  it('estimates only what came since the last response was counted', async () => {
    const texts: string[] = [];
    const started = await start({
      practice: { inputTokens: false },
      model: {
        loadTokenizer: () =>
          Promise.resolve((text) => {
            texts.push(text);
            return text.length;
          }),
      },
    });
    const first = userMessage('go');
    const heard = await hear(started.model, requestWith([first]));
    assert.ok(heard.last.type === 'end' && heard.last.usage);
    const next = requestWith([first, ...heard.items, userMessage('and on')]);
    const counted = await started.model.countInput(next, never);
    assert.deepEqual(texts, ['yes', 'and on']);
    // Six tokens stand for the frame of an item.
    assert.equal(counted.tokens, heard.last.usage.inputTokens + 3 + 6 + 6 + 6);
    await started.model.countInput(next, never);
    assert.equal(texts.length, 2, 'an item was counted twice');
    await started.model.countInput({ ...next, epoch: 1 }, never);
    assert.ok(
      texts.some((text) => text === 'You help.'),
      'another epoch is counted whole',
    );
  });

  it('compacts at the endpoint, and says when it cannot', async () => {
    const started = await start({ practice: { compaction: true } });
    const request = requestWith([userMessage('first'), userMessage('second')]);
    const answer = await started.model.compact(request, never);
    assert.equal(answer.kind, 'compacted');
    assert.deepEqual(
      answer.items.map((item) => item.type),
      ['message', 'message', 'compaction'],
    );
    // The endpoint takes back what it gave.
    const heard = await hear(started.model, requestWith([...answer.items, userMessage('on')]));
    assert.equal(heard.last.type, 'end');

    const without = await start();
    assert.deepEqual(await without.model.compact(request, never), { kind: 'unsupported' });
    assert.deepEqual(await without.model.compact(request, never), { kind: 'unsupported' });
    assert.equal(without.practice.requests.length, 1, 'it was asked again');
  });

  it('leaves out ids whose reasoning is gone, as after a change of model', async () => {
    const started = await start({
      practice: {
        script: listScript('thought', [
          {
            items: [
              { type: 'reasoning' },
              { type: 'function', name: 'read_file', arguments: { path: 'a' } },
            ],
          },
          { items: [{ type: 'message', text: 'fine' }] },
        ]),
      },
    });
    const { items } = await hear(started.model, requestWith([userMessage('go')]));
    const calls: readonly InputItem[] = items.filter((item) => item.type !== 'reasoning');
    const callId = calls[0]?.type === 'function_call' ? calls[0].call_id : '';
    const output: InputItem = { type: 'function_call_output', call_id: callId, output: 'x' };
    const input = [userMessage('go'), ...calls, output];
    const heard = await hear(started.model, requestWith(input, { model: 'gpt-5.5-pro' }));
    assert.equal(heard.last.type, 'end');
  });

  it('speaks to Azure with its header and its version', async () => {
    const sent: { readonly url: string; readonly headers: Headers }[] = [];
    const { model, practice } = await start({
      settings: { baseUrl: 'https://res.openai.azure.com/openai?api-version=2025-04-01-preview' },
      model: {
        fetch: (input, init) => {
          const url = input instanceof Request ? input.url : String(input);
          sent.push({ url, headers: new Headers(init?.headers) });
          return fetch(`${practice.url}/openai/v1/responses`, init);
        },
      },
    });
    const heard = await hear(model, requestWith([userMessage('go')]));
    assert.equal(heard.last.type, 'end');
    assert.equal(
      sent[0]?.url,
      'https://res.openai.azure.com/openai/responses?api-version=2025-04-01-preview',
    );
    assert.equal(sent[0].headers.get('api-key'), secretKey);
    assert.equal(sent[0].headers.get('authorization'), null);
  });

  it('lets a header of the settings take the place of the key', async () => {
    const { model, practice } = await start({
      settings: { headers: { 'X-Team': 'blue', Authorization: `Bearer ${secretKey}` } },
      model: { key: () => Promise.reject(new Error('nobody needs the key')) },
    });
    const heard = await hear(model, requestWith([userMessage('go')]));
    assert.equal(heard.last.type, 'end');
    assert.equal(practice.requests[0]?.headers['x-team'], 'blue');
  });
});
