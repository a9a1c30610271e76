/** What can go wrong on the way, as data, and what it does to a response. */

import {
  responseObject,
  type ApiUsage,
  type ResponseHead,
  type StreamEvent,
} from './stream-events.ts';

/** A place among the events of a stream: the number of events sent before the fault. */
export type Place = 'first' | 'middle' | 'last' | number;

/** Instead of a stream. */
export type AnswerFault =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      /** An error of the API's shape, or any text. */
      readonly body?:
        | string
        | {
            readonly message: string;
            readonly code?: string;
            readonly type?: string;
            readonly param?: string;
          };
    }
  /** The connection is closed before an answer. */
  | { readonly kind: 'reset' }
  /** Nothing is ever answered. */
  | { readonly kind: 'silence' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'html' }
  | { readonly kind: 'redirect'; readonly location: string };

/** Within a stream. */
export type StreamFault =
  | { readonly kind: 'cut'; readonly at: Place; readonly how: 'destroy' | 'end' }
  | { readonly kind: 'stall'; readonly at: Place }
  | { readonly kind: 'brokenJson'; readonly at: Place }
  | { readonly kind: 'failed'; readonly at: Place; readonly code: string; readonly message: string }
  | {
      readonly kind: 'errorEvent';
      readonly at: Place;
      readonly code: string;
      readonly message: string;
    }
  | {
      readonly kind: 'incomplete';
      readonly at: Place;
      readonly reason: 'max_output_tokens' | 'content_filter';
    }
  /** After these the stream goes on to its end. */
  | { readonly kind: 'slow'; readonly msPerEvent: number }
  | { readonly kind: 'unknownEvent'; readonly at: Place }
  | { readonly kind: 'unknownItem'; readonly at: Place }
  | { readonly kind: 'comment'; readonly at: Place }
  | { readonly kind: 'hugeLine'; readonly at: Place; readonly bytes: number }
  /** The parts of each item in another order: done events first, deltas after. */
  | { readonly kind: 'outOfOrder' }
  /** Written in pieces of so many bytes. */
  | { readonly kind: 'pieces'; readonly bytes: number }
  | { readonly kind: 'crlf' }
  | { readonly kind: 'noUsage' }
  | { readonly kind: 'noOutput' }
  | { readonly kind: 'duplicateCallIds' }
  | { readonly kind: 'noCallIds' };

export type Fault = AnswerFault | StreamFault;

export type Frame =
  | { readonly kind: 'event'; readonly event: StreamEvent }
  | { readonly kind: 'raw'; readonly text: string }
  | { readonly kind: 'close'; readonly how: 'destroy' | 'end' }
  | { readonly kind: 'stall' };

export function isStreamFault(fault: Fault): fault is StreamFault {
  return !['status', 'reset', 'silence', 'empty', 'html', 'redirect'].includes(fault.kind);
}

export function applyFault(
  events: readonly StreamEvent[],
  fault: StreamFault | undefined,
  head: ResponseHead,
  usage: ApiUsage,
): readonly Frame[] {
  if (!fault) return frames(events);
  switch (fault.kind) {
    case 'slow':
    case 'pieces':
    case 'crlf':
      return frames(events);
    case 'cut':
      return [...before(events, fault.at), { kind: 'close', how: fault.how }];
    case 'stall':
      return [...before(events, fault.at), { kind: 'stall' }];
    case 'brokenJson':
      return insert(
        events,
        fault.at,
        raw('event: response.in_progress\ndata: {"type":"respon\n\n'),
      );
    case 'unknownEvent':
      return insert(
        events,
        fault.at,
        raw(
          'event: response.daydream.delta\ndata: {"type":"response.daydream.delta","delta":{"x":1}}\n\n',
        ),
      );
    case 'unknownItem': {
      const item = { id: 'dream_1', type: 'daydream_call', status: 'completed', depth: 3 };
      return insert(
        events,
        fault.at,
        event('response.output_item.done', { output_index: 99, item }),
      );
    }
    case 'comment':
      return insert(events, fault.at, raw(': keep-alive\n\n'));
    case 'hugeLine':
      return insert(
        events,
        fault.at,
        raw(`data: {"type":"response.padding","padding":"${'x'.repeat(fault.bytes)}"}\n\n`),
      );
    case 'errorEvent':
      return [
        ...before(events, fault.at),
        event('error', { code: fault.code, message: fault.message, param: null }),
        { kind: 'close', how: 'end' },
      ];
    case 'failed': {
      const error = { code: fault.code, message: fault.message };
      const response = { ...responseObject(head, 'failed', [], null), error };
      return [
        ...before(events, fault.at),
        event('response.failed', { response }),
        { kind: 'close', how: 'end' },
      ];
    }
    case 'incomplete':
      return incomplete(events, fault, head, usage);
    case 'outOfOrder':
      return frames(shuffleWithinItems(events));
    case 'noUsage':
      return frames(mapResponse(events, (response) => without(response, 'usage')));
    case 'noOutput':
      return frames(mapResponse(events, (response) => ({ ...response, output: [] })));
    case 'duplicateCallIds':
      return frames(mapCalls(events, (item) => ({ ...item, call_id: 'call_same' })));
    case 'noCallIds':
      return frames(mapCalls(events, (item) => without(item, 'call_id')));
  }
}

