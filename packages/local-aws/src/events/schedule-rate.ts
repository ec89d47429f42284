const UNIT_MS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * Returns the interval of a schedule, in milliseconds.
 * @param expression - `rate(15 minutes)`
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 * @throws Error that names any other expression, such as cron(...) or at(...)
 */
export function parseScheduleRate(expression: string): number {
  const [, count, unit] = /^rate\(([1-9]\d*) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  if (unit !== "minute" && unit !== "hour" && unit !== "day")
    throw new Error(`local mode supports only schedules like rate(15 minutes), got ${expression}`);
  return Number(count) * UNIT_MS[unit];
}
