/** Whatever goes wrong, in whatever order: the task ends as it would have, each call run once. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Fault } from '../support/practice/faults.ts';
import type { PracticeItem, Script } from '../support/practice/script.ts';
import { playTask, startPracticeModel, type PlayedTask } from '../support/practice-model.ts';

const steps = 30;

/** One to three calls a step, of both kinds, with and without reasoning and comments. */
const longTask: Script = {
  name: 'long',
  turn: (number) =>
    number === steps
      ? { items: [{ type: 'message', text: 'All steps are done.' }] }
      : { items: stepItems(number) },
};

function stepItems(step: number): readonly PracticeItem[] {
  const items: PracticeItem[] = [];
  if (step % 2 === 0) items.push({ type: 'reasoning', summary: `Step ${step}.` });
  if (step % 3 === 0)
    items.push({ type: 'message', phase: 'commentary', text: `Now step ${step}.` });
  for (let call = 0; call <= step % 3; call += 1) {
    items.push(
      call === 2
        ? { type: 'custom', name: 'apply_patch', input: `patch ${step}` }
        : { type: 'function', name: 'read_file', arguments: { path: `${step}/${call}` } },
    );
  }
  return items;
}

const place = fc.oneof(fc.constantFrom('first', 'middle', 'last'), fc.integer({ min: 0, max: 40 }));
const fault: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({
    kind: fc.constant('status'),
    status: fc.constantFrom(408, 409, 429, 500, 502, 503, 529),
  }),
  fc.constantFrom<Fault>(
    { kind: 'reset' },
    { kind: 'empty' },
    { kind: 'html' },
    { kind: 'noUsage' },
    { kind: 'noOutput' },
    { kind: 'outOfOrder' },
    { kind: 'crlf' },
    { kind: 'noCallIds' },
    { kind: 'failed', at: 'middle', code: 'server_error', message: 'Sorry.' },
  ),
  fc.record({ kind: fc.constant('cut'), at: place, how: fc.constantFrom('destroy', 'end') }),
  fc.record({
    kind: fc.constantFrom('brokenJson', 'unknownEvent', 'unknownItem', 'comment'),
    at: place,
  }),
  fc.record({
    kind: fc.constant('errorEvent'),
    at: place,
    code: fc.constantFrom('slow_down', 'server_is_overloaded', 'rate_limit_exceeded'),
    message: fc.constant('Try again in 20ms.'),
  }),
);

async function run(faults: readonly (Fault | undefined)[]): Promise<PlayedTask> {
  const { model, practice } = await startPracticeModel({
    practice: {
      script: longTask,
      onPrefixBroken: 'fail',
      // A page is asked for again only three times: never so often in a row.
      fault: (number) => faults[number - 1],
    },
  });
  try {
    const played = await playTask(model, 'go', { steps: 200 });
    assert.deepEqual(practice.mismatches, []);
    assert.deepEqual(practice.prefixBreaks, []);
    return played;
  } finally {
    await practice.close();
  }
}

describe('a task under faults', () => {
  it('ends as it would without them, each call run exactly once', async () => {
    const calm = await run([]);
    assert.equal(calm.answer, 'All steps are done.');
    const schedule = fc.array(fc.option(fault, { nil: undefined, freq: 2 }), {
      minLength: 10,
      maxLength: 60,
    });
    await fc.assert(
      fc.asyncProperty(schedule, async (faults) => {
        // Two calm requests after each fault keep the number of failures in a row below every limit.
        const spaced = faults.flatMap((one) => [one, undefined]);
        const played = await run(spaced);
        assert.deepEqual([played.answer, played.ran], [calm.answer, calm.ran]);
      }),
      { seed: 20_261_122, numRuns: 12 },
    );
  }).timeout(120_000);
});
