/** 950 → "950", 41200 → "41.2K", 1050000 → "1.05M". */
export function formatCount(count: number): string {
  if (count < 1_000) return String(count);
  if (count < 999_500) return `${trim(count / 1_000, count < 99_950 ? 1 : 0)}K`;
  return `${trim(count / 1_000_000, 2)}M`;
}

/** Dollars with cents; amounts below a cent keep more digits, so that nothing reads as free. */
export function formatUsd(usd: number): string {
  if (usd === 0 || usd >= 0.01) return `$${usd.toFixed(2)}`;
  return usd < 0.0001 ? '<$0.0001' : `$${usd.toFixed(4)}`;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

function trim(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)));
}
