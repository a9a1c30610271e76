import { mergeTexts } from '../../src/core/edits/merge-texts.ts';
import type { Merge } from '../../src/host/checkpoints/plan-undo.ts';

/** The merge that the host uses, without its pauses. */
export const mergeStates: Merge = (base, ours, theirs) => {
  const { ok, text } = mergeTexts(base, ours, theirs);
  return Promise.resolve({ kind: ok ? 'merged' : 'conflict', text });
};
