/**
 * The fetch that the SDK is given: adds the key in its one header, follows no redirect, and looks at
 * the bytes of the answer, which the SDK does not.
 */

import type { Endpoint } from './endpoint.ts';

/** Notes what the SDK cannot say about one exchange. */
export interface Exchange {
  trouble?:
    | { readonly kind: 'redirect'; readonly to: string }
    | { readonly kind: 'webPage' }
    | { readonly kind: 'lineTooLong'; readonly limit: number };
  seen(): void;
}

export interface GuardedFetchOptions {
  readonly endpoint: Endpoint;
  readonly key: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly userAgent: string;
  readonly exchange: Exchange;
  /** The request asks for a stream. */
  readonly streamed: boolean;
  readonly fetch: typeof fetch;
}

/** Longer lines are cut off with the stream: one event never needs as much. */
const longestLine = 32 * 1024 ** 2;
/** An answer that is not streamed is held in memory. */
const largestWhole = longestLine;

export function guardFetch(options: GuardedFetchOptions): typeof fetch {
  const { exchange } = options;
  return async (input, init) => {
    const response = await options.fetch(input, {
      ...init,
      headers: requestHeaders(init?.headers, options),
      redirect: 'manual',
    });
    exchange.seen();
    if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) {
      exchange.trouble = { kind: 'redirect', to: redirectTarget(response, options.endpoint) };
      await response.body?.cancel();
      throw new Error('A redirect was not followed.');
    }
    if (!response.ok || !response.body) return response;
    const type = response.headers.get('content-type') ?? '';
    if (/\bhtml\b/.test(type)) {
      exchange.trouble = { kind: 'webPage' };
      await response.body.cancel();
      throw new Error('A web page came instead of an answer.');
    }
    const body = response.body.pipeThrough(countBytes(exchange));
    const { status, headers } = response;
    if (options.streamed && /\bjson\b/.test(type)) {
      return new Response(await asStream(new Response(body)), { status, headers });
    }
    return new Response(body, { status, headers });
  };
}

function requestHeaders(given: RequestInit['headers'], options: GuardedFetchOptions): Headers {
  const headers = new Headers(given);
  // The SDK describes the machine in these; nobody needs to know.
  for (const name of [...headers.keys()]) if (name.startsWith('x-stainless-')) headers.delete(name);
  headers.delete('authorization');
  headers.set('user-agent', options.userAgent);
  for (const [name, value] of Object.entries(options.headers)) headers.set(name, value);
  const hasOwn = headers.has('authorization') || headers.has('api-key');
  if (options.key !== undefined && !hasOwn) {
    const { keyHeader } = options.endpoint;
    headers.set(keyHeader, keyHeader === 'authorization' ? `Bearer ${options.key}` : options.key);
  }
  return headers;
}

/** Host only: a path or query of a redirect may hold a token. */
function redirectTarget(response: Response, endpoint: Endpoint): string {
  const location = response.headers.get('location');
  if (location === null) return 'another address';
  return URL.canParse(location, endpoint.baseUrl)
    ? new URL(location, endpoint.baseUrl).host
    : 'another address';
}

function countBytes(exchange: Exchange): TransformStream<Uint8Array, Uint8Array> {
  let line = 0;
  return new TransformStream({
    transform(chunk, controller) {
      exchange.seen();
      const newline = chunk.lastIndexOf(10);
      line = newline < 0 ? line + chunk.length : chunk.length - newline - 1;
      if (line > longestLine) {
        exchange.trouble = { kind: 'lineTooLong', limit: longestLine };
        controller.error(new Error('A line of the stream is too long.'));
        return;
      }
      controller.enqueue(chunk);
    },
  });
}

/** Some servers answer whole although a stream was asked for: told as the end of a stream. */
async function asStream(response: Response): Promise<string> {
  const text = await response.text();
  if (text.length > largestWhole || text.trim() === '') return '';
  const value: unknown = JSON.parse(text);
  const isError =
    typeof value === 'object' && value !== null && 'error' in value && value.error !== null;
  const event = isError ? value : { type: 'response.completed', response: value };
  return `data: ${JSON.stringify(event)}\n\n`;
}
