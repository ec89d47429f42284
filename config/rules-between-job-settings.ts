import { z } from "zod";
import { findArnParts, formatArn } from "../workflow/arn";
import { deployPath, serviceRolePath } from "../workflow/iam-paths";
import { findPartition } from "../workflow/partition";
import { findEcrRepository } from "./ecr-image";
import { describeMemorySizes, memorySizesOf, nearestOf, vcpusWithMemory } from "./fargate-sizes";
import { DEFAULT_JOB_VCPUS, JOB_SETTINGS } from "./job-settings-schema";
import { readJsonText } from "./json-text";
import { problemOf, type GivenSettings } from "./rules-between-settings";
import { splitList } from "./setting-rules";
import type { SettingProblem } from "./settings-error";
import { DEFAULT_MAX_VCPUS } from "./settings-schema";

/** Rules between the variables of `JOB_SETTINGS`. */
export function problemsBetweenJobSettings(given: GivenSettings): SettingProblem[] {
  return [
    ...memoryProblems(given),
    ...capacityProblems(given),
    ...imageProblems(given),
    ...secretProblems(given),
    ...secretKeyProblems(given),
    ...roleProblems(given),
    ...policyProblems(given),
  ];
}

/** Rejects a memory size that Fargate does not support with the vCPUs. */
function memoryProblems(given: GivenSettings): SettingProblem[] {
  const vcpus = Number(given["JOB_VCPUS"] ?? DEFAULT_JOB_VCPUS);
  const memoryMib = JOB_SETTINGS.JOB_MEMORY_MIB.safeParse(given["JOB_MEMORY_MIB"]).data;
  const sizes = memorySizesOf(vcpus);
  // The schema reports an invalid number.
  if (memoryMib === undefined || sizes.length === 0 || sizes.includes(memoryMib)) return [];
  const others = vcpusWithMemory(memoryMib);
  const alternative = others.length === 0 ? "" : `, or set JOB_VCPUS to ${others.join(" or ")}`;
  const rule = `${describeMemorySizes(sizes)} with JOB_VCPUS=${vcpus}; the nearest is ${nearestOf(sizes, memoryMib)}`;
  return [problemOf("JOB_MEMORY_MIB", given, `${rule}${alternative}`)];
}

/** Rejects a job that no compute environment could ever run. */
function capacityProblems(given: GivenSettings): SettingProblem[] {
  const vcpus = Number(given["JOB_VCPUS"] ?? DEFAULT_JOB_VCPUS);
  const maxVcpus = Number(given["MAX_VCPUS"] ?? DEFAULT_MAX_VCPUS);
  // The schema reports a maximum below 1.
  const isTooSmall = maxVcpus >= 1 && maxVcpus < vcpus;
  if (given["JOB_QUEUE_ARN"] !== undefined || memorySizesOf(vcpus).length === 0 || !isTooSmall) return [];
  return [problemOf("MAX_VCPUS", given, `at least ${vcpus}, the value of JOB_VCPUS (default ${DEFAULT_MAX_VCPUS})`)];
}

/** Rejects an ECR image of another partition, which no role of this partition can pull. */
function imageProblems(given: GivenSettings): SettingProblem[] {
  const repository = findEcrRepository(given["JOB_IMAGE"] ?? "");
  const partition = findPartition(given["AWS_REGION"] ?? "");
  if (repository === undefined || partition === undefined || repository.partition === partition) return [];
  return [problemOf("JOB_IMAGE", given, `an image in the partition ${partition}, that of AWS_REGION`)];
}

/** Rejects names that are also in JOB_ENVIRONMENT, and secrets of another partition. */
function secretProblems(given: GivenSettings): SettingProblem[] {
  const secrets = stringsOf(given["JOB_SECRETS"]);
  const environment = stringsOf(given["JOB_ENVIRONMENT"]);
  const partition = findPartition(given["AWS_REGION"] ?? "");
  const isElsewhere = (arn: string): boolean => {
    const found = findArnParts(arn)?.partition;
    return partition !== undefined && found !== undefined && found !== partition;
  };
  const twice = Object.keys(secrets).filter((name) => Object.hasOwn(environment, name));
  const elsewhere = Object.keys(secrets).filter((name) => isElsewhere(secrets[name] ?? ""));
  return [
    ...(twice.length === 0
      ? []
      : [problemOf("JOB_SECRETS", given, `without the names of JOB_ENVIRONMENT: ${twice.join(", ")}`)]),
    ...(elsewhere.length === 0
      ? []
      : [
          problemOf(
            "JOB_SECRETS",
            given,
            `ARNs of the partition ${partition ?? "?"}, that of AWS_REGION: ${elsewhere.join(", ")}`,
          ),
        ]),
  ];
}

