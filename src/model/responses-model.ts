/** The `Model` port on the Responses API. */

import type { InputTokenCountParams } from 'openai/resources/responses/input-tokens';
import type { Model, ModelRequest } from '../core/ports.ts';
import { describeModel, priceOf } from './catalogue.ts';
import { compact } from './compact.ts';
import { connect } from './connection.ts';
import { createInputEstimator } from './estimate-input.ts';
import type { ModelOptions } from './options.ts';
import { plainRequest } from './plain-request.ts';
import { createPrompt } from './request-body.ts';
import { respond } from './respond.ts';

export function createResponsesModel(options: ModelOptions): Model {
  const estimator = createInputEstimator(options.loadTokenizer, options.log);

  async function countAtEndpoint(
    request: ModelRequest,
    signal: AbortSignal,
  ): Promise<number | undefined> {
    const settings = options.settings();
    const answer = await connect(options, settings);
    if (answer.kind === 'failure') return undefined;
    const { origin } = answer.connection.endpoint;
    const without = new Set(options.downgrades.read(origin));
    if (without.has('input_tokens')) return undefined;
    const { model, instructions, tools, input } = createPrompt(request, settings, without);
    const body = { model, instructions, tools, input };
    const result = await plainRequest(
      options,
      request.model,
      (client, ended) =>
        // The SDK's types are mutable; the values are the same.
        client.responses.inputTokens.count(body as unknown as InputTokenCountParams, {
          signal: ended,
        }),
      signal,
    );
    if (result.kind === 'missing') options.downgrades.add(origin, 'input_tokens');
    if (result.kind === 'failure') options.log(`Counting failed: ${result.failure.message}`);
    if (result.kind !== 'answer') return undefined;
    const tokens: unknown = result.value.input_tokens;
    return typeof tokens === 'number' ? tokens : undefined;
  }

  return {
    async *respond(request, signal) {
      for await (const event of respond(request, options, signal)) {
        if (event.type === 'end' && event.usage) estimator.learn(request, event.usage);
        yield event;
      }
    },
    async countInput(request, signal) {
      const tokens = await countAtEndpoint(request, signal);
      if (tokens !== undefined) return { tokens, exact: true };
      return { tokens: await estimator.estimate(request), exact: false };
    },
    compact: (request, signal) => compact(request, options, signal),
    price: (model, usage) => {
      const { prices, serviceTier } = options.settings();
      return priceOf(describeModel(model, prices), usage, serviceTier);
    },
    limits: (model) => {
      const { window, maxOutput } = describeModel(model, options.settings().prices);
      return { window, maxOutput };
    },
  };
}
