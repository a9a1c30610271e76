/** The middle value (the lower one of two), which one slow run does not move. */
export function median(values: readonly number[]): number {
  const middle = values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)];
  if (middle === undefined) throw new RangeError('The median of nothing is not defined.');
  return middle;
}
