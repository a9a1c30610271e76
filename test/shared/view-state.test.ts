import assert from 'node:assert/strict';
import { describe, it } from 'mocha';

import type { AgentEvent, Review, Usage } from '../../src/shared/events.ts';
import type { Entry } from '../../src/shared/view-entries.ts';
import { emptyTaskView, reduceEvents, type TaskView } from '../../src/shared/view-state.ts';

const after = (...events: AgentEvent[]): TaskView => reduceEvents(emptyTaskView, events);

const user = (messageId: string, text = messageId): AgentEvent => ({
  type: 'user',
  messageId,
  text,
  attachments: [],
});
const started = (callId: string): AgentEvent => ({
  type: 'tool-started',
  callId,
  name: 'exec_command',
  title: `run ${callId}`,
});
const ended = (callId: string, state: 'finished' | 'failed' = 'finished'): AgentEvent => ({
  type: 'tool-ended',
  callId,
  name: 'exec_command',
  state,
  summary: state,
});
const text = (messageId: string, delta: string): AgentEvent => ({ type: 'text', messageId, delta });
const message = (messageId: string, words: string): AgentEvent => ({
  type: 'message',
  messageId,
  text: words,
});
const done: AgentEvent = { type: 'done', answer: '' };
const stopped: AgentEvent = { type: 'stopped', reason: { kind: 'user' } };
const review = (id: string, state: Review['state'] = 'open'): AgentEvent => ({
  type: 'review',
  review: { id, callId: 't', state, files: [] },
});
const approval = (callId: string): AgentEvent => ({
  type: 'approval',
  request: { callId, kind: 'command', subject: 'ls', reason: 'asked' },
});
const usage: Usage = {
  inputTokens: 10,
  cachedTokens: 5,
  outputTokens: 3,
  reasoningTokens: 1,
  usd: 0.01,
  requests: 1,
};

/** An entry in a word or two, as the tables below spell it. */
function brief(entry: Entry): string {
  switch (entry.kind) {
    case 'user':
      return `user ${entry.id}`;
    case 'text':
      return `text ${entry.text} ${entry.state}`;
    case 'reasoning':
      return `reasoning ${entry.text}${entry.streaming ? ' …' : ''}`;
    case 'tool':
      return `tool ${entry.id} ${entry.state}`;
    case 'approval':
      return `approval ${entry.decision ?? 'open'}`;
    case 'question':
      return `question ${entry.answers?.join() ?? (entry.cancelled ? 'cancelled' : 'open')}`;
    case 'review':
      return `review ${entry.review.state}`;
    case 'compaction':
      return `compaction ${entry.done?.summary ?? '…'}`;
    case 'notice':
      return `notice ${entry.message}`;
    case 'result':
      return `result ${entry.state} ${entry.checks.map((check) => `${check.name}:${check.status}`).join()}`;
    case 'stopped':
    case 'failed':
      return entry.kind;
  }
}

