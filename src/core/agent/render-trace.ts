import type { JournalRecord } from '../ports.ts';

/**
 * The task as JSON Lines: one object for each request and each tool call, with the attribute names
 * of OpenTelemetry's semantic conventions for generative AI. Times are milliseconds since the epoch;
 * tokens are those of the one request.
 */
export function renderTrace(records: readonly JournalRecord[]): string {
  const spans: Record<string, unknown>[] = [];
  const started = new Map<string, { readonly at: number; readonly name: string }>();
  let conversation = '';
  let request: { readonly at: number; readonly model: string } | undefined;
  let before = { inputTokens: 0, cachedTokens: 0, outputTokens: 0, reasoningTokens: 0 };
  for (const record of records) {
    if (record.kind !== 'event') continue;
    const { event, at } = record;
    if (event.type === 'task') conversation = event.id;
    else if (event.type === 'request') request = { at, model: event.model };
    else if (event.type === 'usage') {
      spans.push({
        name: `chat ${request?.model ?? ''}`.trim(),
        startTime: request?.at ?? at,
        endTime: at,
        attributes: {
          'gen_ai.operation.name': 'chat',
          'gen_ai.provider.name': 'openai',
          'gen_ai.conversation.id': conversation,
          'gen_ai.request.model': request?.model,
          'gen_ai.usage.input_tokens': event.usage.inputTokens - before.inputTokens,
          'gen_ai.usage.cache_read.input_tokens': event.usage.cachedTokens - before.cachedTokens,
          'gen_ai.usage.output_tokens': event.usage.outputTokens - before.outputTokens,
          'gen_ai.usage.reasoning.output_tokens':
            event.usage.reasoningTokens - before.reasoningTokens,
        },
      });
      before = event.usage;
    } else if (event.type === 'tool-started') {
      started.set(event.callId, { at, name: event.name });
    } else if (event.type === 'tool-ended') {
      spans.push({
        name: `execute_tool ${event.name}`,
        startTime: started.get(event.callId)?.at ?? at,
        endTime: at,
        attributes: {
          'gen_ai.operation.name': 'execute_tool',
          'gen_ai.conversation.id': conversation,
          'gen_ai.tool.name': event.name,
          'gen_ai.tool.call.id': event.callId,
          ...(event.state === 'failed' ? { 'error.type': 'tool_failed' } : {}),
        },
      });
    }
  }
  return spans.map((span) => `${JSON.stringify(span)}\n`).join('');
}
