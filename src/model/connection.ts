/** One request's way out: the endpoint as the settings have it now, and a client that may use the key. */

import OpenAI from 'openai';
import type { Failure } from '../shared/events.ts';
import { resolveEndpoint, type Endpoint } from './endpoint.ts';
import { failures, type FailureContext } from './failures.ts';
import { guardFetch, type Exchange } from './guarded-fetch.ts';
import type { ModelOptions, ModelSettings } from './options.ts';

export interface Connection {
  readonly endpoint: Endpoint;
  client(exchange: Exchange, streamed: boolean): OpenAI;
  /** What failures may say about a request for `model`. */
  context(model: string): FailureContext;
}

export type ConnectionAnswer =
  | { readonly kind: 'connected'; readonly connection: Connection }
  | { readonly kind: 'failure'; readonly failure: Failure };

/** The SDK's own time-out ends no stream and is not wanted: the watchdog is stricter. */
const noTimeoutMs = 24 * 3_600_000;

export async function connect(
  options: ModelOptions,
  settings: ModelSettings,
): Promise<ConnectionAnswer> {
  const resolved = resolveEndpoint(settings.baseUrl);
  if (resolved.kind === 'invalid') {
    return { kind: 'failure', failure: failures.invalidEndpoint(resolved.reason) };
  }
  const { endpoint } = resolved;
  const ownHeader = Object.keys(settings.headers).some((name) =>
    ['authorization', 'api-key'].includes(name.toLowerCase()),
  );
  const answer = ownHeader ? undefined : await options.key(endpoint.origin);
  if (answer?.kind === 'notConfirmed') {
    return { kind: 'failure', failure: failures.keyNotConfirmed(answer.host) };
  }
  if (answer?.kind === 'none' && !endpoint.keyless) {
    return { kind: 'failure', failure: failures.noKey() };
  }
  const key = answer?.kind === 'key' ? answer.value.trim() : undefined;
  const secrets = [key, ...Object.values(settings.headers)].filter(
    (secret) => secret !== undefined && secret.length >= 6,
  ) as string[];

  return {
    kind: 'connected',
    connection: {
      endpoint,
      client: (exchange, streamed) =>
        new OpenAI({
          baseURL: endpoint.baseUrl,
          // The key itself is added in the last step, so that the SDK can neither log nor tell it.
          apiKey: 'added-later',
          adminAPIKey: null,
          webhookSecret: null,
          organization: settings.organization ?? null,
          project: settings.project ?? null,
          maxRetries: 0,
          timeout: noTimeoutMs,
          logLevel: 'off',
          // VS Code's host has parts of a browser's globals; the key is not in the SDK anyway.
          dangerouslyAllowBrowser: true,
          fetch: guardFetch({
            endpoint,
            key,
            headers: settings.headers,
            userAgent: options.userAgent,
            exchange,
            streamed,
            fetch: options.fetch ?? fetch,
          }),
        }),
      context: (model) => ({
        host: endpoint.host,
        model,
        keySent: key !== undefined || ownHeader,
        redact: (text) => secrets.reduce((said, secret) => said.replaceAll(secret, '•••'), text),
      }),
    },
  };
}