/** Rejects keys without secrets, and keys of a region without a secret: a secret's key is in its region. */
function secretKeyProblems(given: GivenSettings): SettingProblem[] {
  const keys = given["JOB_SECRETS_KMS_KEY_ARNS"];
  if (keys === undefined) return [];
  if (given["JOB_SECRETS"] === undefined)
    return [problemOf("JOB_SECRETS_KMS_KEY_ARNS", given, "left out without JOB_SECRETS")];
  const placesOf = (arns: readonly string[]) =>
    arns.flatMap((arn) => {
      const parts = findArnParts(arn);
      return parts === undefined ? [] : [{ arn, place: `${parts.partition} ${parts.region}` }];
    });
  const secretPlaces = placesOf(Object.values(stringsOf(given["JOB_SECRETS"]))).map(({ place }) => place);
  const elsewhere = placesOf(splitList(keys)).filter(({ place }) => !secretPlaces.includes(place));
  // The schema reports invalid secrets.
  if (elsewhere.length === 0 || secretPlaces.length === 0) return [];
  const rule = `keys in the regions of JOB_SECRETS; elsewhere: ${elsewhere.map(({ arn }) => arn).join(", ")}`;
  return [problemOf("JOB_SECRETS_KMS_KEY_ARNS", given, rule)];
}

/** Returns an object of strings; empty for any other text, which the schema reports. */
function stringsOf(json = ""): Readonly<Record<string, string>> {
  const read = readJsonText(json);
  const parsed = z.record(z.string(), z.string()).safeParse("value" in read ? read.value : undefined);
  return parsed.success ? parsed.data : {};
}

/**
 * Rejects permissions for an existing role, a role of another account, which a job cannot have, and a role that this
 * setting would have the deployment delete.
 */
function roleProblems(given: GivenSettings): SettingProblem[] {
  const role = findArnParts(given["JOB_ROLE_ARN"] ?? "");
  const { AWS_ACCOUNT_ID: accountId, AWS_REGION: region = "" } = given;
  if (role === undefined) return [];
  const isOurs = role.accountId === accountId && role.partition === findPartition(region);
  const ownPath = serviceRolePath(given["ROLE_PATH"]);
  const isCreated = role.resource.startsWith(`role${ownPath}`);
  return [
    ...(isCreated ? [problemOf("JOB_ROLE_ARN", given, `a role outside ${ownPath}, which deployments create`)] : []),
    ...(isOurs ? [] : [problemOf("JOB_ROLE_ARN", given, `a role of the account ${accountId ?? "?"}`)]),
    ...["JOB_ROLE_POLICY", "JOB_ROLE_POLICY_ARNS"]
      .filter((variable) => given[variable] !== undefined)
      .map((variable) => problemOf(variable, given, "left out with JOB_ROLE_ARN, which has its own permissions")),
  ];
}

/** Rejects managed policies of another account, which cannot be attached, of another partition, or of `bootstrap`. */
function policyProblems(given: GivenSettings): SettingProblem[] {
  const { AWS_ACCOUNT_ID: accountId, AWS_REGION: region = "", JOB_ROLE_POLICY_ARNS: arns = "" } = given;
  const partition = findPartition(region);
  if (accountId === undefined || partition === undefined) return [];
  const elsewhere = splitList(arns)
    .map((arn) => findArnParts(arn))
    .filter((arn) => arn !== undefined)
    .filter((arn) => arn.partition !== partition || !["aws", accountId].includes(arn.accountId));
  const ownPath = deployPath(given["ROLE_PATH"]);
  const own = splitList(arns).filter((arn) => findArnParts(arn)?.resource.startsWith(`policy${ownPath}`));
  if (own.length > 0)
    return [problemOf("JOB_ROLE_POLICY_ARNS", given, `policies outside ${ownPath}, which bootstrap creates`)];
  const rule = `policies of AWS or of the account ${accountId}, of the partition ${partition}; others: ${elsewhere.map(formatArn).join(", ")}`;
  return elsewhere.length === 0 ? [] : [problemOf("JOB_ROLE_POLICY_ARNS", given, rule)];
}
