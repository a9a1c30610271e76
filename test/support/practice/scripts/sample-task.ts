/** The task on the sample project: amounts of currencies without cents, and tax rounded too early. */

import type { SampleTask } from './fix-sample.ts';

const patch = `*** Begin Patch
*** Update File: src/money.ts
@@
-import type { Currency } from './currency.ts';
+import { minorDigits, type Currency } from './currency.ts';
@@ export function parseMoney(text: string, currency: Currency): Money {
   const [, sign, whole = '0', fraction = ''] = match;
-  if (fraction.length > 2) {
+  const digits = minorDigits(currency);
+  if (fraction.length > digits) {
     throw new RangeError(\`\${currency} has no amounts with \${fraction.length} decimals\`);
   }
-  const minor = Number(whole.replaceAll(',', '')) * 100 + Number(fraction.padEnd(2, '0'));
+  const minor = Number(whole.replaceAll(',', '') + fraction.padEnd(digits, '0'));
   return { currency, minor: sign === '-' ? -minor : minor };
*** Update File: src/format.ts
@@
+import { minorDigits } from './currency.ts';
 import type { Invoice } from './invoice.ts';
@@ export function formatMoney(amount: Money): string {
   const sign = amount.minor < 0 ? '-' : '';
-  const units = Math.abs(amount.minor);
-  const whole = Math.floor(units / 100)
-    .toString()
-    .replaceAll(/\\B(?=(\\d{3})+$)/g, ',');
-  const fraction = (units % 100).toString().padStart(2, '0');
-  return \`\${sign}\${whole}.\${fraction} \${amount.currency}\`;
+  const digits = minorDigits(amount.currency);
+  const units = Math.abs(amount.minor)
+    .toString()
+    .padStart(digits + 1, '0');
+  const split = units.length - digits;
+  const whole = units.slice(0, split).replaceAll(/\\B(?=(\\d{3})+$)/g, ',');
+  const fraction = digits === 0 ? '' : \`.\${units.slice(split)}\`;
+  return \`\${sign}\${whole}\${fraction} \${amount.currency}\`;
 }
*** Update File: src/tax.ts
@@ export function taxByRate(
   return new Map(
     rates.map((rate) => {
-      const taxes = amounts
+      const net = amounts
         .filter((amount) => amount.rate === rate)
-        .map((amount) => multiply(amount.net, rate));
-      return [rate, taxes.reduce(add, zero(currency))] as const;
+        .map((amount) => amount.net)
+        .reduce(add, zero(currency));
+      return [rate, multiply(net, rate)] as const;
     }),
   );
*** End Patch
`;

export const sampleTask: SampleTask = {
  prompt:
    'Invoices in yen come out wrong, and the tax is a cent off at times. Find out why and fix it.',
  firstThought:
    'Yen have no cents, so something assumes two decimals. The cent in the tax sounds like rounding line by line. I look for both.',
  firstWords:
    'I look for places that take two decimals for granted, then read the modules that compute and print amounts.',
  plan: [
    'Find where decimals and tax go wrong',
    'Fix parsing, printing and tax together',
    'Run the tests',
  ],
  search: { pattern: '100|minorDigits|multiply', path: 'src' },
  files: ['src/currency.ts', 'src/money.ts', 'src/format.ts', 'src/tax.ts'],
  patchThought:
    'parseMoney and formatMoney both hard-code 100; minorDigits exists and nobody uses it. taxByRate rounds each line, the README says once per rate. Three files, one patch.',
  patch,
  testCommand: 'node --test',
  green: /fail 0\b/,
  answer: `The tests are green. Two causes, mended in three files:

- **\`src/money.ts\`** and **\`src/format.ts\`** took two decimals for granted. Both now ask \`minorDigits\`, so yen have none, dinars three, and \`10.5 JPY\` is refused.
- **\`src/tax.ts\`** rounded the tax of each line. It now taxes the sum of a rate's lines once, as the README promises.

Nothing else changed: euros, dollars and pounds parse and print as before.`,
};
