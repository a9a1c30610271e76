import type { Currency } from './currency.ts';
import { add, multiply, zero, type Money } from './money.ts';
import { taxByRate } from './tax.ts';

export interface InvoiceLine {
  readonly description: string;
  readonly unitPrice: Money;
  readonly quantity: number;
  /** 0.19 for 19 %; none when left out. */
  readonly taxRate?: number;
}

export interface Invoice {
  readonly currency: Currency;
  readonly lines: readonly (InvoiceLine & { readonly net: Money })[];
  readonly net: Money;
  /** Tax for each rate, lowest first. */
  readonly tax: ReadonlyMap<number, Money>;
  readonly gross: Money;
}

/** Adds up the lines. Throws a TypeError when a line is in another currency. */
export function createInvoice(currency: Currency, lines: readonly InvoiceLine[]): Invoice {
  const priced = lines.map((line) => ({ ...line, net: multiply(line.unitPrice, line.quantity) }));
  const net = priced.map((line) => line.net).reduce(add, zero(currency));
  const tax = taxByRate(
    priced.map((line) => ({ net: line.net, rate: line.taxRate ?? 0 })),
    currency,
  );
  const gross = [...tax.values()].reduce(add, net);
  return { currency, lines: priced, net, tax, gross };
}
