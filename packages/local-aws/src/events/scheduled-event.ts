import { randomUUID } from "node:crypto";
import { formatArn, parseArn } from "../arn";

/**
 * Creates the event that a scheduled rule sends to its targets.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html
 * @param targetArn - ARN with the partition, region and account of the rule
 * @param nowMs - milliseconds since 1970
 */
export function createScheduledEvent(name: string, targetArn: string, nowMs: number) {
  const { partition, region, accountId } = parseArn(targetArn) ?? { partition: "", region: "", accountId: "" };
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
