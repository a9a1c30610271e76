/** What `npm start` sets for the practice endpoint, which it starts where there is no key. */
const practiceVariables = ['RATCHET_PRACTICE', 'OPENAI_API_KEY', 'OPENAI_BASE_URL'] as const;

/** A recorded script answers in this window, in place of a model. */
export function isPractice(): boolean {
  return process.env['RATCHET_PRACTICE'] === '1';
}

/** With a key of the user's own, the practice is over: the usual address counts again. */
export function endPractice(): void {
  if (isPractice()) for (const name of practiceVariables) Reflect.deleteProperty(process.env, name);
}
