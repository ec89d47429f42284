import type { JobPollerProps } from "../../constructs/job-poller/props";
import { toLocation } from "../../constructs/aws-location";
import { mapMembers, mapValues, type JsonObject, type JsonValue } from "./json";

const REGION = "zz-region-1";
const ACCOUNT = "000000000000";
const NAME = "zz-name";
const DASHBOARD = "zz-dashboard";
const ROLE_PATH = "/zz-path/";
const QUEUE = `arn:aws:batch:${REGION}:${ACCOUNT}:job-queue/zz-queue`;
const DEFINITION = `arn:aws:batch:${REGION}:${ACCOUNT}:job-definition/zz-definition`;
const TOPIC = `arn:aws:sns:${REGION}:${ACCOUNT}:zz-topic`;
const BOUNDARY = `arn:aws:iam::${ACCOUNT}:policy/zz-boundary`;
const KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/zz-key`;
const TAGS = { "zz-tag": "zz-value" };
const LOG_RETENTION_DAYS = 3653;

/** Location whose formats contain placeholders. */
export const PLACEHOLDER_LOCATION = toLocation(REGION, ACCOUNT);

/**
 * Literal values for all properties that are variables of the module. The construct validates them like any others,
 * so its definition stays literal; afterwards they are replaced in the synthesized configuration.
 */
export const PLACEHOLDER_PROPS = {
  region: REGION,
  account: ACCOUNT,
  namePrefix: NAME,
  jobQueueArns: [QUEUE],
  jobDefinitionArns: [DEFINITION],
  logRetentionDays: LOG_RETENTION_DAYS,
  alarms: { topicArn: TOPIC },
  dashboard: { name: DASHBOARD },
  tags: TAGS,
  permissionsBoundaryArn: BOUNDARY,
  rolePath: ROLE_PATH,
  kmsKeyArn: KEY,
} as const satisfies JobPollerProps;

/** Expressions of placeholders within a text, in order: a longer placeholder contains the ones below it. */
const IN_TEXT: readonly (readonly [placeholder: string, expression: string])[] = [
  // In JSON, a list of ARNs takes the place of one. withRevisions of the construct adds the ARN with `:*`.
  [`"${DEFINITION}","${DEFINITION}:*"`, "local.job_definitions_json"],
  [`"${QUEUE}"`, "local.job_queues_json"],
  [QUEUE, "local.job_queues_text"],
  [BOUNDARY, "var.permissions_boundary_arn"],
  [KEY, "var.kms_key_arn"],
  [ROLE_PATH, "var.role_path"],
  [DASHBOARD, "local.dashboard_name"],
  [NAME, "var.name"],
  [REGION, "local.region"],
  [ACCOUNT, "local.account_id"],
];

/** Part of a placeholder that is left, or of a token of cdktf. */
const REST = /zz-|\b0{12}\b|TfToken|\b3653\b/;

/** Replaces placeholders in a text by expressions without quotes, which may stand in quoted text. */
export function replaceInText(text: string): string {
  const replaced = IN_TEXT.reduce(
    (rest, [placeholder, expression]) => rest.replaceAll(placeholder, `\${${expression}}`),
    text,
  );
  // The ARN of a service integration, like arn:aws:states:::batch:submitJob.sync, is the same in all partitions.
  return replaced.replaceAll(/arn:aws:(?!states:::)/g, "arn:${local.partition}:");
}

/** Replaces all placeholders in a synthesized configuration. */
export const replacePlaceholders = (synthesized: JsonObject): JsonObject =>
  mapMembers(synthesized, (block) => mapValues(block, replacePlaceholder));

function replacePlaceholder(value: JsonValue, key: string): JsonValue | undefined {
  const isSame = (other: unknown): boolean => JSON.stringify(value) === JSON.stringify(other);
  if (isSame([TOPIC])) return "${compact([var.alarm_topic_arn])}";
  if (isSame(TAGS)) return "${var.tags}";
  if (key === "retention_in_days" && value === LOG_RETENTION_DAYS) return "${var.log_retention_days}";
  if (key === "runtime") return "${var.lambda_runtime}";
  return typeof value === "string" ? replaceInText(value) : undefined;
}

/** @throws Error if a placeholder is left: the construct uses a property in a way that the module does not know */
export function checkReplaced(module: JsonObject): void {
  const text = JSON.stringify(module);
  const { index } = REST.exec(text) ?? {};
  if (index !== undefined)
    throw new Error(
      `the module contains a value that is not replaced by a variable: ...${text.slice(Math.max(0, index - 60), index + 60)}...; add it to tools/module/placeholders.ts`,
    );
}
