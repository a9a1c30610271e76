/** Where requests go: the address of an endpoint, made whole. */

export interface Endpoint {
  /** What the client appends `/responses` to; may carry a query, as Azure's `api-version`. */
  readonly baseUrl: string;
  /** Scheme, host and port: what a key is bound to and a downgrade is remembered for. */
  readonly origin: string;
  readonly host: string;
  /** The header that carries the key. */
  readonly keyHeader: 'authorization' | 'api-key';
  /** On this machine or in its network: may well ask for no key. */
  readonly keyless: boolean;
}

export type EndpointAnswer =
  | { readonly kind: 'endpoint'; readonly endpoint: Endpoint }
  /** Not a usable address; the reason is a sentence for the user. */
  | { readonly kind: 'invalid'; readonly reason: string };

const azureHosts = ['.openai.azure.com', '.cognitiveservices.azure.com', '.services.ai.azure.com'];

/**
 * Understands `https://api.openai.com/v1`, a local server's address, and every form in which Azure
 * shows an address: the bare resource, `/openai`, `/openai/v1`, `/openai/deployments/<name>/…`, and
 * the full `/responses` with its `api-version`.
 */
export function resolveEndpoint(baseUrl: string): EndpointAnswer {
  let url: URL;
  try {
    url = new URL(baseUrl.trim());
  } catch {
    // Told to the user, who typed it.
    return invalid(baseUrl, 'is not an address');
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return invalid(baseUrl, 'is not an http or https address');
  }
  if (url.username !== '' || url.password !== '') {
    return {
      kind: 'invalid',
      reason: `The address of the endpoint (${url.host}) has a user name or password in it: leave them out of ratchet.endpoint.baseUrl and use ratchet.endpoint.headers.`,
    };
  }
  const loopback = isLoopback(url.hostname);
  if (url.protocol === 'http:' && !loopback) {
    return invalid(baseUrl, 'would send your code and key unencrypted; use https');
  }
  const azure = azureHosts.some((suffix) => url.hostname.endsWith(suffix));
  url.pathname = url.pathname.replace(/\/+$/, '').replace(/\/responses$/, '');
  if (azure) url.pathname = azurePath(url);
  url.hash = '';
  return {
    kind: 'endpoint',
    endpoint: {
      baseUrl: url.href.replace(/\/$/, ''),
      origin: url.origin,
      host: url.host,
      keyHeader: azure ? 'api-key' : 'authorization',
      keyless: loopback || isPrivate(url.hostname),
    },
  };
}

/** Responses live below `/openai/v1`, or below `/openai` when a dated `api-version` is asked for. */
function azurePath(url: URL): string {
  const path = url.pathname.replace(/\/deployments\/.*$/, '');
  if (path.endsWith('/v1')) return path;
  const root = path.endsWith('/openai') ? path : `${path.replace(/\/$/, '')}/openai`;
  return url.searchParams.has('api-version') ? root : `${root}/v1`;
}

/** Whole addresses only: `127.0.0.1.evil.example` is somebody else's. */
export function isLoopback(host: string): boolean {
  const name = host === 'localhost' || host.endsWith('.localhost');
  return name || host === '[::1]' || /^127(\.\d+){3}$/.test(host);
}

/** A server in the same network or container, which often wants no key. */
function isPrivate(host: string): boolean {
  return (
    /^[a-z\d-]+$/i.test(host) ||
    /^(10(\.\d+){3}|192\.168(\.\d+){2}|172\.(1[6-9]|2\d|3[01])(\.\d+){2})$/.test(host) ||
    /\.(local|internal|lan|home\.arpa)$/.test(host)
  );
}

function invalid(baseUrl: string, why: string): EndpointAnswer {
  return {
    kind: 'invalid',
    reason: `The endpoint's address "${baseUrl}" ${why}: correct ratchet.endpoint.baseUrl.`,
  };
}
