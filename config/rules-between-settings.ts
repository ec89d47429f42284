import type { SettingProblem } from "./settings-error";

/** Settings as they were given, by variable name; what is not set is absent. */
export type GivenSettings = Readonly<Record<string, string>>;

/** A setting that cannot be used, with what it was set to. */
export function problemOf(variable: string, given: GivenSettings, rule: string): SettingProblem {
  return { variable, given: given[variable], rule };
}

/** Rules between variables; apart from the schema, which skips such rules as soon as one variable is wrong. */
export function problemsBetweenSettings(given: GivenSettings): SettingProblem[] {
  return [
    ...networkProblems(given),
    ...existingResourceProblems(given),
    ...capacityProblems(given),
    ...alarmProblems(given),
    ...githubProblems(given),
  ];
}

function networkProblems(given: GivenSettings): SettingProblem[] {
  const has = (variable: string): boolean => given[variable] !== undefined;
  if (has("VPC_ID") && !has("SUBNET_IDS")) return [problemOf("SUBNET_IDS", given, "set together with VPC_ID")];
  if (has("SUBNET_IDS") && !has("VPC_ID")) return [problemOf("VPC_ID", given, "set together with SUBNET_IDS")];
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
  const [, , , arnRegion, arnAccountId] = given[variable]?.split(":") ?? [];
  const { AWS_REGION: region, AWS_ACCOUNT_ID: accountId } = given;
  if (arnAccountId === undefined || region === undefined || accountId === undefined) return [];
  if (arnRegion === region && arnAccountId === accountId) return [];
  return [problemOf(variable, given, `in the region ${region} of the account ${accountId}`)];
}

function capacityProblems(given: GivenSettings): SettingProblem[] {
  if (given["CAPACITY_FALLBACK"] === undefined || given["CAPACITY_TYPE"] === "FARGATE_SPOT") return [];
  return [problemOf("CAPACITY_FALLBACK", given, "left out unless CAPACITY_TYPE is FARGATE_SPOT")];
}

/** An alarm can only tell a topic of its own region. */
function alarmProblems(given: GivenSettings): SettingProblem[] {
  const topicRegion = given["ALARM_TOPIC_ARN"]?.split(":")[3];
  const region = given["AWS_REGION"];
  if (topicRegion === undefined || region === undefined || topicRegion === region) return [];
  return [problemOf("ALARM_TOPIC_ARN", given, `a topic in ${region}, where the alarms are`)];
}

/** One id without the other names no repository; a GitHub runner sets both. */
function githubProblems(given: GivenSettings): SettingProblem[] {
  const [ownerId, repositoryId] = ["GITHUB_REPOSITORY_OWNER_ID", "GITHUB_REPOSITORY_ID"];
  if ((given[ownerId] === undefined) === (given[repositoryId] === undefined)) return [];
  const missing = given[ownerId] === undefined ? ownerId : repositoryId;
  const other = missing === ownerId ? repositoryId : ownerId;
  return [problemOf(missing, given, `set together with ${other}`)];
}
