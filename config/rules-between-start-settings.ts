import type { SettingProblem } from "./settings-error";
import { problemOf, type GivenSettings } from "./rules-between-settings";

/** Rules between the variables of `START_SETTINGS`. */
export function problemsBetweenStartSettings(given: GivenSettings): SettingProblem[] {
  return [
    ...together(given, "SCHEDULE_EXPRESSION", "SCHEDULE_INPUT"),
    ...without(given, "SCHEDULE_EXPRESSION", ["SCHEDULE_TIME_ZONE"]),
    ...together(given, "S3_START_BUCKET", "S3_START_INPUT"),
    ...without(given, "S3_START_BUCKET", ["S3_START_PREFIX", "S3_START_SUFFIX"]),
    ...without(given, "NOTIFICATION_TOPIC", ["NOTIFICATION_ENDS", "NOTIFICATION_KMS_KEY_ARN"]),
    ...notificationProblems(given),
  ];
}

function together(given: GivenSettings, one: string, other: string): SettingProblem[] {
  if ((given[one] === undefined) === (given[other] === undefined)) return [];
  const [missing, present] = given[one] === undefined ? [one, other] : [other, one];
  return [problemOf(missing, given, `set together with ${present}`)];
}

function without(given: GivenSettings, needed: string, variables: readonly string[]): SettingProblem[] {
  if (given[needed] !== undefined) return [];
  return variables
    .filter((variable) => given[variable] !== undefined)
    .map((variable) => problemOf(variable, given, `left out without ${needed}`));
}

function notificationProblems(given: GivenSettings): SettingProblem[] {
  const topic = given["NOTIFICATION_TOPIC"];
  const region = given["AWS_REGION"];
  if (topic === undefined) return [];
  if (topic === "create") return keyProblems(given);
  const topicRegion = topic.split(":")[3];
  return [
    ...(given["NOTIFICATION_KMS_KEY_ARN"] === undefined
      ? []
      : [problemOf("NOTIFICATION_KMS_KEY_ARN", given, "left out unless NOTIFICATION_TOPIC is create")]),
    ...(topicRegion === undefined || region === undefined || topicRegion === region
      ? []
      : [problemOf("NOTIFICATION_TOPIC", given, `a topic in ${region}, where the executions are`)]),
  ];
}

function keyProblems(given: GivenSettings): SettingProblem[] {
  const region = given["AWS_REGION"];
  const keyRegion = given["NOTIFICATION_KMS_KEY_ARN"]?.split(":")[3];
  if (keyRegion === undefined || region === undefined || keyRegion === region) return [];
  return [problemOf("NOTIFICATION_KMS_KEY_ARN", given, `a key in ${region}, where the topic is`)];
}