function placeOf(at: Place, length: number): number {
  if (at === 'first') return 0;
  if (at === 'middle') return Math.floor(length / 2);
  if (at === 'last') return Math.max(0, length - 1);
  return Math.min(at, length);
}

function frames(events: readonly StreamEvent[]): readonly Frame[] {
  return events.map((one) => ({ kind: 'event', event: one }));
}

function before(events: readonly StreamEvent[], at: Place): readonly Frame[] {
  return frames(events.slice(0, placeOf(at, events.length)));
}

function insert(events: readonly StreamEvent[], at: Place, frame: Frame): readonly Frame[] {
  const place = placeOf(at, events.length);
  return [...frames(events.slice(0, place)), frame, ...frames(events.slice(place))];
}

function raw(text: string): Frame {
  return { kind: 'raw', text };
}

function event(type: string, fields: Readonly<Record<string, unknown>>): Frame {
  return { kind: 'event', event: { type, sequence_number: 0, ...fields } };
}

/** The item being written at the cut ends as incomplete, as the API ends it. */
function incomplete(
  events: readonly StreamEvent[],
  fault: Extract<StreamFault, { kind: 'incomplete' }>,
  head: ResponseHead,
  usage: ApiUsage,
): readonly Frame[] {
  const sent = events.slice(0, placeOf(fault.at, events.length));
  const output: unknown[] = [];
  let open:
    { readonly index: unknown; readonly item: Readonly<Record<string, unknown>> } | undefined;
  let text = '';
  for (const one of sent) {
    if (one.type === 'response.output_item.added') {
      open = { index: one['output_index'], item: one['item'] as Readonly<Record<string, unknown>> };
      text = '';
    } else if (one.type === 'response.output_item.done') {
      open = undefined;
      output.push(one['item']);
    } else if (one.type.endsWith('.delta')) {
      text += String(one['delta']);
    }
  }
  const tail: Frame[] = [];
  if (open) {
    const item = closeIncomplete(open.item, text);
    output.push(item);
    tail.push(event('response.output_item.done', { output_index: open.index, item }));
  }
  const response = {
    ...responseObject(head, 'incomplete', output, usage),
    incomplete_details: { reason: fault.reason },
  };
  return [...frames(sent), ...tail, event('response.incomplete', { response })];
}

function closeIncomplete(
  item: Readonly<Record<string, unknown>>,
  text: string,
): Readonly<Record<string, unknown>> {
  switch (item['type']) {
    case 'message':
      return {
        ...item,
        status: 'incomplete',
        content: [{ type: 'output_text', annotations: [], logprobs: [], text }],
      };
    case 'function_call':
      return { ...item, status: 'incomplete', arguments: text };
    case 'custom_tool_call':
      return { ...item, status: 'incomplete', input: text };
    default:
      return { ...item, status: 'incomplete' };
  }
}

function shuffleWithinItems(events: readonly StreamEvent[]): readonly StreamEvent[] {
  const isDone = (one: StreamEvent): boolean => one.type === 'response.output_item.done';
  const first = events.slice(0, 2);
  const last = events.slice(-1);
  const body = events.slice(2, -1);
  const done = body.filter(isDone).reverse();
  return [...first, ...done, ...body.filter((one) => !isDone(one)).reverse(), ...last];
}

function mapResponse(
  events: readonly StreamEvent[],
  change: (response: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>,
): readonly StreamEvent[] {
  return events.map((one) =>
    one.type === 'response.completed'
      ? { ...one, response: change(one['response'] as Readonly<Record<string, unknown>>) }
      : one,
  );
}

function mapCalls(
  events: readonly StreamEvent[],
  change: (item: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>,
): readonly StreamEvent[] {
  const changed = (value: unknown): unknown => {
    const item = value as Readonly<Record<string, unknown>>;
    return 'call_id' in item ? change(item) : item;
  };
  return mapResponse(
    events.map((one) => ('item' in one ? { ...one, item: changed(one['item']) } : one)),
    (response) => ({ ...response, output: (response['output'] as unknown[]).map(changed) }),
  );
}

function without(
  value: Readonly<Record<string, unknown>>,
  key: string,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
}
