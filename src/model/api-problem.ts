/** Everything that can go wrong with one request, read once from what the SDK or the stream gave. */

import { APIConnectionError, APIError } from 'openai';

/** An error as the API words it, whether it came as a status or within the stream. */
export interface ApiProblem {
  readonly kind: 'api';
  /** Absent for an error within the stream. */
  readonly status?: number;
  readonly code?: string;
  readonly type?: string;
  readonly param?: string;
  readonly message: string;
  readonly headers?: Headers;
}

export type Problem =
  | ApiProblem
  /** No answer, or a connection that ended; `code` is the system's, such as `ECONNRESET`. */
  | { readonly kind: 'network'; readonly code: string }
  | { readonly kind: 'redirect'; readonly to: string }
  /** A web page where a stream was expected. */
  | { readonly kind: 'webPage' }
  | { readonly kind: 'lineTooLong'; readonly limit: number }
  | { readonly kind: 'idle'; readonly ms: number }
  /** The stream ended before the response did. */
  | { readonly kind: 'truncated' }
  /** An event that was no JSON. */
  | { readonly kind: 'malformed' };

/** `error` is what the SDK or the transport threw. */
export function readProblem(error: unknown): Problem {
  if (error instanceof APIConnectionError) {
    return { kind: 'network', code: systemCode(error) ?? 'UNKNOWN' };
  }
  if (error instanceof APIError) return readApiError(error as APIError);
  if (error instanceof SyntaxError) return { kind: 'malformed' };
  // undici says `TypeError: terminated` when a body ends too early, with the reason as its cause.
  return { kind: 'network', code: systemCode(error) ?? 'UNKNOWN' };
}

/** `value` is an `error` object of the API, wherever it was found. */
export function readErrorObject(value: unknown): ApiProblem {
  const fields = isObject(value) ? value : {};
  const code = text(fields['code']);
  const type = text(fields['type']);
  const param = text(fields['param']);
  return {
    kind: 'api',
    message: text(fields['message']) ?? 'The endpoint reported an error without saying which.',
    ...(code === undefined ? {} : { code }),
    ...(type === undefined ? {} : { type }),
    ...(param === undefined ? {} : { param }),
  };
}

function readApiError(error: APIError): ApiProblem {
  const { status, headers } = error as { readonly status?: number; readonly headers?: Headers };
  const body: unknown = error.error;
  const problem = isObject(body) ? readErrorObject(findError(body)) : plainProblem(error, status);
  return {
    ...problem,
    ...(status === undefined ? {} : { status }),
    ...(headers === undefined ? {} : { headers }),
  };
}

/** Some servers nest `error`, FastAPI says `detail`. */
function findError(body: Readonly<Record<string, unknown>>): unknown {
  if (isObject(body['error'])) return body['error'];
  if (body['message'] !== undefined) return body;
  const said = body['detail'] ?? body['error'];
  return said === undefined
    ? body
    : { message: typeof said === 'string' ? said : JSON.stringify(said) };
}

function plainProblem(error: APIError, status: number | undefined): ApiProblem {
  // A proxy's page says nothing to anybody; a line of plain text may.
  const said = error.message.replace(/^\d+ /, '');
  const isPage = said.includes('<') || said.includes('(no body)');
  return {
    kind: 'api',
    message: isPage
      ? `The endpoint answered with status ${status ?? 'unknown'}.`
      : said.slice(0, 500),
  };
}

/** The first system or undici error code along the chain of causes. */
function systemCode(error: unknown): string | undefined {
  let current: unknown = error;
  for (let depth = 0; depth < 6 && isObject(current); depth += 1) {
    const code = current['code'];
    if (typeof code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(code)) return code;
    const errors = current['errors'];
    current = current['cause'] ?? (Array.isArray(errors) ? (errors[0] as unknown) : undefined);
  }
  return undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** Some servers send numbers as codes. */
function text(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'number' ? String(value) : undefined;
}
