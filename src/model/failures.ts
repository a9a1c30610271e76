/** One clear sentence for each failure, with the next step in it. Never holds a key or a header. */

import type { Failure } from '../shared/events.ts';

export interface FailureContext {
  /** Host and port of the endpoint. */
  readonly host: string;
  readonly model: string;
  /** A key or a header of the user's that stands for one went along. */
  readonly keySent: boolean;
  /** Takes secrets out of what the endpoint said. */
  readonly redact: (text: string) => string;
}

export const failures = {
  noKey: (): Failure => ({
    code: 'noKey',
    message: 'There is no API key yet: set one with “Ratchet: Set API Key”, then try again.',
    actions: ['setApiKey', 'retry', 'openSettings'],
  }),
  keyNotConfirmed: (host: string): Failure => ({
    code: 'keyNotConfirmed',
    message: `The key was not entered for ${host}, so it was not sent there: set it again for this endpoint, or correct ratchet.endpoint.baseUrl.`,
    actions: ['setApiKey', 'retry', 'openSettings'],
  }),
  invalidEndpoint: (reason: string): Failure => ({
    code: 'badRequest',
    message: reason,
    actions: ['openSettings', 'retry'],
  }),
  unauthorized: (context: FailureContext, status: number, said: string): Failure => ({
    code: 'unauthorized',
    message:
      status === 401
        ? `${context.host} refused the key (${quote(context, said)}): set a valid one, then try again.`
        : `${context.host} does not allow this (${quote(context, said)}): check what the key may do, or set another.`,
    actions: ['setApiKey', 'retry'],
  }),
  badRequest: (context: FailureContext, said: string): Failure => ({
    code: 'badRequest',
    message: `${context.host} refused the request: ${quote(context, said)} Change the model or the settings it names, then try again.`,
    actions: ['retry', 'selectModel', 'openSettings', 'showLog'],
  }),
  modelNotFound: (context: FailureContext): Failure => ({
    code: 'modelNotFound',
    message: `${context.host} does not offer the model “${context.model}” to this key: choose another model, then try again.`,
    actions: ['selectModel', 'retry', 'setApiKey'],
  }),
  noSuchAddress: (context: FailureContext): Failure => ({
    code: 'badRequest',
    message: `${context.host} has no Responses API at this address: correct ratchet.endpoint.baseUrl (it usually ends in /v1).`,
    actions: ['openSettings', 'retry'],
  }),
  redirected: (context: FailureContext, to: string): Failure => ({
    code: 'badRequest',
    message: `${context.host} redirects to ${to}, which is not followed, so that the key goes nowhere else: set ratchet.endpoint.baseUrl to the address you mean.`,
    actions: ['openSettings', 'retry'],
  }),
  webPage: (context: FailureContext): Failure => ({
    code: 'streamBroken',
    message: `${context.host} answered with a web page instead of the model: sign in to the network, or correct ratchet.endpoint.baseUrl, then try again.`,
    actions: ['retry', 'openSettings'],
  }),
  quota: (context: FailureContext, said: string): Failure => ({
    code: 'quota',
    message: `The account has no credit left (${quote(context, said)}): add credit or raise its limit, then try again.`,
    actions: ['openBilling', 'retry'],
  }),
  rateLimit: (context: FailureContext, said: string): Failure => ({
    code: 'rateLimit',
    message: `${context.host} kept limiting the rate of requests (${quote(context, said)}): wait a while, then try again; nothing is lost.`,
    actions: ['retry', 'selectModel'],
  }),
  waitTooLong: (context: FailureContext, minutes: number): Failure => ({
    code: 'rateLimit',
    message: `${context.host} asks to wait ${minutes} minutes: try again then, or choose another model; nothing is lost.`,
    actions: ['retry', 'selectModel'],
  }),
  overloaded: (context: FailureContext, said: string): Failure => ({
    code: 'overloaded',
    message: `${context.host} could not answer (${quote(context, said)}): try again in a while; nothing is lost.`,
    actions: ['retry', 'selectModel'],
  }),
  offline: (context: FailureContext, why: string): Failure => ({
    code: 'offline',
    message: `${context.host} cannot be reached: ${why}, then try again; nothing is lost.`,
    actions: ['retry', 'openSettings'],
  }),
  streamBroken: (context: FailureContext, reason: string): Failure => ({
    code: 'streamBroken',
    message: `${reason}, again and again: check the connection to ${context.host}, then try again; nothing is lost.`,
    actions: ['retry', 'showLog'],
  }),
  contextTooLong: (context: FailureContext): Failure => ({
    code: 'contextTooLong',
    message: `The conversation is too long for “${context.model}”: shorten it with /compact, or start a new task.`,
    actions: ['retry', 'selectModel'],
  }),
  contentFilter: (said: string): Failure => ({
    code: 'contentFilter',
    message: `The endpoint's content filter refused this (“${said.slice(0, 300)}”): word the request differently.`,
    actions: [],
  }),
} as const;

/** What the endpoint said, on one line, bounded, without secrets. */
function quote(context: FailureContext, said: string): string {
  const line = context.redact(said).replace(/\s+/g, ' ').trim();
  return line.length <= 400 ? line : `${line.slice(0, 400)}…`;
}
