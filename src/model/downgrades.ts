/**
 * What an endpoint may not take. A 400 that names a field we sent is answered by leaving it out,
 * once per field, and remembering that for the endpoint.
 */

import type { ApiProblem } from './api-problem.ts';

export const downgrades = [
  'include',
  'prompt_cache_key',
  'stream_options',
  'service_tier',
  'store',
  'parallel_tool_calls',
  'reasoning.summary',
  'reasoning.effort',
  'reasoning',
  'text.verbosity',
  'text',
  'max_output_tokens',
  'custom_tools',
  'allowed_tools',
  'web_search',
  /** The counting endpoint does not exist. */
  'input_tokens',
  /** The compaction endpoint does not exist. */
  'compact',
] as const;
export type Downgrade = (typeof downgrades)[number];

/** Which part of a request carries what a downgrade leaves out. */
export interface SentFields {
  has(downgrade: Downgrade): boolean;
}

/** Words with which endpoints say that they do not know a thing, as opposed to its value. */
const unknownWords =
  /unsupported|not supported|does not support|unknown|unrecogni[sz]ed|unexpected|extra|not permitted|not allowed|additional propert|invalid[_ ]type|input should be|supported values are|no such|not implemented/i;

/** The field to leave out, when `problem` is a 400 that names one we sent. */
export function findDowngrade(problem: ApiProblem, sent: SentFields): Downgrade | undefined {
  if (problem.status !== 400 && problem.status !== 422 && problem.status !== 501) return undefined;
  const code = problem.code ?? '';
  if (!unknownWords.test(`${code.replaceAll('_', ' ')} ${problem.message}`)) return undefined;
  return candidates(problem).find((downgrade) => sent.has(downgrade));
}

function candidates(problem: ApiProblem): readonly Downgrade[] {
  const { param, message, code } = problem;
  if (param !== undefined && param !== '') return byParam(param, message, code);
  // FastAPI and the like name the field in the text only; plain words such as "text" need quotes.
  return downgrades.flatMap((downgrade) => {
    switch (downgrade) {
      case 'custom_tools':
        return /tools?\b/.test(message) && /\bcustom\b|\bgrammar\b|'function'/.test(message)
          ? [downgrade]
          : [];
      case 'input_tokens':
      case 'compact':
        return [];
      default:
        return namesField(message, downgrade) ? [downgrade] : [];
    }
  });
}

function byParam(param: string, message: string, code: string | undefined): readonly Downgrade[] {
  if (/^tools\b/.test(param)) {
    if (/web_search/.test(message)) return ['web_search'];
    return /\.(type|format)\b/.test(param) || /\bcustom\b|\bgrammar\b/.test(message)
      ? ['custom_tools']
      : [];
  }
  if (/^tool_choice\b/.test(param)) return ['allowed_tools'];
  // "minimal is not supported" is for the user to mend; "effort is not supported" is not.
  if (param === 'reasoning.effort' && code === 'unsupported_value') return [];
  const path = param.replace(/\[.*$/, '');
  const whole = path.split('.')[0] ?? path;
  return downgrades.filter((one) => one === path || one === whole);
}

function namesField(message: string, field: string): boolean {
  const distinctive = field.includes('_') || field.includes('.');
  const name = field.replaceAll('.', String.raw`\W{1,4}`);
  return new RegExp(distinctive ? String.raw`(?<!\w)${name}(?!\w)` : `['"\`]${name}['"\`]`).test(
    message,
  );
}
