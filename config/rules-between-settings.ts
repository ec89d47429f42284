import { findPartition } from "./partition";
import type { SettingProblem } from "./settings-error";

/** Settings as they were given, by variable name; what is not set is absent. */
export type GivenSettings = Readonly<Record<string, string>>;

/** A setting that cannot be used, with what it was set to. */
export function problemOf(variable: string, given: GivenSettings, rule: string): SettingProblem {
  return { variable, given: given[variable], rule };
}

/** Two variables of which neither means anything without the other. */
export function together(given: GivenSettings, one: string, other: string): SettingProblem[] {
  if ((given[one] === undefined) === (given[other] === undefined)) return [];
  const [missing, present] = given[one] === undefined ? [one, other] : [other, one];
  return [problemOf(missing, given, `set together with ${present}`)];
}

/** A variable that is an ARN of another region or partition, which cannot work. */
export function elsewhere(given: GivenSettings, variable: string, what: string, why: string): SettingProblem[] {
  const [, arnPartition, , arnRegion] = given[variable]?.split(":") ?? [];
  const region = given["AWS_REGION"];
  if (arnRegion === undefined || region === undefined) return [];
  if (arnRegion === region && arnPartition === findPartition(region)) return [];
  return [problemOf(variable, given, `${what} in ${region}, ${why}`)];
}

/** Rules between variables; apart from the schema, which skips such rules as soon as one variable is wrong. */
export function problemsBetweenSettings(given: GivenSettings): SettingProblem[] {
  return [
    ...networkProblems(given),
    ...existingResourceProblems(given),
    ...capacityProblems(given),
    // An alarm can only tell a topic of its own region.
    ...elsewhere(given, "ALARM_TOPIC_ARN", "a topic", "where the alarms are"),
    // One id without the other names no repository; a GitHub runner sets both.
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

/** What we would make, had we not been given something that exists: setting such a thing up would have no effect. */
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

/** Step Functions and the Lambdas submit where they are themselves. */
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
