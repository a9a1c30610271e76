import assert from 'node:assert/strict';
import type { ModelEvent } from '../../src/core/ports.ts';
import { listScript, type PracticeItem, type Script } from '../support/practice/script.ts';
import { hear, playTask, requestWith, secretKey, userMessage } from '../support/practice-model.ts';
import { usePracticeModels } from '../support/use-practice-models.ts';

const thought: PracticeItem = { type: 'reasoning', summary: 'Two files matter here.' };
const twoReads: readonly PracticeItem[] = [
  thought,
  { type: 'message', phase: 'commentary', text: 'I read both files first.' },
  { type: 'function', name: 'read_file', arguments: { path: 'src/añadir.ts' } },
  // Thinks again between the calls, so that a cut may come after the thought.
  { type: 'reasoning', summary: 'And the other.' },
  { type: 'function', name: 'read_file', arguments: { path: 'src/b.ts' } },
];
const patch: readonly PracticeItem[] = [
  { type: 'reasoning' },
  { type: 'custom', name: 'apply_patch', input: '*** Begin Patch\n*** End Patch' },
];
const task: Script = listScript('task', [
  { expect: { user: 'fix it' }, items: twoReads },
  { expect: { outputs: [/añadir/, /b\.ts/] }, items: patch },
  {
    expect: { outputs: [/Begin Patch/] },
    items: [{ type: 'message', text: 'Both files are “mended” 🎉.' }],
  },
]);
const ranOnce = [
  'read_file {"path":"src/añadir.ts"}',
  'read_file {"path":"src/b.ts"}',
  'apply_patch *** Begin Patch\n*** End Patch',
];

