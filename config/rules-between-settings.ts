import { findArnParts } from "../workflow/arn";
import { findPartition } from "../workflow/partition";
import { JOB_SETTINGS } from "./job-settings-schema";
import type { SettingProblem } from "./settings-error";
import { DEFAULT_POLLER_NAME } from "./settings-schema";

/** Given settings by variable name, without those that are not set. */
export type GivenSettings = Readonly<Record<string, string>>;

/** Describes an invalid setting with its value. */
export function problemOf(variable: string, given: GivenSettings, rule: string): SettingProblem {
  return { variable, given: given[variable], rule };
}

/** Two variables that require each other. */
function together(given: GivenSettings, one: string, other: string): SettingProblem[] {
  if ((given[one] === undefined) === (given[other] === undefined)) return [];
  const [missing, present] = given[one] === undefined ? [one, other] : [other, one];
  return [problemOf(missing, given, `set together with ${present}`)];
}

/** Rejects an ARN of another region or partition. */
export function elsewhere(given: GivenSettings, variable: string, what: string, why: string): SettingProblem[] {
  const arn = findArnParts(given[variable] ?? "");
  const region = given["AWS_REGION"];
  if (arn === undefined || region === undefined) return [];
  if (arn.region === region && arn.partition === findPartition(region)) return [];
  return [problemOf(variable, given, `${what} in ${region}, ${why}`)];
}

/** Rules between variables. Separate from the schema, which skips such rules when one variable is invalid. */
export function problemsBetweenSettings(given: GivenSettings): SettingProblem[] {
  return [
    ...networkProblems(given),
    ...existingResourceProblems(given),
    ...capacityProblems(given),
    // An alarm can notify only topics in its own region.
    ...elsewhere(given, "ALARM_TOPIC_ARN", "a topic", "where the alarms are"),
    // A repository requires both IDs; a GitHub runner sets both.
    ...together(given, "GITHUB_REPOSITORY_OWNER_ID", "GITHUB_REPOSITORY_ID"),
  ];
}

function networkProblems(given: GivenSettings): SettingProblem[] {
  const has = (variable: string): boolean => given[variable] !== undefined;
  const missing = together(given, "VPC_ID", "SUBNET_IDS");
  if (missing.length > 0) return missing;
  if (has("ASSIGN_PUBLIC_IP") && !has("VPC_ID") && !has("JOB_QUEUE_ARN"))
    return [problemOf("ASSIGN_PUBLIC_IP", given, "left out without VPC_ID and SUBNET_IDS, or JOB_QUEUE_ARN")];
  return [];
}

/** Settings that have no effect with an existing resource. */
const SETTINGS_OF_OUR_OWN = {
  JOB_QUEUE_ARN: ["VPC_ID", "SUBNET_IDS", "CAPACITY_TYPE", "CAPACITY_FALLBACK", "MAX_VCPUS", "JOB_EGRESS"],
  JOB_DEFINITION_ARN: [...Object.keys(JOB_SETTINGS), "ASSIGN_PUBLIC_IP"],
};

function existingResourceProblems(given: GivenSettings): SettingProblem[] {
  return Object.entries(SETTINGS_OF_OUR_OWN).flatMap(([variable, withoutEffect]) =>
    given[variable] === undefined
      ? []
      : [
          ...placeProblems(variable, given),
          ...withoutEffect
            .filter((other) => given[other] !== undefined)
            .map((other) => problemOf(other, given, `left out with ${variable}, which brings its own`)),
        ],
  );
}

/** Requires the region and account of the deployment, where jobs are submitted. */
function placeProblems(variable: string, given: GivenSettings): SettingProblem[] {
  const arn = findArnParts(given[variable] ?? "");
  const { AWS_REGION: region, AWS_ACCOUNT_ID: accountId } = given;
  if (arn === undefined || region === undefined || accountId === undefined) return [];
  const partition = findPartition(region);
  if (arn.partition === partition && arn.region === region && arn.accountId === accountId) return [];
  const where = `in the region ${region} of the account ${accountId}`;
  return [
    problemOf(variable, given, arn.partition === partition ? where : `${where}, of the partition ${partition ?? "?"}`),
  ];
}

