/** One fault of every kind that the practice endpoint can inject, drawn by a seeded random number. */

import type { Fault, Place } from '../support/practice/faults.ts';

type Draw = (random: () => number) => Fault;

export function randomFault(random: () => number): Fault {
  return pick(draws, random)(random);
}

function pick<T>(from: readonly T[], random: () => number): T {
  const picked = from[Math.floor(random() * from.length)];
  if (picked === undefined) throw new RangeError('There is nothing to pick from.');
  return picked;
}

function place(random: () => number): Place {
  const places: readonly Place[] = ['first', 'middle', 'last'];
  return random() < 0.5 ? pick(places, random) : Math.floor(random() * 40);
}

const status =
  (code: number, body?: Extract<Fault, { kind: 'status' }>['body']): Draw =>
  () => ({ kind: 'status', status: code, ...(body === undefined ? {} : { body }) });

/** What is refused for good ends the run; the test then presses Retry, as the user would. */
const draws: readonly Draw[] = [
  (random) => ({ kind: 'status', status: pick([408, 409, 500, 502, 503, 504, 529], random) }),
  () => ({ kind: 'status', status: 429, headers: { 'retry-after': '7' } }),
  status(429, { message: 'Please try again in 20ms.', code: 'rate_limit_exceeded' }),
  status(429, { message: 'You exceeded your quota.', code: 'insufficient_quota' }),
  status(401, { message: 'Incorrect API key.', code: 'invalid_api_key' }),
  status(403, { message: 'Not in this country.' }),
  status(404, { message: 'The model is gone.', code: 'model_not_found' }),
  status(400, { message: 'Something is wrong.' }),
  status(400, {
    message: "Unsupported parameter: 'stream_options'.",
    param: 'stream_options',
    code: 'unsupported_parameter',
  }),
  status(400, {
    message: "Unsupported parameter: 'reasoning.summary'.",
    param: 'reasoning.summary',
    code: 'unsupported_parameter',
  }),
  status(400, { message: 'Could not be verified.', code: 'invalid_encrypted_content' }),
  status(400, { message: 'Too long.', code: 'context_length_exceeded' }),
  status(503, '<html><body>Bad gateway</body></html>'),
  () => ({ kind: 'reset' }),
  () => ({ kind: 'silence' }),
  () => ({ kind: 'empty' }),
  () => ({ kind: 'html' }),
  () => ({ kind: 'redirect', location: 'https://elsewhere.example/sign-in' }),
  (random) => ({ kind: 'cut', at: place(random), how: pick(['destroy', 'end'], random) }),
  (random) => ({ kind: 'cut', at: place(random), how: pick(['destroy', 'end'], random) }),
  (random) => ({ kind: 'stall', at: place(random) }),
  (random) => ({ kind: 'brokenJson', at: place(random) }),
  (random) => ({
    kind: 'failed',
    at: place(random),
    code: pick(['server_error', 'rate_limit_exceeded', 'invalid_prompt'], random),
    message: 'Injected.',
  }),
  (random) => ({
    kind: 'errorEvent',
    at: place(random),
    code: pick(['slow_down', 'server_is_overloaded', 'context_length_exceeded'], random),
    message: 'Injected.',
  }),
  (random) => ({
    kind: 'incomplete',
    at: place(random),
    reason: pick(['max_output_tokens', 'content_filter'], random),
  }),
  (random) => ({
    kind: pick(['unknownEvent', 'unknownItem', 'comment'], random),
    at: place(random),
  }),
  (random) => ({ kind: 'hugeLine', at: place(random), bytes: 100_000 }),
  () => ({ kind: 'slow', msPerEvent: 1 }),
  () => ({ kind: 'outOfOrder' }),
  () => ({ kind: 'pieces', bytes: 61 }),
  () => ({ kind: 'crlf' }),
  () => ({ kind: 'noUsage' }),
  () => ({ kind: 'noOutput' }),
  () => ({ kind: 'duplicateCallIds' }),
  () => ({ kind: 'noCallIds' }),
];