const cases: readonly { name: string; events: readonly AgentEvent[]; shows: readonly string[] }[] =
  [
    { name: 'nothing of nothing', events: [], shows: [] },
    {
      name: 'deltas as one text, replaced by the whole message',
      events: [text('a', 'Hel'), text('a', 'lo'), message('a', 'Hello.')],
      shows: ['text Hello. complete'],
    },
    {
      name: 'a text that still streams',
      events: [text('a', 'Hel'), text('a', 'lo')],
      shows: ['text Hello streaming'],
    },
    {
      name: 'a message that was never streamed',
      events: [message('a', 'Hi')],
      shows: ['text Hi complete'],
    },
    {
      name: 'nothing for a message without words',
      events: [text('a', ' '), message('a', ' ')],
      shows: [],
    },
    {
      name: 'no delta after the whole message',
      events: [message('a', 'Hi'), text('a', '!!')],
      shows: ['text Hi complete'],
    },
    {
      name: 'two interleaved messages apart',
      events: [text('a', '1'), text('b', '2'), text('a', '3')],
      shows: ['text 13 streaming', 'text 2 streaming'],
    },
    {
      name: 'a discarded text no more, and it comes again under the same id',
      events: [text('a', 'wrong'), { type: 'discard', messageIds: ['a'] }, text('a', 'right')],
      shows: ['text right streaming'],
    },
    {
      name: 'a discard drops reasoning and calls that were being written too',
      events: [
        { type: 'reasoning', delta: 'hm' },
        { type: 'discard', messageIds: [] },
        { type: 'tool-writing', callId: 't1', name: 'apply_patch', characters: 9 },
        { type: 'discard', messageIds: [] },
      ],
      shows: [],
    },
    {
      name: 'reasoning joined until something else happens',
      events: [
        { type: 'reasoning', delta: 'one ' },
        { type: 'reasoning', delta: 'two' },
        started('t1'),
        { type: 'reasoning', delta: 'three' },
      ],
      shows: ['reasoning one two', 'tool t1 running', 'reasoning three …'],
    },
    {
      name: 'a tool through all its states',
      events: [
        { type: 'tool-writing', callId: 't1', name: 'apply_patch', characters: 100 },
        started('t1'),
        { type: 'tool-output', callId: 't1', chunk: 'x' },
        ended('t1', 'failed'),
      ],
      shows: ['tool t1 failed'],
    },
    {
      name: 'a tool whose end comes before its start, by its end',
      events: [ended('t1'), started('t1')],
      shows: ['tool t1 finished'],
    },
    {
      name: 'no tool for output of an unknown call',
      events: [{ type: 'tool-output', callId: 'nobody', chunk: 'x' }],
      shows: [],
    },
    {
      name: 'a call being written no more when the request is made anew',
      events: [
        { type: 'tool-writing', callId: 't1', name: 'apply_patch', characters: 100 },
        { type: 'retry', reason: 'cut', inMs: 100, attempt: 1 },
        { type: 'request', number: 2, model: 'm' },
        { type: 'tool-writing', callId: 't2', name: 'apply_patch', characters: 5 },
      ],
      shows: ['tool t2 writing'],
    },
    {
      name: 'an approval and what became of it',
      events: [approval('t1'), { type: 'approval-ended', callId: 't1', decision: 'task' }],
      shows: ['approval task'],
    },
    {
      name: 'no end of an approval that was not asked',
      events: [{ type: 'approval-ended', callId: 't1', decision: 'always' }],
      shows: [],
    },
    {
      name: 'a question and its answer',
      events: [
        { type: 'question', callId: 't1', questions: [{ question: 'Which?' }] },
        { type: 'question-ended', callId: 't1', answers: ['this'] },
      ],
      shows: ['question this'],
    },
    {
      name: 'a review in one place however often it changes',
      events: [review('r1'), started('t1'), review('r1', 'closed')],
      shows: ['review closed', 'tool t1 running'],
    },
    {
      name: 'a compaction from its start to its summary',
      events: [
        { type: 'compacting' },
        { type: 'compacted', summary: 'short', tokensBefore: 9, tokensAfter: 1 },
      ],
      shows: ['compaction short'],
    },
    {
      name: 'a compaction that was not announced',
      events: [{ type: 'compacted', summary: 'short', tokensBefore: 9, tokensAfter: 1 }],
      shows: ['compaction short'],
    },
    {
      name: 'a change of epoch by its note, except compactions, which show themselves',
      events: [
        { type: 'epoch', reason: 'model', note: 'Now on gpt-5.5-pro' },
        { type: 'epoch', reason: 'compaction', note: 'x' },
        { type: 'epoch', reason: 'tools', note: '' },
      ],
      shows: ['notice Now on gpt-5.5-pro'],
    },
    {
      name: 'nothing as running once it was stopped',
      events: [
        user('m1'),
        started('t1'),
        { type: 'tool-writing', callId: 't2', name: 'apply_patch', characters: 5 },
        approval('t3'),
        { type: 'question', callId: 't4', questions: [] },
        { type: 'compacting' },
        text('a', 'half'),
        stopped,
      ],
      shows: [
        'user m1',
        'tool t1 interrupted',
        'approval cancelled',
        'question cancelled',
        'text half incomplete',
        'stopped',
      ],
    },
    {
      name: 'the true end of a tool that came after the stop',
      events: [user('m1'), started('t1'), stopped, ended('t1')],
      shows: ['user m1', 'tool t1 finished', 'stopped'],
    },
    {
      name: 'checks while they come in, the latest of each name',
      events: [
        user('m1'),
        { type: 'check', check: { name: 'tests', status: 'failed' } },
        started('t1'),
        { type: 'check', check: { name: 'tests', status: 'passed' } },
        { type: 'check', check: { name: 'lint', status: 'notRun' } },
      ],
      shows: ['user m1', 'result checking tests:passed,lint:notRun', 'tool t1 running'],
    },
    {
      name: 'the checks in the result at the end',
      events: [
        user('m1'),
        { type: 'check', check: { name: 'tests', status: 'failed' } },
        message('a', 'Sorry.'),
        done,
      ],
      shows: ['user m1', 'text Sorry. complete', 'result done tests:failed'],
    },
    {
      name: 'no check of an earlier run in a later result',
      events: [
        user('m1'),
        { type: 'check', check: { name: 'tests', status: 'passed' } },
        done,
        user('m2'),
        done,
      ],
      shows: ['user m1', 'result done tests:passed', 'user m2', 'result done '],
    },
    {
      name: 'an answer that was never streamed',
      events: [user('m1'), { type: 'done', answer: '42' }],
      shows: ['user m1', 'text 42 complete', 'result done '],
    },
    {
      name: 'a streamed answer once',
      events: [user('m1'), message('a', '42'), { type: 'done', answer: '42' }],
      shows: ['user m1', 'text 42 complete', 'result done '],
    },
    {
      name: 'what came before the message one goes back to',
      events: [
        user('m1'),
        message('a', 'one'),
        done,
        user('m2'),
        message('b', 'two'),
        { type: 'rewind', messageId: 'm2' },
      ],
      shows: ['user m1', 'text one complete', 'result done '],
    },
    {
      name: 'everything after a rewind to nowhere',
      events: [user('m1'), { type: 'rewind', messageId: 'm9' }],
      shows: ['user m1'],
    },
    {
      name: 'an edited message and its new answer',
      events: [
        user('m1'),
        stopped,
        { type: 'rewind', messageId: 'm1' },
        user('m1b'),
        message('a', 'ok'),
      ],
      shows: ['user m1b', 'text ok complete'],
    },
    {
      name: 'a failure as the end',
      events: [
        user('m1'),
        { type: 'failed', failure: { code: 'offline', message: 'Offline.', actions: ['retry'] } },
      ],
      shows: ['user m1', 'failed'],
    },
  ];

