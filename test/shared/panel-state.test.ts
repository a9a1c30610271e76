import assert from 'node:assert/strict';
import { describe, it } from 'mocha';

import { emptyPanelState, reducePanel } from '../../src/shared/panel-state.ts';
import type { ToPanel } from '../../src/shared/protocol.ts';

const after = (...messages: ToPanel[]) => messages.reduce(reducePanel, emptyPanelState);
const reset: ToPanel = {
  type: 'reset',
  taskId: 'a',
  running: true,
  events: [{ type: 'notice', message: 'one' }],
};

describe('the panel’s state', () => {
  it('is not loaded before the host has spoken', () => {
    assert.equal(emptyPanelState.loaded, false);
    assert.equal(after(reset).loaded, true);
  });

  it('is replaced whole by a reset', () => {
    const state = after(reset, { ...reset, taskId: 'b', running: false, events: [] });
    assert.deepEqual([state.taskId, state.running, state.task.entries.length], ['b', false, 0]);
  });

  it('takes events of the shown task only', () => {
    const notice = (taskId: string): ToPanel => ({
      type: 'events',
      taskId,
      events: [{ type: 'notice', message: taskId }],
    });
    assert.equal(after(reset, notice('a')).task.entries.length, 2);
    assert.equal(after(reset, notice('b')).task.entries.length, 1);
    assert.equal(after(reset, { type: 'running', taskId: 'b', running: false }).running, true);
    assert.equal(after(reset, { type: 'running', taskId: 'a', running: false }).running, false);
  });

  it('leaves the history when a task is opened or something is to be composed', () => {
    assert.equal(after({ type: 'showHistory' }).page, 'history');
    assert.equal(after({ type: 'showHistory' }, reset).page, 'conversation');
    assert.equal(
      after({ type: 'showHistory' }, { type: 'compose', text: 'x' }).page,
      'conversation',
    );
  });

  it('tells one request to compose from the next of the same text', () => {
    const compose: ToPanel = { type: 'compose', text: 'same' };
    assert.equal(after(compose, compose).compose.serial, 2);
  });

  it('keeps what was used today over a change of the task', () => {
    const usage = {
      inputTokens: 5,
      cachedTokens: 4,
      outputTokens: 3,
      reasoningTokens: 2,
      usd: 1,
      requests: 1,
    };
    assert.equal(emptyPanelState.today, undefined);
    assert.deepEqual(after({ type: 'today', usage }, reset).today, usage);
  });

  it('ignores a message it does not know', () => {
    const state = after(reset);
    assert.equal(reducePanel(state, { type: 'later' } as unknown as ToPanel), state);
  });
});
