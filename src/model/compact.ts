import type { ResponseCompactParams } from 'openai/resources/responses/responses';
import type { InputItem } from '../core/agent/items.ts';
import type { Model, ModelRequest } from '../core/ports.ts';
import type { ModelOptions } from './options.ts';
import { plainRequest } from './plain-request.ts';
import { usageOf } from './read-stream.ts';
import { createPrompt } from './request-body.ts';
import { connect } from './connection.ts';

/** The contract is that of `Model.compact`. */
export async function compact(
  request: ModelRequest,
  options: ModelOptions,
  signal: AbortSignal,
): ReturnType<Model['compact']> {
  const settings = options.settings();
  const answer = await connect(options, settings);
  if (answer.kind === 'failure') return answer;
  const { origin } = answer.connection.endpoint;
  const without = new Set(options.downgrades.read(origin));
  if (without.has('compact')) return { kind: 'unsupported' };
  const { model, instructions, input } = createPrompt(request, settings, without);
  const body = { model, instructions, input, prompt_cache_key: request.cacheKey.slice(0, 64) };
  const result = await plainRequest(
    options,
    request.model,
    (client, ended) =>
      // As for a streamed request: the SDK's types are mutable, the values are the same.
      client.responses.compact(body as unknown as ResponseCompactParams, { signal: ended }),
    signal,
  );
  switch (result.kind) {
    case 'failure':
      return result;
    case 'missing':
      options.downgrades.add(origin, 'compact');
      return { kind: 'unsupported' };
    case 'answer': {
      const items = readCompacted(result.value.output);
      if (!items) return { kind: 'unsupported' };
      const usage = usageOf(result.value.usage);
      return { kind: 'compacted', items, ...(usage ? { usage } : {}) };
    }
  }
}

/** User messages and one compaction item; undefined when it is something else. */
function readCompacted(output: unknown): readonly InputItem[] | undefined {
  if (!Array.isArray(output)) return undefined;
  const items: InputItem[] = [];
  for (const item of output as readonly Readonly<Record<string, unknown>>[]) {
    const encrypted = item['encrypted_content'];
    if (item['type'] === 'compaction' && typeof encrypted === 'string') {
      const id = typeof item['id'] === 'string' ? { id: item['id'] } : {};
      items.push({ type: 'compaction', ...id, encrypted_content: encrypted });
    } else if (item['role'] === 'user' || item['role'] === 'developer') {
      const { role, content } = item;
      items.push({ type: 'message', role, content } as InputItem);
    } else {
      return undefined;
    }
  }
  return items.some((item) => item.type === 'compaction') ? items : undefined;
}
