import { parseScheduleRate } from "../../src/events/schedule";

it.each([
  ["rate(1 minute)", 60_000],
  ["rate(15 minutes)", 900_000],
  ["rate(2 hours)", 7_200_000],
  ["rate(1 day)", 86_400_000],
])("parses %s", (expression, everyMs) => {
  expect(parseScheduleRate(expression)).toBe(everyMs);
});

it.each(["cron(0/15 * * * ? *)", "at(2026-01-01T00:00:00)", "rate(0 minutes)", "rate(15 weeks)", "rate(1.5 hours)"])(
  "rejects %s and includes it in the message",
  (expression) => {
    expect(() => parseScheduleRate(expression)).toThrow(`only schedules like rate(15 minutes), got ${expression}`);
  },
);
