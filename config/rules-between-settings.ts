import { findPartition } from "../workflow/partition";
import type { SettingProblem } from "./settings-error";

/** Given settings by variable name, without those that are not set. */
export type GivenSettings = Readonly<Record<string, string>>;

/** Describes an invalid setting with its value. */
export function problemOf(variable: string, given: GivenSettings, rule: string): SettingProblem {
  return { variable, given: given[variable], rule };
}

/** Two variables that require each other. */
export function together(given: GivenSettings, one: string, other: string): SettingProblem[] {
  if ((given[one] === undefined) === (given[other] === undefined)) return [];
  const [missing, present] = given[one] === undefined ? [one, other] : [other, one];
  return [problemOf(missing, given, `set together with ${present}`)];
}

/** Rejects an ARN of another region or partition. */
export function elsewhere(given: GivenSettings, variable: string, what: string, why: string): SettingProblem[] {
  const [, arnPartition, , arnRegion] = given[variable]?.split(":") ?? [];
  const region = given["AWS_REGION"];
  if (arnRegion === undefined || region === undefined) return [];
  if (arnRegion === region && arnPartition === findPartition(region)) return [];
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
  JOB_QUEUE_ARN: ["VPC_ID", "SUBNET_IDS", "CAPACITY_TYPE", "CAPACITY_FALLBACK", "MAX_VCPUS"],
  JOB_DEFINITION_ARN: ["JOB_IMAGE", "JOB_TIMEOUT_SECONDS", "ASSIGN_PUBLIC_IP"],
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
  const [, arnPartition, , arnRegion, arnAccountId] = given[variable]?.split(":") ?? [];
  const { AWS_REGION: region, AWS_ACCOUNT_ID: accountId } = given;
  if (arnAccountId === undefined || region === undefined || accountId === undefined) return [];
  const partition = findPartition(region);
  if (arnPartition === partition && arnRegion === region && arnAccountId === accountId) return [];
  const where = `in the region ${region} of the account ${accountId}`;
  return [
    problemOf(variable, given, arnPartition === partition ? where : `${where}, of the partition ${partition ?? "?"}`),
  ];
}

function capacityProblems(given: GivenSettings): SettingProblem[] {
  if (given["CAPACITY_FALLBACK"] === undefined || given["CAPACITY_TYPE"] === "FARGATE_SPOT") return [];
  return [problemOf("CAPACITY_FALLBACK", given, "left out unless CAPACITY_TYPE is FARGATE_SPOT")];
}
