import { isScheduleExpression } from "../../config/schedule-expression";

describe("isScheduleExpression", () => {
  // Most are from https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
  it.each([
    "rate(1 hour)",
    "rate(5 minutes)",
    "rate(9999 days)",
    "cron(15 10 ? * 6L 2022-2023)",
    "cron(0 10 * * ? *)",
    "cron(15 12 * * ? *)",
    "cron(0 18 ? * MON-FRI *)",
    "cron(0 8 1 * ? *)",
    "cron(0/10 * ? * MON-FRI *)",
    "cron(0/5 8-17 ? * MON-FRI *)",
    "cron(0 9 ? * 2#1 *)",
    "cron(*/15 0,12 L JAN,3-6 ? 2026/2)",
    "cron(0 0 15W * ? *)",
    "cron(0 0 LW * ? 1970-2199)",
  ])("accepts %s", (expression) => {
    expect(isScheduleExpression(expression)).toBe(true);
  });

  it.each([
    "",
    "1 hour",
    "rate(0 minutes)",
    "rate(1 hours)",
    "rate(5 minute)",
    "rate(10000 days)",
    "rate(30 seconds)",
    "at(2026-01-01T00:00:00)",
    "cron(0 6 * * *)",
    "cron(0 6 * * * *)",
    "cron(0 6 ? * ? *)",
    "cron(60 6 * * ? *)",
    "cron(0 24 * * ? *)",
    "cron(0 6 0 * ? *)",
    "cron(0 6 32 * ? *)",
    "cron(0 6 32W * ? *)",
    "cron(0 6 * 13 ? *)",
    "cron(0 6 ? * 8 *)",
    "cron(0 6 ? * MON#6 *)",
    "cron(0 6 ? * mon *)",
    "cron(0 6 * * ? 1969)",
    "cron(0 6 * * ? 2200)",
    "cron(0 9-8 * * ? *)",
    "cron(0 1-2-3 * * ? *)",
    "cron(0 6/0 * * ? *)",
    "cron(0 6/1/2 * * ? *)",
    "cron(0 6, * * ? *)",
    "cron(? 6 * * ? *)",
    "cron(0  6 * * ? *)",
    "cron(0 6 * * ? *) ",
  ])("refuses %s", (expression) => {
    expect(isScheduleExpression(expression)).toBe(false);
  });
});
