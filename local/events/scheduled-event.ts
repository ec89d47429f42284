import { randomUUID } from "node:crypto";
import type { EventSchedule } from "./event-rule";

/**
 * The event that a rule with a schedule gives its targets.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html
 * @param nowMs - milliseconds since 1970
 */
export function makeScheduledEvent({ name, functionArn }: EventSchedule, nowMs: number) {
  const [, partition = "", , region = "", account = ""] = functionArn.split(":");
  return {
    version: "0",
    id: randomUUID(),
    "detail-type": "Scheduled Event",
    source: "aws.events",
    account,
    time: `${new Date(nowMs).toISOString().slice(0, 19)}Z`,
    region,
    resources: [`arn:${partition}:events:${region}:${account}:rule/${name}`],
    detail: {},
  };
}
