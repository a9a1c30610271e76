import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createInvoice, formatInvoice, formatMoney, parseMoney } from '../src/index.ts';

describe('formatMoney', () => {
  const cases = [
    { minor: 123450, currency: 'EUR', text: '1,234.50 EUR' },
    { minor: -5, currency: 'USD', text: '-0.05 USD' },
    { minor: 1200, currency: 'JPY', text: '1,200 JPY' },
    { minor: 1125, currency: 'KWD', text: '1.125 KWD' },
  ] as const;
  for (const { minor, currency, text } of cases) {
    it(`prints ${text}`, () => {
      assert.equal(formatMoney({ currency, minor }), text);
    });
  }
});

describe('an invoice', () => {
  it('adds up in euros', () => {
    const invoice = createInvoice('EUR', [
      { description: 'Beans', unitPrice: parseMoney('18.50', 'EUR'), quantity: 3, taxRate: 0.07 },
      { description: 'Grinder', unitPrice: parseMoney('240', 'EUR'), quantity: 1, taxRate: 0.19 },
    ]);
    assert.equal(invoice.net.minor, 29550);
    assert.equal(invoice.gross.minor, 29550 + 389 + 4560);
  });

  it('prints an invoice in yen without decimals', () => {
    const invoice = createInvoice('JPY', [
      { description: 'Tea', unitPrice: parseMoney('980', 'JPY'), quantity: 2, taxRate: 0.08 },
    ]);
    assert.equal(
      formatInvoice(invoice),
      ['2 × Tea  1,960 JPY', 'Net      1,960 JPY', 'Tax 8 %  157 JPY', 'Total    2,117 JPY'].join(
        '\n',
      ),
    );
  });
});
