/** Answers to a request the endpoint would refuse, in the order it looks at things. */

import type { z } from 'zod';
import { findHistoryProblem, type IssuedItems } from '../check-history.ts';
import { apiError, type ApiError } from './api-error.ts';
import { createRequest, type CreateRequest } from './request-schema.ts';
import { findStrictProblem } from './strict-schema.ts';

/** Things an endpoint may not know; each is refused with a 400 that names it. */
export type Unsupported =
  | 'include'
  | 'prompt_cache_key'
  | 'stream_options'
  | 'service_tier'
  | 'store'
  | 'parallel_tool_calls'
  | 'reasoning'
  | 'reasoning.summary'
  | 'text'
  | 'text.verbosity'
  | 'max_output_tokens'
  | 'custom_tools'
  | 'allowed_tools'
  | 'web_search';

export type Checked<T> =
  | { readonly kind: 'valid'; readonly request: T }
  | { readonly kind: 'refused'; readonly error: ApiError };

const maxImageCharacters = 50 * 1024 * 1024;

export function checkCreateRequest(
  body: unknown,
  unsupported: readonly Unsupported[],
  issued: IssuedItems,
): Checked<CreateRequest> {
  const rejected = unsupported
    .map((field) => findUnsupported(body, field))
    .find((error) => error !== undefined);
  if (rejected) return { kind: 'refused', error: rejected };
  const shape = checkShape(createRequest, body);
  if (shape.kind === 'refused') return shape;
  const error = findToolProblem(shape.request) ?? findInputProblem(shape.request.input, issued);
  return error ? { kind: 'refused', error } : shape;
}

export function checkShape<T>(schema: z.ZodType<T>, body: unknown): Checked<T> {
  const result = schema.safeParse(body);
  if (result.success) return { kind: 'valid', request: result.data };
  const issue = result.error.issues[0];
  const path = paramOf(issue?.path ?? []);
  if (issue?.code === 'unrecognized_keys') {
    const param = path === '' ? String(issue.keys[0]) : `${path}.${String(issue.keys[0])}`;
    return {
      kind: 'refused',
      error: apiError(400, `Unknown parameter: '${param}'.`, { param, code: 'unknown_parameter' }),
    };
  }
  const missing = issue?.code === 'invalid_type' && valueAt(body, issue.path) === undefined;
  const error = missing
    ? apiError(400, `Missing required parameter: '${path}'.`, {
        param: path,
        code: 'missing_required_parameter',
      })
    : apiError(400, `Invalid '${path}': ${issue?.message ?? 'invalid value'}`, {
        param: path,
        code: 'invalid_value',
      });
  return { kind: 'refused', error };
}

export function findInputProblem(
  input: CreateRequest['input'],
  issued: IssuedItems,
): ApiError | undefined {
  if (typeof input === 'string') return undefined;
  const found = findHistoryProblem(input, issued);
  if (found) {
    return apiError(400, found.message, {
      param: found.param,
      ...(found.code === undefined ? {} : { code: found.code }),
    });
  }
  let characters = 0;
  for (const item of input) {
    for (const part of partsOf(item['content'] ?? item['output'])) {
      const image = valueAt(part, ['image_url']);
      if (typeof image === 'string') characters += image.length;
    }
  }
  return characters > maxImageCharacters
    ? apiError(400, 'The images of this request are too large in all.', {
        param: 'input',
        code: 'image_too_large',
      })
    : undefined;
}

function findToolProblem(request: CreateRequest): ApiError | undefined {
  const names = new Set<string>();
  for (const [index, tool] of (request.tools ?? []).entries()) {
    if (tool.type === 'web_search') continue;
    if (names.has(tool.name)) {
      return apiError(400, `Tool names must be unique: '${tool.name}'.`, {
        param: `tools[${index}].name`,
      });
    }
    names.add(tool.name);
    if (tool.type !== 'function' || tool.strict !== true) continue;
    const problem = findStrictProblem(tool.parameters);
    if (problem !== undefined) {
      return apiError(400, `Invalid schema for function '${tool.name}': ${problem}`, {
        param: `tools[${index}].parameters`,
        code: 'invalid_function_parameters',
      });
    }
  }
  const choice = request.tool_choice;
  if (typeof choice === 'object') {
    const unknown = choice.tools.find((tool) => tool.name !== undefined && !names.has(tool.name));
    if (unknown) {
      return apiError(400, `Tool choice '${unknown.name ?? ''}' not found in 'tools' parameter.`, {
        param: 'tool_choice',
      });
    }
  }
  return undefined;
}

function findUnsupported(body: unknown, field: Unsupported): ApiError | undefined {
  switch (field) {
    case 'custom_tools':
    case 'web_search': {
      const type = field === 'custom_tools' ? 'custom' : 'web_search';
      const tools = valueAt(body, ['tools']);
      const index = Array.isArray(tools)
        ? tools.findIndex((tool: unknown) => valueAt(tool, ['type']) === type)
        : -1;
      if (index < 0) return undefined;
      return apiError(400, `Invalid value: '${type}'. Supported values are: 'function'.`, {
        param: `tools[${index}].type`,
        code: 'invalid_value',
      });
    }
    case 'allowed_tools':
      if (valueAt(body, ['tool_choice', 'type']) !== 'allowed_tools') return undefined;
      return apiError(400, `Invalid value: 'allowed_tools'. Supported values are: 'auto'.`, {
        param: 'tool_choice.type',
        code: 'invalid_value',
      });
    default:
      if (valueAt(body, field.split('.')) === undefined) return undefined;
      return apiError(400, `Unsupported parameter: '${field}' is not supported with this model.`, {
        param: field,
        code: 'unsupported_parameter',
      });
  }
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (holder, key) =>
      typeof holder === 'object' && holder !== null
        ? (holder as Record<PropertyKey, unknown>)[key]
        : undefined,
    value,
  );
}

function partsOf(content: unknown): readonly unknown[] {
  return Array.isArray(content) ? content : [];
}

function paramOf(path: readonly PropertyKey[]): string {
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
}
