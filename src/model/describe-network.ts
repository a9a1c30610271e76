import type { Failure } from '../shared/events.ts';
import { failures, type FailureContext } from './failures.ts';
import type { Cause } from './trouble.ts';

interface Network {
  readonly cause: Cause;
  readonly reason: string;
  readonly failure: Failure;
}

/** Tells being offline from a server that is down, a name that does not exist and a bad certificate. */
export function describeNetwork(code: string, context: FailureContext): Network {
  const { host } = context;
  const offline = (reason: string, step: string): Network => ({
    cause: 'offline',
    reason,
    failure: failures.offline(context, step),
  });
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'ENETUNREACH':
    case 'ENETDOWN':
    case 'EHOSTUNREACH':
    case 'EHOSTDOWN':
      return offline(
        `Offline: ${host} cannot be reached`,
        'check the network and the host name in ratchet.endpoint.baseUrl',
      );
    case 'ECONNREFUSED':
      return offline(
        `Nothing answers at ${host}`,
        'nothing listens there; start the server or correct ratchet.endpoint.baseUrl',
      );
    case 'ETIMEDOUT':
    case 'UND_ERR_CONNECT_TIMEOUT':
      return offline(`${host} does not answer`, 'check the network and the proxy settings');
    default:
      break;
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|ERR_SSL/.test(code)) {
    return {
      cause: 'certificate',
      reason: `The certificate of ${host} is not trusted (${code})`,
      failure: failures.offline(
        context,
        `its certificate is not trusted (${code}); check http.proxy and the certificates of this machine`,
      ),
    };
  }
  const reason = 'The connection broke';
  return { cause: 'streamBroken', reason, failure: failures.streamBroken(context, reason) };
}
