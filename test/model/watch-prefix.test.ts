import assert from 'node:assert/strict';
import { watchPrefix } from '../../src/model/watch-prefix.ts';
import { createRetryWaits } from '../../src/model/retry-waits.ts';
import { collect } from '../support/collect.ts';
import { requestWith, userMessage } from '../support/practice-model.ts';
import { say } from '../support/scripted-items.ts';
import { createScriptedModel } from '../support/scripted-model.ts';

const never = new AbortController().signal;

describe('the watch on the prefix rule', () => {
  it('reports a request that breaks it within its epoch, and no other', async () => {
    const reported: string[] = [];
    const model = watchPrefix(
      createScriptedModel(() => ({ items: [say('yes')] })),
      (difference) => reported.push(difference.path),
    );
    const history = [userMessage('one')];
    await collect(model.respond(requestWith(history), never));
    history.push(userMessage('two'));
    await collect(model.respond(requestWith(history), never));
    assert.deepEqual(reported, []);
    await collect(model.respond(requestWith([userMessage('three')]), never));
    assert.deepEqual(reported, ['input[0]']);
    await collect(model.respond(requestWith([userMessage('four')], { epoch: 1 }), never));
    await collect(model.respond(requestWith([userMessage('five')], { cacheKey: 'other' }), never));
    assert.deepEqual(reported, ['input[0]']);
  });
});

describe('the waits of a host', () => {
  it('end together when the user wants the next attempt, and later ones wait again', async () => {
    const waits = createRetryWaits();
    const ended: string[] = [];
    const first = waits.skipped(never).then(() => ended.push('first'));
    const second = waits.skipped(never).then(() => ended.push('second'));
    waits.skip();
    await Promise.all([first, second]);
    void waits.skipped(never).then(() => ended.push('third'));
    await new Promise(setImmediate);
    assert.deepEqual(ended, ['first', 'second']);
  });
});
