/** The shape of a request, as far as Ratchet uses the API; anything else is refused. */

import { z } from 'zod';

/** The API's own bound on one string. */
const longText = z.string().max(10_485_760);

const imageUrl = z
  .string()
  .regex(/^(https:\/\/|data:image\/(png|jpeg|webp|gif);base64,[A-Za-z0-9+/]+={0,2}$)/, {
    message: 'Expected a base64-encoded data URL with an image MIME type.',
  });
const inputPart = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('input_text'), text: longText }),
  z.strictObject({
    type: z.literal('input_image'),
    image_url: imageUrl,
    detail: z.enum(['auto', 'low', 'high', 'original']).optional(),
  }),
  z.strictObject({
    type: z.literal('input_file'),
    filename: z.string().optional(),
    file_data: z.string().regex(/^data:[^;]+;base64,/),
  }),
]);
const output = z.union([longText, z.array(inputPart)]);
const status = z.enum(['in_progress', 'completed', 'incomplete']).optional();
const callId = z.string().min(1).max(64);
const toolName = z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/);
const itemId = (prefix: string): z.ZodOptional<z.ZodString> =>
  z
    .string()
    .max(64)
    .startsWith(prefix, { message: `Expected an ID that begins with '${prefix}'.` })
    .optional();

const userMessage = z.strictObject({
  type: z.literal('message').optional(),
  role: z.enum(['user', 'developer', 'system']),
  content: z.union([longText, z.array(inputPart).min(1)]),
});
const assistantMessage = z.strictObject({
  type: z.literal('message'),
  role: z.literal('assistant'),
  id: itemId('msg'),
  status,
  phase: z.enum(['commentary', 'final_answer']).nullish(),
  content: z.array(
    z.discriminatedUnion('type', [
      z.strictObject({
        type: z.literal('output_text'),
        text: longText,
        annotations: z.array(z.unknown()).optional(),
        logprobs: z.array(z.unknown()).optional(),
      }),
      z.strictObject({ type: z.literal('refusal'), refusal: z.string() }),
    ]),
  ),
});
const otherItem = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('reasoning'),
    id: z.string().startsWith('rs', { message: `Expected an ID that begins with 'rs'.` }),
    summary: z.array(z.strictObject({ type: z.literal('summary_text'), text: z.string() })),
    content: z.array(z.unknown()).nullish(),
    encrypted_content: z.string(),
    status,
  }),
  z.strictObject({
    type: z.literal('function_call'),
    id: itemId('fc'),
    call_id: callId,
    name: toolName,
    arguments: longText,
    status,
  }),
  z.strictObject({
    type: z.literal('function_call_output'),
    id: itemId('fc'),
    call_id: callId,
    output,
    status,
  }),
  z.strictObject({
    type: z.literal('custom_tool_call'),
    id: itemId('ctc'),
    call_id: callId,
    name: toolName,
    input: longText,
    status,
  }),
  z.strictObject({
    type: z.literal('custom_tool_call_output'),
    id: itemId('ctc'),
    call_id: callId,
    output,
    status,
  }),
  z.strictObject({
    type: z.literal('compaction'),
    id: itemId('cmp'),
    encrypted_content: z.string(),
  }),
]);
/** Chosen by hand, so that the error names the field that is wrong and not "invalid union". */
const item = z.looseObject({}).superRefine((value, context) => {
  const isMessage = value['type'] === undefined || value['type'] === 'message';
  const schema = !isMessage
    ? otherItem
    : value['role'] === 'assistant'
      ? assistantMessage
      : userMessage;
  const result = schema.safeParse(value);
  for (const issue of result.error?.issues ?? []) context.addIssue({ ...issue });
});

const tool = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('function'),
    name: toolName,
    description: z.string().nullish(),
    parameters: z.looseObject({ type: z.literal('object') }),
    strict: z.boolean().nullish(),
  }),
  z.strictObject({
    type: z.literal('custom'),
    name: toolName,
    description: z.string().optional(),
    format: z
      .discriminatedUnion('type', [
        z.strictObject({ type: z.literal('text') }),
        z.strictObject({
          type: z.literal('grammar'),
          syntax: z.enum(['lark', 'regex']),
          definition: z.string().min(1),
        }),
      ])
      .optional(),
  }),
  z.looseObject({ type: z.literal('web_search') }),
]);

const prompt = {
  model: z.string(),
  instructions: longText.nullish(),
  input: z.union([longText, z.array(item)]),
};
const settings = {
  tools: z.array(tool).max(128).optional(),
  tool_choice: z
    .union([
      z.enum(['none', 'auto', 'required']),
      z.strictObject({
        type: z.literal('allowed_tools'),
        mode: z.enum(['auto', 'required']),
        tools: z
          .array(
            z.strictObject({
              type: z.enum(['function', 'custom', 'web_search']),
              name: toolName.optional(),
            }),
          )
          .min(1),
      }),
    ])
    .optional(),
  parallel_tool_calls: z.boolean().nullish(),
  reasoning: z
    .strictObject({
      effort: z.enum(['none', 'low', 'medium', 'high', 'xhigh']).nullish(),
      summary: z.enum(['auto', 'concise', 'detailed']).nullish(),
    })
    .nullish(),
  text: z
    .strictObject({
      verbosity: z.enum(['low', 'medium', 'high']).nullish(),
      format: z.looseObject({ type: z.string() }).optional(),
    })
    .optional(),
};

export const createRequest = z.strictObject({
  ...prompt,
  ...settings,
  store: z.boolean().nullish(),
  stream: z.literal(true),
  stream_options: z.strictObject({ include_obfuscation: z.boolean().optional() }).nullish(),
  include: z
    .array(z.enum(['reasoning.encrypted_content', 'web_search_call.action.sources']))
    .nullish(),
  prompt_cache_key: z.string().max(64).nullish(),
  max_output_tokens: z.int().min(16).nullish(),
  service_tier: z.enum(['auto', 'default', 'flex', 'priority']).nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
});
export const countRequest = z.strictObject({ ...prompt, ...settings });
export const compactRequest = z.strictObject({
  ...prompt,
  prompt_cache_key: z.string().max(64).nullish(),
  service_tier: z.enum(['auto', 'default', 'flex', 'priority']).nullish(),
});

export type CreateRequest = z.output<typeof createRequest>;
