/** The value below which `share` of the sorted values lie (nearest rank); with few values p95 is simply the largest. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  const rank = Math.max(1, Math.ceil(share * sorted.length));
  const value = sorted[rank - 1];
  if (value === undefined) throw new Error('no values to take a percentile of');
  return value;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/**
 * The median of `numerators[i] / denominators[i]`. What was measured in the same round shared the machine's mood, so this
 * moves less than a ratio of medians does.
 */
export function pairedRatio(numerators: readonly number[], denominators: readonly number[]): number {
  return median(numerators.map((value, round) => value / (denominators[round] ?? Number.NaN)));
}
