import type { Currency } from './currency.ts';
import { add, multiply, zero, type Money } from './money.ts';

export interface TaxableAmount {
  readonly net: Money;
  /** 0.19 for 19 %. */
  readonly rate: number;
}

/** Tax for each rate that occurs, lowest rate first. */
export function taxByRate(
  amounts: readonly TaxableAmount[],
  currency: Currency,
): ReadonlyMap<number, Money> {
  const rates = [...new Set(amounts.map((amount) => amount.rate))].sort((a, b) => a - b);
  return new Map(
    rates.map((rate) => {
      const taxes = amounts
        .filter((amount) => amount.rate === rate)
        .map((amount) => multiply(amount.net, rate));
      return [rate, taxes.reduce(add, zero(currency))] as const;
    }),
  );
}
