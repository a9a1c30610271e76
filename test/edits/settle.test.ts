import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { settle } from '../../src/host/edits/settle.ts';
import { createManualClock } from '../support/manual-clock.ts';

const times = { firstMs: 1500, quietMs: 500, capMs: 6000 };

/** When events happen, and when it is settled, in milliseconds. */
const cases: readonly (readonly [name: string, events: readonly number[], settledAt: number])[] = [
  ['nothing happens', [], 1500],
  ['one event', [100], 600],
  ['events that come close together', [100, 400, 800], 1300],
  ['an event after a quiet time is too late', [100, 700], 600],
  ['the first event comes late', [1400], 1900],
  ['events without end', Array.from({ length: 40 }, (_, at) => 200 * (at + 1)), 6000],
];

describe('settling', () => {
  for (const [name, events, settledAt] of cases) {
    it(name, async () => {
      const clock = createManualClock();
      let happened: (() => void) | undefined;
      let ended: number | undefined;
      const settled = settle(
        (tell) => {
          happened = tell;
          return () => {
            happened = undefined;
          };
        },
        times,
        clock,
        new AbortController().signal,
      ).then(() => {
        ended = clock.monotonic();
      });
      for (const at of events) {
        await clock.advance(at - clock.monotonic());
        happened?.();
        await setImmediate();
      }
      await clock.advance(Math.max(0, 10_000 - clock.monotonic()));
      await settled;
      assert.equal(ended, settledAt);
      assert.equal(happened, undefined, 'nobody listens any more');
    });
  }

  it('ends with its signal, and listens no more', async () => {
    const clock = createManualClock();
    const controller = new AbortController();
    let listens = true;
    const settled = settle(
      () => () => {
        listens = false;
      },
      times,
      clock,
      controller.signal,
    );
    controller.abort(new Error('stopped'));
    await assert.rejects(settled, /stopped/);
    assert.equal(listens, false);
  });
});
