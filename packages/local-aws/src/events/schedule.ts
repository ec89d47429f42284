import { randomUUID } from "node:crypto";
import { formatArn, parseArn, type ArnParts } from "../arn";

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

/**
 * Creates the event that a scheduled rule sends to its targets.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html
 * @param targetArn - ARN with the partition, region and account of the rule
 * @param nowMs - milliseconds since 1970
 */
export function createScheduledEvent(name: string, targetArn: string, nowMs: number) {
  const { partition, region, accountId } = placeOf(targetArn);
  return {
    version: "0",
    id: randomUUID(),
    "detail-type": "Scheduled Event",
    source: "aws.events",
    account: accountId,
    time: `${new Date(nowMs).toISOString().slice(0, 19)}Z`,
    region,
    resources: [formatArn({ partition, service: "events", region, accountId, resource: `rule/${name}` })],
    detail: {},
  };
}

/**
 * Parses the input of an EventBridge Scheduler schedule.
 * @param name - name of the schedule, in the default group
 * @param targetArn - ARN with the partition, region and account of the schedule
 * @returns a function that creates the input for a time, in milliseconds since 1970
 * @throws SyntaxError if the input is not JSON
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
 */
export function parseSchedulerInput(input: string, name: string, targetArn: string): (nowMs: number) => unknown {
  JSON.parse(input);
  const resource = `schedule/default/${name}`;
  const scheduleArn = formatArn({ ...placeOf(targetArn), service: "scheduler", resource });
  return (nowMs) => {
    const values: Readonly<Record<string, string>> = {
      "schedule-arn": scheduleArn,
      "scheduled-time": `${new Date(nowMs).toISOString().slice(0, 19)}Z`,
      "execution-id": randomUUID().replaceAll("-", "").slice(0, 16),
      "attempt-number": "1",
    };
    const made: unknown = JSON.parse(
      input.replace(/<aws\.scheduler\.([a-z-]+)>/g, (keyword, attribute: string) => values[attribute] ?? keyword),
    );
    return made;
  };
}

function placeOf(arn: string): Pick<ArnParts, "partition" | "region" | "accountId"> {
  return parseArn(arn) ?? { partition: "", region: "", accountId: "" };
}
