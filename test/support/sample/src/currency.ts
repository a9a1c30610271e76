/** How many decimal digits a currency's amounts have (ISO 4217). */
const digits = {
  EUR: 2,
  USD: 2,
  GBP: 2,
  JPY: 0,
  KWD: 3,
} as const;

export type Currency = keyof typeof digits;

export function isCurrency(code: string): code is Currency {
  return Object.hasOwn(digits, code);
}

/** Decimal digits of the currency's minor unit: 2 for cents, 0 for yen. */
export function minorDigits(currency: Currency): number {
  return digits[currency];
}
