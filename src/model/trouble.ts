/** The table of errors: what each problem means for the task. */

import type { Failure } from '../shared/events.ts';
import type { ApiProblem, Problem } from './api-problem.ts';
import { describeNetwork } from './describe-network.ts';
import { failures, type FailureContext } from './failures.ts';
import { toldDelay } from './told-delay.ts';

export type Cause =
  'rateLimit' | 'overloaded' | 'offline' | 'streamBroken' | 'certificate' | 'webPage';

export type Trouble =
  | {
      readonly kind: 'retry';
      readonly cause: Cause;
      /** For the countdown: what happened, without the next step. */
      readonly reason: string;
      /** How long the endpoint asked to wait. */
      readonly waitMs?: number;
      /** What to say when the attempts are used up. */
      readonly failure: Failure;
    }
  | {
      readonly kind: 'failure';
      readonly failure: Failure;
      readonly recover?: 'encryptedContent' | 'compact';
    };

/** `now` is in milliseconds since the epoch, for waits given as a date. */
export function judge(problem: Problem, context: FailureContext, now: number): Trouble {
  switch (problem.kind) {
    case 'api':
      return judgeApi(problem, context, now);
    case 'network': {
      const { cause, reason, failure } = describeNetwork(problem.code, context);
      return { kind: 'retry', cause, reason, failure };
    }
    case 'redirect':
      return { kind: 'failure', failure: failures.redirected(context, problem.to) };
    case 'webPage':
      return {
        kind: 'retry',
        cause: 'webPage',
        reason: `${context.host} answered with a web page`,
        failure: failures.webPage(context),
      };
    case 'lineTooLong':
      return broken(
        `${context.host} sent a line of more than ${problem.limit / 1024 ** 2} MB`,
        context,
      );
    case 'idle':
      return broken(`Nothing came for ${Math.round(problem.ms / 1000)} s`, context);
    case 'truncated':
      return broken('The answer broke off', context);
    case 'malformed':
      return broken('The answer was garbled', context);
  }
}

function broken(reason: string, context: FailureContext): Trouble {
  return {
    kind: 'retry',
    cause: 'streamBroken',
    reason,
    failure: failures.streamBroken(context, reason),
  };
}

const contentCodes = new Set([
  'content_filter',
  'content_policy_violation',
  'invalid_prompt',
  'bio_policy',
  'misalignment_policy_violation',
  'image_content_policy_violation',
]);
const quotaCodes = new Set([
  'insufficient_quota',
  'billing_hard_limit_reached',
  'billing_not_active',
]);
const overloadCodes = new Set([
  'server_is_overloaded',
  'slow_down',
  'overloaded_error',
  'engine_overloaded',
]);

function judgeApi(problem: ApiProblem, context: FailureContext, now: number): Trouble {
  const { status, message } = problem;
  const codes = [problem.code, problem.type].filter((code) => code !== undefined);
  const has = (known: ReadonlySet<string>): boolean => codes.some((code) => known.has(code));

  if (isTooLong(problem)) {
    return { kind: 'failure', failure: failures.contextTooLong(context), recover: 'compact' };
  }
  if (problem.code === 'invalid_encrypted_content') {
    const failure = failures.badRequest(context, message);
    return { kind: 'failure', failure, recover: 'encryptedContent' };
  }
  if (has(quotaCodes) || status === 402) return stop(failures.quota(context, message));
  if (has(contentCodes)) return stop(failures.contentFilter(message));
  if (status === 401 && !context.keySent) return stop(failures.noKey());
  if (status === 401 || status === 403)
    return stop(failures.unauthorized(context, status, message));
  if (isUnknownModel(problem)) return stop(failures.modelNotFound(context));
  if (status === 404) return stop(failures.noSuchAddress(context));
  if (status === 429 || problem.code === 'rate_limit_exceeded')
    return rateLimited(problem, context, now);
  if (status === undefined || status >= 500 || status === 408 || status === 409) {
    return serverTrouble(problem, context, has(overloadCodes), now);
  }
  return stop(failures.badRequest(context, message));
}

function stop(failure: Failure): Trouble {
  return { kind: 'failure', failure };
}

function rateLimited(problem: ApiProblem, context: FailureContext, now: number): Trouble {
  const wait = toldDelay(problem, now);
  return {
    kind: 'retry',
    cause: 'rateLimit',
    reason: `${context.host} is limiting the rate of requests`,
    failure: failures.rateLimit(context, problem.message),
    ...(wait === undefined ? {} : { waitMs: wait }),
  };
}

function serverTrouble(
  problem: ApiProblem,
  context: FailureContext,
  overloaded: boolean,
  now: number,
): Trouble {
  // Codes of a broken image or the like come within the stream; asking again brings them again.
  if (
    problem.status === undefined &&
    /^(invalid_|image_|unsupported_|empty_)/.test(problem.code ?? '')
  ) {
    return stop(failures.badRequest(context, problem.message));
  }
  const failure = failures.overloaded(context, problem.message);
  if (problem.headers?.get('x-should-retry') === 'false') return stop(failure);
  const wait = toldDelay(problem, now);
  return {
    kind: 'retry',
    cause: 'overloaded',
    reason:
      overloaded || problem.status === 503
        ? `${context.host} is overloaded`
        : `${context.host} had an error`,
    failure,
    ...(wait === undefined ? {} : { waitMs: wait }),
  };
}

/** Local servers say it in words; a single request above the tokens-per-minute limit never passes. */
function isTooLong(problem: ApiProblem): boolean {
  if (problem.code === 'context_length_exceeded' || problem.status === 413) return true;
  if (problem.status === 400 || problem.status === 422) {
    return /maximum context length|context window|context length (is )?exceeded/i.test(
      problem.message,
    );
  }
  const sizes = /Limit (\d+), Requested (\d+)/.exec(problem.message);
  return problem.status === 429 && sizes !== null && Number(sizes[2]) > Number(sizes[1]);
}

function isUnknownModel(problem: ApiProblem): boolean {
  if (problem.code === 'model_not_found' || problem.code === 'DeploymentNotFound') return true;
  return problem.status === 404 && /\bmodel\b/i.test(problem.message);
}
