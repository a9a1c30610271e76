import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';

/** The recorded patch is in the sample, whole and once, and nothing else changed. */
export function assertFixed(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): void {
  const wanted = [...before].map(([name, text]) => [name, fixed[name]?.(text) ?? text]);
  assert.deepEqual([...after], wanted);
}

/** Exit code of the sample's own tests. */
export function runSampleTests(folder: string): number | null {
  return spawnSync(process.execPath, ['--test'], { cwd: folder }).status;
}

/** What each file must be afterwards, told by its text before. */
const fixed: Readonly<Record<string, (before: string) => string>> = {
  'src/format.ts': (before) =>
    `import { minorDigits } from './currency.ts';\n${before}`.replace(
      /  const units = [^]*?\n}\n/,
      [
        '  const digits = minorDigits(amount.currency);',
        '  const units = Math.abs(amount.minor)',
        '    .toString()',
        "    .padStart(digits + 1, '0');",
        '  const split = units.length - digits;',
        "  const whole = units.slice(0, split).replaceAll(/\\B(?=(\\d{3})+$$)/g, ',');",
        "  const fraction = digits === 0 ? '' : `.$${units.slice(split)}`;",
        '  return `$${sign}$${whole}$${fraction} $${amount.currency}`;',
        '}\n',
      ].join('\n'),
    ),
  'src/money.ts': (before) =>
    before
      .replace('import type { Currency }', 'import { minorDigits, type Currency }')
      .replace(
        '  if (fraction.length > 2) {',
        '  const digits = minorDigits(currency);\n  if (fraction.length > digits) {',
      )
      .replace(
        "Number(whole.replaceAll(',', '')) * 100 + Number(fraction.padEnd(2, '0'))",
        "Number(whole.replaceAll(',', '') + fraction.padEnd(digits, '0'))",
      ),
  'src/tax.ts': (before) =>
    before
      .replace('const taxes = amounts', 'const net = amounts')
      .replace(
        '.map((amount) => multiply(amount.net, rate));',
        '.map((amount) => amount.net)\n        .reduce(add, zero(currency));',
      )
      .replace(
        'return [rate, taxes.reduce(add, zero(currency))] as const',
        'return [rate, multiply(net, rate)] as const',
      ),
};