function capacityProblems(given: GivenSettings): SettingProblem[] {
  if (given["CAPACITY_FALLBACK"] === undefined || given["CAPACITY_TYPE"] === "FARGATE_SPOT") return [];
  return [problemOf("CAPACITY_FALLBACK", given, "left out unless CAPACITY_TYPE is FARGATE_SPOT")];
}

/** Rules between the variables of `START_SETTINGS`. */
export function problemsBetweenStartSettings(given: GivenSettings): SettingProblem[] {
  return [
    ...together(given, "SCHEDULE_EXPRESSION", "SCHEDULE_INPUT"),
    ...without(given, "SCHEDULE_EXPRESSION", ["SCHEDULE_TIME_ZONE"]),
    ...timeZoneProblems(given),
    ...together(given, "S3_START_BUCKET", "S3_START_INPUT"),
    ...without(given, "S3_START_BUCKET", ["S3_START_PREFIX", "S3_START_SUFFIX"]),
    ...(given["NOTIFICATION_EMAIL"] === undefined
      ? without(given, "NOTIFICATION_TOPIC", ["NOTIFICATION_ENDS", "NOTIFICATION_KMS_KEY_ARN"])
      : []),
    ...notificationProblems(given),
  ];
}

function without(given: GivenSettings, needed: string, variables: readonly string[]): SettingProblem[] {
  if (given[needed] !== undefined) return [];
  return variables
    .filter((variable) => given[variable] !== undefined)
    .map((variable) => problemOf(variable, given, `left out without ${needed}`));
}

/** Rejects a time zone with `rate(...)`, which does not depend on it. */
function timeZoneProblems(given: GivenSettings): SettingProblem[] {
  if (given["SCHEDULE_TIME_ZONE"] === undefined || given["SCHEDULE_EXPRESSION"]?.startsWith("rate(") !== true)
    return [];
  return [problemOf("SCHEDULE_TIME_ZONE", given, "left out unless SCHEDULE_EXPRESSION is cron(...)")];
}

function notificationProblems(given: GivenSettings): SettingProblem[] {
  const { NOTIFICATION_TOPIC: topic = "create" } = given;
  if (topic === "create") return elsewhere(given, "NOTIFICATION_KMS_KEY_ARN", "a key", "where the topic is");
  return [
    ...(given["NOTIFICATION_KMS_KEY_ARN"] === undefined
      ? []
      : [problemOf("NOTIFICATION_KMS_KEY_ARN", given, "left out unless NOTIFICATION_TOPIC is create")]),
    ...(given["NOTIFICATION_EMAIL"] === undefined
      ? []
      : [
          problemOf(
            "NOTIFICATION_EMAIL",
            given,
            "left out unless NOTIFICATION_TOPIC is create; subscribe it to your topic",
          ),
        ]),
    ...elsewhere(given, "NOTIFICATION_TOPIC", "a topic", "where the executions are"),
  ];
}

/**
 * Rejects ARNs of resources that this environment created, for example copied from its outputs: they would be
 * deleted.
 */
export function problemsOnOwnNames(given: GivenSettings): SettingProblem[] {
  const { POLLER_NAME: pollerName = DEFAULT_POLLER_NAME, DEPLOY_ENVIRONMENT: environment = "" } = given;
  const name = `${pollerName}-${environment}`;
  const topic = `sns:${given["AWS_REGION"] ?? ""}:${given["AWS_ACCOUNT_ID"] ?? ""}:${name}-notification`;
  const isOurs = (variable: string, end: string): boolean =>
    given[variable]?.replace(/(:job-definition\/.*):\d+$/, "$1").endsWith(`:${end}`) === true;
  const problem = (variable: string, end: string, rule: string): SettingProblem[] =>
    isOurs(variable, end) ? [problemOf(variable, given, rule)] : [];
  return [
    ...problem("JOB_QUEUE_ARN", `job-queue/${name}`, "left out to use the environment's own job queue"),
    ...problem("JOB_DEFINITION_ARN", `job-definition/${name}`, "left out to use the environment's own job definition"),
    ...problem("NOTIFICATION_TOPIC", topic, "create to use the environment's own topic"),
    // Its policy allows only the EventBridge rule to publish.
    ...problem(
      "ALARM_TOPIC_ARN",
      topic,
      "another topic, because the environment's notification topic does not accept alarms",
    ),
  ];
}
