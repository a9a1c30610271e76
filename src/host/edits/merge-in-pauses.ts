import { mergeTextsInSteps } from '../../core/edits/merge-texts.ts';
import type { Merge } from '../checkpoints/plan-undo.ts';
import { inSteps } from './in-steps.ts';

/** Merges texts of any length, and lets others have their turn meanwhile. */
export const mergeInPauses: Merge = async (base, ours, theirs) => {
  const { ok, text } = await inSteps(mergeTextsInSteps(base, ours, theirs));
  return { kind: ok ? 'merged' : 'conflict', text };
};
