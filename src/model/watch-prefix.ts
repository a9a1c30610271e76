import type { Model, ModelRequest } from '../core/ports.ts';
import { comparePrefix, type PrefixComparison } from './prefix.ts';

export type PrefixBreak = Extract<PrefixComparison, { kind: 'broken' }>;

/** A model that reports each request breaking the prefix rule within its epoch; for development. */
export function watchPrefix(
  model: Model,
  report: (difference: PrefixBreak, request: ModelRequest) => void,
): Model {
  const last = new Map<string, ModelRequest>();
  return {
    ...model,
    respond(request, signal) {
      const previous = last.get(request.cacheKey);
      if (previous?.epoch === request.epoch) {
        const difference = comparePrefix(previous, request);
        if (difference.kind === 'broken') report(difference, request);
      }
      // A copy: the caller's history grows in place.
      last.set(request.cacheKey, { ...request, input: [...request.input] });
      return model.respond(request, signal);
    },
  };
}