describe('the view of a task', () => {
  for (const { name, events, shows } of cases) {
    it(`shows ${name}`, () => {
      assert.deepEqual(after(...events).entries.map(brief), shows);
    });
  }

  it('knows task, title, model and usage', () => {
    const view = after(
      { type: 'task', id: 'x', title: 'Old', model: 'a', origin: 'api', parent: 'p' },
      { type: 'title', title: 'New' },
      { type: 'request', number: 1, model: 'b' },
      { type: 'usage', usage, contextTokens: 7, contextWindow: 70 },
    );
    const { taskId, title, model, origin, parent, contextTokens, contextWindow } = view;
    assert.deepEqual(
      { taskId, title, model, origin, parent, contextTokens, contextWindow },
      {
        taskId: 'x',
        title: 'New',
        model: 'b',
        origin: 'api',
        parent: 'p',
        contextTokens: 7,
        contextWindow: 70,
      },
    );
    assert.equal(view.usage, usage);
  });

  it('knows what the latest request took, if the journal says', () => {
    const told: AgentEvent = { type: 'usage', usage, contextTokens: 7, contextWindow: 70 };
    assert.equal(after({ ...told, request: usage }).request, usage);
    assert.equal(after({ ...told, request: usage }, told).request, undefined);
  });

  it('keeps queued messages until they are delivered or withdrawn', () => {
    const queued = (queuedId: string): AgentEvent => ({ type: 'queued', queuedId, text: queuedId });
    const view = after(
      queued('q1'),
      queued('q2'),
      queued('q3'),
      { type: 'unqueued', queuedId: 'q2' },
      {
        type: 'user',
        messageId: 'm1',
        text: 'q1',
        attachments: [],
        queuedId: 'q1',
      },
    );
    assert.deepEqual(view.queued, [{ queuedId: 'q3', text: 'q3' }]);
  });

  it('drops a finished plan at the next message, and a rewind brings it back', () => {
    const plan: AgentEvent = { type: 'plan', plan: [{ step: 'a', status: 'completed' }] };
    const open: AgentEvent = { type: 'plan', plan: [{ step: 'b', status: 'pending' }] };
    const next = after(user('m1'), plan, done, user('m2'));
    assert.deepEqual(next.plan, []);
    const back = reduceEvents(next, [open, { type: 'rewind', messageId: 'm2' }]);
    assert.deepEqual(
      back.plan.map(({ step }) => step),
      ['a'],
    );
    assert.equal(after(user('m1'), open, user('m2')).plan.length, 1);
  });

  it('ends a retry countdown with the retry, or with the run', () => {
    const retry: AgentEvent = { type: 'retry', reason: 'busy', inMs: 5_000, attempt: 2 };
    assert.equal(after(retry).retry?.inMs, 5_000);
    assert.equal(after(retry, { type: 'retry-ended' }).retry, undefined);
    assert.equal(after(user('m1'), retry, stopped).retry, undefined);
  });

  it('names in the result the reviews of its own run only', () => {
    const view = after(
      user('m1'),
      review('r1'),
      done,
      user('m2'),
      review('r2'),
      review('r3'),
      done,
    );
    const results = view.entries.filter((entry) => entry.kind === 'result');
    assert.deepEqual(
      results.map(({ reviewIds }) => reviewIds),
      [['r1'], ['r2', 'r3']],
    );
  });

  it('takes a continued run as the same run', () => {
    const view = after(
      user('m1'),
      review('r1'),
      stopped,
      { type: 'request', number: 2, model: 'm' },
      done,
    );
    const result = view.entries.at(-1);
    assert.deepEqual(result?.kind === 'result' && result.reviewIds, ['r1']);
    assert.equal(view.outcome, 'done');
  });

  it('keeps the end of a command’s output, bounded', () => {
    const chunks = Array.from({ length: 500 }, (_, index): AgentEvent => ({
      type: 'tool-output',
      callId: 't1',
      chunk: `${'x'.repeat(100)} ${index}\n`,
    }));
    const tool = after(started('t1'), ...chunks).entries[0];
    assert.ok(tool?.kind === 'tool');
    assert.equal(tool.output.length, 8_000);
    assert.ok(tool.output.endsWith(' 499\n'));
  });

  it('skips events of a type it does not know', () => {
    const unknown = { type: 'from-the-future', wonder: 1 } as unknown as AgentEvent;
    assert.deepEqual(after(user('m1'), unknown).entries.map(brief), ['user m1']);
  });

  it('leaves the view it came from, and entries it does not touch, as they are', () => {
    const before = after(user('m1'), started('t1'));
    const copy = structuredClone(before);
    const next = reduceEvents(before, [ended('t1'), user('m2')]);
    assert.deepEqual(before, copy);
    assert.equal(next.entries[0], before.entries[0]);
    assert.notEqual(next.entries[1], before.entries[1]);
  });
});
