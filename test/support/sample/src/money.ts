import type { Currency } from './currency.ts';

/** An amount in whole minor units of its currency. */
export interface Money {
  readonly currency: Currency;
  readonly minor: number;
}

/**
 * Reads an amount such as `18.50`, `1,200` or `-3.5`.
 * Throws a RangeError for anything else, and for more decimals than the currency has.
 */
export function parseMoney(text: string, currency: Currency): Money {
  const match = /^(-?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?$/.exec(text.trim());
  if (!match) throw new RangeError(`Not an amount: ${JSON.stringify(text)}`);
  const [, sign, whole = '0', fraction = ''] = match;
  if (fraction.length > 2) {
    throw new RangeError(`${currency} has no amounts with ${fraction.length} decimals`);
  }
  const minor = Number(whole.replaceAll(',', '')) * 100 + Number(fraction.padEnd(2, '0'));
  return { currency, minor: sign === '-' ? -minor : minor };
}

export function add(left: Money, right: Money): Money {
  if (left.currency !== right.currency) {
    throw new TypeError(`Cannot add ${right.currency} to ${left.currency}`);
  }
  return { currency: left.currency, minor: left.minor + right.minor };
}

/** The amount times `factor`, rounded half away from zero to the minor unit. */
export function multiply(amount: Money, factor: number): Money {
  const product = amount.minor * factor;
  return { currency: amount.currency, minor: Math.sign(product) * Math.round(Math.abs(product)) };
}

export function zero(currency: Currency): Money {
  return { currency, minor: 0 };
}
