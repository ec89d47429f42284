/** Median and maximum of delays, in seconds, such as `0.65 s`. */
export interface DelaySummary {
  readonly median: string;
  readonly worst: string;
}

/** @param delaysMs - milliseconds; at least one */
export function summarizeDelays(delaysMs: readonly number[]): DelaySummary {
  const sorted = delaysMs.toSorted((one, other) => one - other);
  const middle = sorted.length / 2;
  const median = ((sorted[Math.ceil(middle) - 1] ?? NaN) + (sorted[Math.floor(middle)] ?? NaN)) / 2;
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
  return { median: seconds(median), worst: seconds(Math.max(...delaysMs)) };
}
