import fc from 'fast-check';

/**
 * Give the seed of a failed run to repeat it: `SEED=123 mocha …`; it is in every suite's title. `TIMES=50`
 * runs everything so many times more often.
 */
export const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31));

export function check<Values extends [unknown, ...unknown[]]>(
  property: fc.IProperty<Values> | fc.IAsyncProperty<Values>,
  numRuns = 300,
): Promise<void> | void {
  const times = Number(process.env['TIMES'] ?? 1);
  return fc.assert(property as fc.IAsyncProperty<Values>, { seed, numRuns: numRuns * times });
}

/** Lines that repeat often: the hard case for finding a place. */
export const fewLines = fc.array(fc.constantFrom('a', 'b', 'c', '', '}', '  a', '\ta'), {
  maxLength: 30,
});

/** Every line different. */
export const distinctLines = fc
  .uniqueArray(fc.stringMatching(/^[ \t]{0,4}[a-z“–é]{1,6}[ (){};]{0,3}$/), { maxLength: 40 })
  .map((lines) => lines.filter((line) => line.trim() !== ''))
  .map((lines) => lines.map((line, at) => `${line} ${at}`));

export const ending = fc.constantFrom('\n', '\r\n', '\r');

export function joinLines(lines: readonly string[], end: string, final: boolean): string {
  const text = lines.join(end);
  return final && lines.length > 0 ? text + end : text;
}

/** An edited copy: some lines removed, some replaced, some added. */
export function edited(
  lines: readonly string[],
  fresh: fc.Arbitrary<string>,
): fc.Arbitrary<string[]> {
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.constant({ kind: 'keep' as const, text: '' }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'remove' as const, text: '' }) },
    { weight: 1, arbitrary: fresh.map((text) => ({ kind: 'replace' as const, text })) },
    { weight: 1, arbitrary: fresh.map((text) => ({ kind: 'add' as const, text })) },
  );
  return fc.array(step, { minLength: lines.length + 1, maxLength: lines.length + 1 }).map((steps) =>
    steps.flatMap(({ kind, text }, at) => {
      const line = lines[at];
      const old = line === undefined ? [] : [line];
      if (kind === 'remove') return [];
      if (kind === 'replace') return line === undefined ? [] : [text];
      return kind === 'add' ? [text, ...old] : old;
    }),
  );
}

/** A line no generated text has. */
export const freshLine = fc.integer({ min: 0, max: 1e9 }).map((number) => `new line ${number}`);
