/** What no endpoint should send, through the whole loop: handled, logged, never lost in silence. */

import assert from 'node:assert/strict';
import { exited } from '../support/memory-workspace.ts';
import { userSays } from '../support/play-task.ts';
import type { Fault } from '../support/practice/faults.ts';
import { listScript, type PracticeItem } from '../support/practice/script.ts';
import { eventsOf, refusals, startAgentRun, untilDone, type AgentRun } from './agent-run.ts';
import { answer, thirtySteps, thirtyStepsWorkspace } from './thirty-steps.ts';

async function play(
  turns: readonly (readonly PracticeItem[])[],
  inspect: (run: AgentRun) => void | Promise<void>,
): Promise<void> {
  const run = await startAgentRun({
    practice: {
      script: listScript(
        'bad input',
        turns.map((items) => ({ items })),
      ),
    },
  });
  run.workspace.texts.set('a.txt', 'one\n');
  run.workspace.commands.set('build', exited('built\n'));
  try {
    run.session.send(userSays('Go.'));
    const { end } = await untilDone(run);
    assert.deepEqual(end, { type: 'done', answer: 'Done.' });
    assert.deepEqual(refusals(run), []);
    assert.deepEqual(run.practice.prefixBreaks, []);
    await inspect(run);
  } finally {
    await run.practice.close();
  }
}

const done: PracticeItem = { type: 'message', text: 'Done.' };

function call(name: string, input: unknown): PracticeItem {
  return { type: 'function', name, arguments: input };
}

function lastOutput(run: AgentRun): string {
  const output = run.requests.at(-1)?.input.findLast((item) => item.type.endsWith('_output'));
  return JSON.stringify(output);
}

describe('bad input from the model', () => {
  const broken: readonly (readonly [string, PracticeItem, RegExp])[] = [
    ['arguments that are no JSON', call('read_file', '{"path": "a.t'), /not valid JSON/],
    ['arguments that are a list', call('read_file', '["a.txt"]'), /one JSON object/],
    ['arguments of another shape', call('read_file', { file: 'a.txt' }), /`path`/],
    ['an unknown tool', call('format_disk', {}), /no tool named .*format_disk/],
    [
      'a custom call of a function tool',
      { type: 'custom', name: 'read_file', input: 'a.txt' },
      /`path`/,
    ],
    ['a function call of a custom tool', call('apply_patch', { input: 'no patch' }), /Begin Patch/],
    [
      'a patch that is none',
      { type: 'custom', name: 'apply_patch', input: '\u0000' },
      /Begin Patch/,
    ],
  ];
  for (const [name, item, said] of broken) {
    it(`answers ${name} with what to do`, async () => {
      await play([[item], [done]], (run) => {
        assert.match(lastOutput(run), said);
        assert.equal(eventsOf(run, 'tool-ended')[0]?.state, 'failed');
      });
    });
  }
});

describe('bad input from the endpoint', () => {
  const faults: readonly (readonly [string, Fault])[] = [
    ['calls without ids', { kind: 'noCallIds' }],
    ['the same id for every call of every turn', { kind: 'duplicateCallIds' }],
    ['events out of order', { kind: 'outOfOrder' }],
    ['events of unknown types', { kind: 'unknownEvent', at: 'middle' }],
    ['items of unknown types', { kind: 'unknownItem', at: 'middle' }],
    ['deltas split inside a character', { kind: 'pieces', bytes: 1 }],
    ['no usage', { kind: 'noUsage' }],
    ['no output in the last event', { kind: 'noOutput' }],
    ['comments and Windows line ends', { kind: 'crlf' }],
  ];
  for (const [name, fault] of faults) {
    it(`comes to the same end with ${name}, in every response`, async () => {
      const workspace = thirtyStepsWorkspace();
      const run = await startAgentRun({
        practice: { script: thirtySteps, fault: () => fault },
        workspace,
        settings: { budgetSteps: 0 },
      });
      try {
        run.session.send(userSays('Do all thirty steps.'));
        const { end, usage } = await untilDone(run);
        assert.deepEqual(end, { type: 'done', answer });
        assert.equal(workspace.proposed.length, 20);
        assert.equal(workspace.ran.length, 10);
        assert.equal(usage.requests, 31);
        assert.deepEqual(refusals(run), []);
        assert.deepEqual(run.practice.prefixBreaks, []);
        const text = eventsOf(run, 'message').map((event) => event.text);
        assert.ok(text.includes('Now step 2, with “ümläuts” 🙂.'), text.join('\n'));
        if (fault.kind === 'noCallIds') assert.match(run.lines.join('\n'), /came with no id/);
        if (fault.kind === 'duplicateCallIds') assert.match(run.lines.join('\n'), /repeated id/);
        if (fault.kind.startsWith('unknown')) assert.match(run.lines.join('\n'), /unknown type/);
      } finally {
        await run.practice.close();
      }
    });
  }

  const lines: readonly (readonly [string, number, boolean])[] = [
    ['takes a line of 16 MB', 16 * 1024 ** 2, false],
    ['asks again after a line of 40 MB', 40 * 1024 ** 2, true],
  ];
  for (const [name, bytes, again] of lines) {
    it(name, async () => {
      const run = await startAgentRun({
        practice: {
          script: listScript('huge line', [{ items: [call('list_files', {})] }, { items: [done] }]),
          fault: (number) => (number === 1 ? { kind: 'hugeLine', at: 'middle', bytes } : undefined),
        },
      });
      try {
        run.session.send(userSays('Go.'));
        assert.equal((await untilDone(run)).end.type, 'done');
        assert.equal(eventsOf(run, 'retry').length, again ? 1 : 0);
        assert.equal(eventsOf(run, 'tool-ended').length, 1);
      } finally {
        await run.practice.close();
      }
    });
  }

  it('goes on while the clock of the machine jumps', async () => {
    const workspace = thirtyStepsWorkspace();
    const day = 86_400_000;
    const run = await startAgentRun({
      practice: {
        script: thirtySteps,
        fault: (number) => {
          run.clock.jump(number % 2 === 0 ? 400 * day : -300 * day);
          return number % 5 === 0
            ? { kind: 'status', status: 429, headers: { 'retry-after': '3' } }
            : undefined;
        },
      },
      workspace,
      settings: { budgetSteps: 0 },
    });
    try {
      run.session.send(userSays('Do all thirty steps.'));
      assert.deepEqual((await untilDone(run)).end, { type: 'done', answer });
      const waits = eventsOf(run, 'retry').map(({ inMs }) => inMs);
      assert.ok(waits.length > 5 && waits.every((ms) => ms >= 3_000 && ms < 5_000), waits.join());
    } finally {
      await run.practice.close();
    }
  });
});
