/** Three hundred steps: several compactions, one goal, and a prompt that stays cached. */

import assert from 'node:assert/strict';
import { eventsOf, refusals } from './agent-run.ts';
import { goal, plannedStep, playLongTask } from './long-task.ts';

describe('a task of three hundred steps', function () {
  this.timeout(300_000);

  for (const compaction of [false, true]) {
    const by = compaction ? 'the endpoint’s own compaction' : 'summaries';
    it(`keeps goal, plan and cache over ${by}`, async () => {
      const { run, result, cachedShare } = await playLongTask({
        steps: 300,
        window: 128_000,
        largest: 14_000,
        compaction,
      });
      assert.deepEqual(result.end, { type: 'done', answer: 'All modules are ported.' });
      assert.deepEqual(run.practice.prefixBreaks, []);
      assert.deepEqual(run.practice.mismatches, []);
      assert.deepEqual(refusals(run), []);
      const compacted = eventsOf(run, 'compacted');
      assert.ok(compacted.length >= 3, `${compacted.length} compactions`);
      for (const { tokensBefore, tokensAfter } of compacted)
        assert.ok(tokensAfter < tokensBefore / 4, `${tokensBefore} to ${tokensAfter}`);
      const asked = run.requests.slice(1);
      for (const [index, { input }] of asked.entries()) {
        const sent = JSON.stringify(input);
        assert.ok(sent.includes(goal), `request ${index + 2} has lost the goal`);
        assert.ok(sent.includes(plannedStep), `request ${index + 2} has lost the plan`);
        assert.ok(index < 2 || sent.includes('a.txt'), `request ${index + 2} has lost the file`);
      }
      const most = Math.max(...eventsOf(run, 'usage').map((event) => event.contextTokens));
      assert.ok(most < 128_000, `${most} tokens`);
      assert.ok(cachedShare >= 0.95, `${cachedShare} of the input is cached`);
    });
  }
});
