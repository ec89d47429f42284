import { randomUUID } from "node:crypto";

/**
 * Creates the event that a scheduled rule sends to its targets.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html
 * @param targetArn - ARN with the partition, region and account of the rule
 * @param nowMs - milliseconds since 1970
 */
export function createScheduledEvent(name: string, targetArn: string, nowMs: number) {
  const [, partition = "", , region = "", account = ""] = targetArn.split(":");
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
