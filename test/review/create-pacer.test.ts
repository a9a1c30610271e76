import assert from 'node:assert/strict';
import { createPacer } from '../../src/host/review/create-pacer.ts';

describe('pacing what comes with every keystroke', () => {
  function setUp() {
    const pauses = new Set<() => void>();
    const done: string[] = [];
    const pacer = createPacer((end) => {
      pauses.add(end);
      return () => pauses.delete(end);
    });
    return {
      pacer,
      done,
      pauses,
      type: (...works: readonly string[]) => {
        for (const work of works) pacer.run('a', () => done.push(work));
      },
      /** The pauses that run now come to their end. */
      wait: () => {
        const ending = [...pauses];
        pauses.clear();
        for (const end of ending) end();
      },
    };
  }

  it('does the first at once, and the newest at the end of the pause', () => {
    const { type, wait, done } = setUp();
    type('1', '2', '3');
    assert.deepEqual(done, ['1']);
    wait();
    assert.deepEqual(done, ['1', '3']);
    type('4');
    wait();
    assert.deepEqual(done, ['1', '3', '4']);
  });

  it('is at rest when nothing more comes', () => {
    const { type, wait, done, pauses } = setUp();
    type('1');
    wait();
    assert.equal(pauses.size, 0);
    type('2');
    assert.deepEqual(done, ['1', '2']);
  });

  it('lets what ends a review overtake and replace what waits', () => {
    const { pacer, type, wait, done, pauses } = setUp();
    type('1', '2');
    pacer.runNow('a', () => done.push('end'));
    assert.equal(pauses.size, 0);
    wait();
    assert.deepEqual(done, ['1', 'end']);
  });

  it('keeps reviews apart, and does all that waits when asked', () => {
    const { pacer, type, wait, done } = setUp();
    type('1', '2');
    pacer.run('b', () => done.push('b1'));
    pacer.run('b', () => done.push('b2'));
    assert.deepEqual(done, ['1', 'b1']);
    pacer.flush();
    assert.deepEqual(done, ['1', 'b1', '2', 'b2']);
    wait();
    assert.deepEqual(done, ['1', 'b1', '2', 'b2']);
  });
});