describe('the model client', () => {
  const start = usePracticeModels({ script: task, onPrefixBroken: 'fail' });

  it('plays a task to its end, each call once, each request extending the one before', async () => {
    const { model, practice } = await start();
    const played = await playTask(model, 'fix it');
    assert.deepEqual(played.ran, ranOnce);
    assert.equal(played.answer, 'Both files are “mended” 🎉.');
    assert.deepEqual(practice.prefixBreaks, []);
    assert.equal(practice.requests.length, 3);
  });

  it('sends the request as the API wants it, with the key in one header', async () => {
    const { model, practice } = await start({
      settings: { organization: 'org-1', project: 'proj-1', serviceTier: 'priority' },
    });
    await hear(
      model,
      requestWith([userMessage('fix it')], { maxOutputTokens: 4_000, allowedTools: ['read_file'] }),
    );
    const [sent] = practice.requests;
    const { tools, input, ...rest } = sent?.body ?? {};
    assert.deepEqual(rest, {
      model: 'gpt-5.5',
      instructions: 'You help.',
      tool_choice: {
        type: 'allowed_tools',
        mode: 'auto',
        tools: [{ type: 'function', name: 'read_file' }],
      },
      parallel_tool_calls: true,
      reasoning: { effort: 'medium', summary: 'auto' },
      text: { verbosity: 'low' },
      store: false,
      stream: true,
      stream_options: { include_obfuscation: false },
      include: ['reasoning.encrypted_content'],
      prompt_cache_key: 'task-1',
      max_output_tokens: 4_000,
      service_tier: 'priority',
    });
    assert.equal((tools as unknown[]).length, 2);
    assert.deepEqual(input, [userMessage('fix it')]);
    const headers = sent?.headers ?? {};
    assert.equal(headers['authorization'], `Bearer ${secretKey}`);
    assert.equal(headers['user-agent'], 'Ratchet/test');
    assert.equal(headers['openai-organization'], 'org-1');
    assert.equal(headers['openai-project'], 'proj-1');
    assert.deepEqual(
      Object.keys(headers).filter((name) => name.startsWith('x-stainless')),
      [],
    );
    const bearing = Object.values(headers).filter((value) => String(value).includes(secretKey));
    assert.equal(bearing.length, 1);
  });

  it('gives text, reasoning and items as they come, and the usage at the end', async () => {
    const { model } = await start();
    const heard = await hear(model, requestWith([userMessage('fix it')]));
    assert.equal(heard.text, 'I read both files first.');
    const thinking = heard.events.filter((event) => event.type === 'reasoning');
    assert.equal(
      thinking.map((event) => event.delta).join(''),
      'Two files matter here.And the other.',
    );
    assert.deepEqual(
      heard.items.map((item) => item.type),
      ['reasoning', 'message', 'function_call', 'reasoning', 'function_call'],
    );
    const texts = heard.events.filter((event) => event.type === 'text');
    assert.ok(texts.length > 1 && texts.every((event) => event.phase === 'commentary'));
    assert.equal(heard.last.type, 'end');
    assert.ok(heard.last.usage);
    assert.ok(heard.last.usage.inputTokens > 100 && heard.last.usage.reasoningTokens === 64);
  });

  it('asks again from the place of every cut, and runs no call twice', async () => {
    const { model: calm, practice: reference } = await start();
    await playTask(calm, 'fix it');
    assert.equal(reference.requests.length, 3);
    // A few more places than each of the streams has events.
    const lengths = [60, 20, 22];
    for (const [index, length] of lengths.entries()) {
      for (let at = 0; at < length; at += 1) {
        const number = index + 1;
        const { model, practice } = await start({
          practice: {
            fault: (request) =>
              request === number
                ? { kind: 'cut', at, how: at % 2 === 0 ? 'destroy' : 'end' }
                : undefined,
          },
        });
        const played = await playTask(model, 'fix it');
        assert.deepEqual(
          [played.ran, played.answer],
          [ranOnce, 'Both files are “mended” 🎉.'],
          `cut at ${at} of ${number}`,
        );
        assert.deepEqual(practice.prefixBreaks, []);
        await practice.close();
      }
    }
  }).timeout(60_000);

  it('keeps the calls that were whole when the stream broke, with nothing after them', async () => {
    const kept = new Map<string, number>();
    for (let at = 0; at < 60; at += 1) {
      const { model, practice } = await start({
        practice: {
          fault: (request) => (request === 1 ? { kind: 'cut', at, how: 'destroy' } : undefined),
        },
      });
      const { items, last } = await hear(model, requestWith([userMessage('fix it')]));
      const status = last.type === 'end' ? last.status : last.type;
      const shape = `${status}: ${items.map((item) => item.type).join(' ')}`;
      kept.set(shape, (kept.get(shape) ?? 0) + 1);
      await practice.close();
    }
    assert.deepEqual([...kept.keys()].sort(), [
      'completed: reasoning message function_call reasoning function_call',
      'cut: reasoning message function_call',
      'cut: reasoning message function_call reasoning function_call',
    ]);
  }).timeout(30_000);

  it('gives no call whose arguments the output limit cut', async () => {
    for (let at = 0; at < 60; at += 1) {
      const { model, practice } = await start({
        practice: { fault: () => ({ kind: 'incomplete', at, reason: 'max_output_tokens' }) },
      });
      const { items } = await hear(model, requestWith([userMessage('fix it')]));
      for (const item of items) {
        if (item.type === 'function_call') assert.ok(JSON.parse(item.arguments), `cut at ${at}`);
      }
      // Reasoning without what followed it would be refused in the next request.
      assert.notEqual(items.at(-1)?.type, 'reasoning', `cut at ${at}`);
      await practice.close();
    }
  }).timeout(30_000);

  it('stops at once when it is told to, wherever it stands', async () => {
    for (const stopAt of ['first event', 'retry wait', 'silence'] as const) {
      const { model, practice, clock } = await start({
        passWaits: false,
        practice: {
          fault: () =>
            stopAt === 'retry wait'
              ? { kind: 'status', status: 503 }
              : stopAt === 'silence'
                ? { kind: 'silence' }
                : undefined,
        },
      });
      const stop = new AbortController();
      const reason = new Error(`stopped at the ${stopAt}`);
      const run = (async () => {
        for await (const event of model.respond(
          requestWith([userMessage('fix it')]),
          stop.signal,
        )) {
          if (stopAt === 'first event' || event.type === 'retry') stop.abort(reason);
        }
      })();
      if (stopAt === 'silence') {
        await clock.untilSleeping();
        stop.abort(reason);
      }
      await assert.rejects(run, reason);
      assert.deepEqual(clock.sleeping, [], 'a sleeper is left');
      await practice.close();
    }
  });

  it('shows a wait, and ends it when the user wants the next attempt now', async () => {
    let skip: (() => void) | undefined;
    const { model, clock } = await start({
      passWaits: false,
      practice: {
        fault: (number) =>
          number === 1
            ? { kind: 'status', status: 429, headers: { 'retry-after': '600' } }
            : undefined,
      },
      model: {
        waits: {
          skipped: () =>
            new Promise((resolve) => {
              skip = resolve;
            }),
        },
      },
    });
    const seen: ModelEvent[] = [];
    for await (const event of model.respond(
      requestWith([userMessage('fix it')]),
      new AbortController().signal,
    )) {
      seen.push(event);
      if (event.type === 'retry') setImmediate(() => skip?.());
    }
    const [retry, ended] = seen;
    assert.ok(retry?.type === 'retry' && retry.inMs >= 600_000 && retry.inMs < 602_000);
    assert.equal(retry.attempt, 1);
    assert.match(retry.reason, /limiting the rate/);
    assert.equal(ended?.type, 'retry-ended');
    assert.equal(seen.at(-1)?.type, 'end');
    assert.equal(clock.monotonic(), 0, 'nobody waited');
  });
});
