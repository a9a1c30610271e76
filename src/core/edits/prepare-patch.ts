import { parsePatchInSteps } from './parse-patch.ts';
import {
  type PreparedChangeSet,
  prepareChangeSet,
  type PrepareOptions,
} from './prepare-change-set.ts';
import { runToEnd, runWithPauses } from './run-steps.ts';

/**
 * From the model's patch text to a checked change set, or to an answer it can act on. Where the text
 * has two readings (see `parsePatch`), the second is tried when the first fits nowhere.
 */
export async function preparePatch(
  text: string,
  options: PrepareOptions,
): Promise<PreparedChangeSet> {
  const { pause } = options;
  const steps = parsePatchInSteps(text);
  const parsed = pause === undefined ? runToEnd(steps) : await runWithPauses(steps, pause);
  if (!parsed.ok) return { ok: false, error: parsed.error };
  await pause?.();
  const prepared = await prepareChangeSet(parsed.patch, options);
  if (prepared.ok || parsed.alternative === undefined) return prepared;
  const other = await prepareChangeSet(parsed.alternative, options);
  return other.ok ? other : prepared;
}
