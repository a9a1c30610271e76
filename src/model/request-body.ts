/** The request as it is sent: stateless, with the whole history, and constant from the front. */

import type { InputItem } from '../core/agent/items.ts';
import type { ModelRequest, ToolSpec } from '../core/ports.ts';
import { describeModel, supportedEffort } from './catalogue.ts';
import { asFunctionItem, asFunctionTool } from './custom-tools.ts';
import type { Downgrade, SentFields } from './downgrades.ts';
import type { ModelSettings } from './options.ts';
import { withoutId } from './without-id.ts';

export type SentTool = ToolSpec | { readonly type: 'web_search' };
export type ToolChoice =
  | 'auto'
  | 'none'
  | {
      readonly type: 'allowed_tools';
      readonly mode: 'auto';
      readonly tools: readonly { readonly type: string; readonly name?: string }[];
    };

/** What a prompt consists of, in the order in which the endpoint reads and caches it. */
export interface PromptBody {
  readonly model: string;
  readonly instructions: string;
  readonly tools: readonly SentTool[];
  readonly input: readonly InputItem[];
}

export interface RequestBody extends PromptBody {
  readonly tool_choice: ToolChoice;
  readonly parallel_tool_calls?: true;
  readonly reasoning?: { readonly effort?: string; readonly summary?: 'auto' };
  readonly text?: { readonly verbosity?: string };
  readonly store?: false;
  readonly stream: true;
  readonly stream_options?: { readonly include_obfuscation: false };
  readonly include?: readonly ['reasoning.encrypted_content'];
  readonly prompt_cache_key?: string;
  readonly max_output_tokens?: number;
  readonly service_tier?: string;
}

export function createBody(
  request: ModelRequest,
  settings: ModelSettings,
  without: ReadonlySet<Downgrade>,
): RequestBody {
  const facts = describeModel(request.model, settings.prices);
  const effort = facts.profile?.effort ?? supportedEffort(facts, request.effort);
  const verbosity = facts.profile?.verbosity ?? request.verbosity;
  const prompt = createPrompt(request, settings, without);
  const has = (field: Downgrade): boolean => !without.has(field);
  return {
    ...prompt,
    tool_choice: toolChoice(request, prompt.tools, without),
    ...(has('parallel_tool_calls') ? { parallel_tool_calls: true as const } : {}),
    ...(has('reasoning')
      ? {
          reasoning: {
            ...(has('reasoning.effort') ? { effort } : {}),
            ...(has('reasoning.summary') ? { summary: 'auto' as const } : {}),
          },
        }
      : {}),
    ...(has('text') && has('text.verbosity') ? { text: { verbosity } } : {}),
    ...(has('store') ? { store: false as const } : {}),
    stream: true,
    ...(has('stream_options') ? { stream_options: { include_obfuscation: false as const } } : {}),
    ...(has('include') ? { include: ['reasoning.encrypted_content'] as const } : {}),
    // The API takes 64 characters.
    ...(has('prompt_cache_key') ? { prompt_cache_key: request.cacheKey.slice(0, 64) } : {}),
    ...(has('max_output_tokens') && request.maxOutputTokens !== undefined
      ? { max_output_tokens: request.maxOutputTokens }
      : {}),
    ...(has('service_tier') && settings.serviceTier !== 'auto'
      ? { service_tier: settings.serviceTier }
      : {}),
  };
}

export function createPrompt(
  request: ModelRequest,
  settings: ModelSettings,
  without: ReadonlySet<Downgrade>,
): PromptBody {
  const facts = describeModel(request.model, settings.prices);
  const noCustom = without.has('custom_tools');
  const tools: SentTool[] = request.tools.map((tool) =>
    noCustom && tool.type === 'custom' ? asFunctionTool(tool) : tool,
  );
  if (settings.webSearch && !without.has('web_search')) tools.push({ type: 'web_search' });
  return {
    model: facts.sendAs ?? request.model,
    instructions: request.instructions,
    tools,
    input: request.input.map((item, index) => {
      const sent = withoutLoneId(item, request.input[index - 1]);
      return noCustom ? asFunctionItem(sent) : sent;
    }),
  };
}

/** What of a body can be left out, for matching a 400 against. */
export function sentFields(body: RequestBody): SentFields {
  return {
    has(downgrade) {
      switch (downgrade) {
        case 'custom_tools':
          return body.tools.some((tool) => tool.type === 'custom');
        case 'web_search':
          return body.tools.some((tool) => tool.type === 'web_search');
        case 'allowed_tools':
          return typeof body.tool_choice === 'object';
        case 'reasoning.effort':
          return body.reasoning?.effort !== undefined;
        case 'reasoning.summary':
          return body.reasoning?.summary !== undefined;
        case 'text.verbosity':
          return body.text !== undefined;
        case 'input_tokens':
        case 'compact':
          return false;
        default:
          return body[downgrade] !== undefined;
      }
    },
  };
}

/**
 * An item's id ties it to the reasoning before it; when that was left out (another model, a refused
 * encrypted content), an id would be refused for lack of its reasoning, and without one it is fine.
 */
function withoutLoneId(item: InputItem, before: InputItem | undefined): InputItem {
  if (!('id' in item) || item.type === 'reasoning' || item.type === 'compaction') return item;
  if (before?.type === 'reasoning') return item;
  return withoutId(item);
}

function toolChoice(
  request: ModelRequest,
  tools: readonly SentTool[],
  without: ReadonlySet<Downgrade>,
): ToolChoice {
  const allowed = request.allowedTools;
  if (!allowed) return 'auto';
  if (allowed.length === 0) return 'none';
  const chosen = tools.filter((tool) => !('name' in tool) || allowed.includes(tool.name));
  if (chosen.length === tools.length || without.has('allowed_tools')) return 'auto';
  return {
    type: 'allowed_tools',
    mode: 'auto',
    tools: chosen.map((tool) =>
      'name' in tool ? { type: tool.type, name: tool.name } : { type: tool.type },
    ),
  };
}
