import type { SettingProblem } from "./settings-error";
import { elsewhere, problemOf, together, type GivenSettings } from "./rules-between-settings";

/** Rules between the variables of `START_SETTINGS`. */
export function problemsBetweenStartSettings(given: GivenSettings): SettingProblem[] {
  return [
    ...together(given, "SCHEDULE_EXPRESSION", "SCHEDULE_INPUT"),
    ...without(given, "SCHEDULE_EXPRESSION", ["SCHEDULE_TIME_ZONE"]),
    ...timeZoneProblems(given),
    ...together(given, "S3_START_BUCKET", "S3_START_INPUT"),
    ...without(given, "S3_START_BUCKET", ["S3_START_PREFIX", "S3_START_SUFFIX"]),
    ...without(given, "NOTIFICATION_TOPIC", ["NOTIFICATION_ENDS", "NOTIFICATION_KMS_KEY_ARN"]),
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
  const topic = given["NOTIFICATION_TOPIC"];
  if (topic === undefined) return [];
  if (topic === "create") return elsewhere(given, "NOTIFICATION_KMS_KEY_ARN", "a key", "where the topic is");
  return [
    ...(given["NOTIFICATION_KMS_KEY_ARN"] === undefined
      ? []
      : [problemOf("NOTIFICATION_KMS_KEY_ARN", given, "left out unless NOTIFICATION_TOPIC is create")]),
    ...elsewhere(given, "NOTIFICATION_TOPIC", "a topic", "where the executions are"),
  ];
}
