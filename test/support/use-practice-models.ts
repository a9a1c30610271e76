import assert from 'node:assert/strict';
import type { PracticeOptions } from './practice/server.ts';
import {
  secretKey,
  startPracticeModel,
  type PracticeModel,
  type PracticeModelOptions,
} from './practice-model.ts';

/**
 * Starts practice models, on `defaults` where a test does not say otherwise. All are closed after
 * each test; what was asked of them must have been what their script expects, and no log line may
 * hold the key.
 */
export function usePracticeModels(
  defaults: PracticeOptions,
): (options?: PracticeModelOptions) => Promise<PracticeModel> {
  let open: PracticeModel[] = [];
  afterEach(async () => {
    const ended = open;
    open = [];
    for (const { practice } of ended) await practice.close();
    for (const { practice, log } of ended) {
      assert.deepEqual(practice.mismatches, []);
      assert.ok(!JSON.stringify(log).includes(secretKey), 'the key is in the log');
    }
  });
  return async (options = {}) => {
    const practice = { ...defaults, ...options.practice };
    const started = await startPracticeModel({ ...options, practice });
    open.push(started);
    return started;
  };
}
