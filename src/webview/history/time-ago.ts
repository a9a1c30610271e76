const units: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** "5 minutes ago" in the panel's language; a date once it is more than two weeks back. */
export function timeAgo(time: number, now: number): string {
  const past = Math.max(0, now - time);
  if (past > 14 * 86_400_000) return new Date(time).toLocaleDateString();
  const format = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });
  for (const [unit, length] of units) {
    if (past >= length) return format.format(-Math.floor(past / length), unit);
  }
  return format.format(0, 'minute');
}
