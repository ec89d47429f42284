import { findArnParts, formatArn, type Arn } from "../workflow/arn";
import { deployPath, serviceRolePath } from "../workflow/iam-paths";
import { findPartition } from "../workflow/partition";
import { findEcrRepository, isEcrHost } from "./ecr-image";
import { describeMemorySizes, FARGATE_VCPUS, memorySizesOf, nearestOf, vcpusWithMemory } from "./fargate-sizes";
import { splitImage } from "./image-reference";
import { DEFAULT_JOB_IMAGE, DEFAULT_JOB_VCPUS, JOB_SETTINGS } from "./job-settings-schema";
import { problemOf, type GivenSettings } from "./rules-between-settings";
import { problemsOfSecrets } from "./rules-on-secrets";
import { splitList } from "./setting-rules";
import type { SettingProblem } from "./settings-error";
import { DEFAULT_MAX_VCPUS } from "./settings-schema";

/** Rules between the variables of `JOB_SETTINGS`. */
export function problemsBetweenJobSettings(given: GivenSettings): SettingProblem[] {
  return [
    ...memoryProblems(given),
    ...capacityProblems(given),
    ...imageProblems(given),
    ...portProblems(given),
    ...problemsOfSecrets(given),
    ...roleProblems(given),
    ...managedPolicyProblems(given),
    ...policyProblems(given),
  ];
}

/** Rejects a memory size that Fargate does not support with the vCPUs, or with the valid ones that are nearest. */
function memoryProblems(given: GivenSettings): SettingProblem[] {
  const memoryMib = JOB_SETTINGS.JOB_MEMORY_MIB.safeParse(given["JOB_MEMORY_MIB"]).data;
  const vcpus = nearestOf(FARGATE_VCPUS, Number(given["JOB_VCPUS"] ?? DEFAULT_JOB_VCPUS));
  const sizes = memorySizesOf(vcpus);
  // The schema reports an invalid number.
  if (memoryMib === undefined || sizes.includes(memoryMib)) return [];
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

/**
 * Rejects an ECR image of another partition, which no role of this partition can pull, and credentials for ECR, which
 * does not accept them.
 * @see https://docs.aws.amazon.com/batch/latest/userguide/private-registry.html
 */
function imageProblems(given: GivenSettings): SettingProblem[] {
  const { JOB_IMAGE: image = DEFAULT_JOB_IMAGE, AWS_REGION: region = "" } = given;
  const partition = findPartition(region);
  const repository = findEcrRepository(image);
  const isElsewhere = repository !== undefined && partition !== undefined && repository.partition !== partition;
  const isInEcr = isEcrHost(splitImage(image).host ?? "");
  return [
    ...(isElsewhere
      ? [problemOf("JOB_IMAGE", given, `an image in the partition ${partition}, that of AWS_REGION`)]
      : []),
    ...(isInEcr && given["JOB_IMAGE_CREDENTIALS"] !== undefined
      ? [
          problemOf(
            "JOB_IMAGE_CREDENTIALS",
            given,
            "left out with an image in Amazon ECR, which uses the execution role",
          ),
        ]
      : []),
  ];
}

/** Rejects a registry with a port that the created security group does not allow. */
function portProblems(given: GivenSettings): SettingProblem[] {
  const [, port] =
    /:(\d+)$/.exec(splitImage(JOB_SETTINGS.JOB_IMAGE.safeParse(given["JOB_IMAGE"]).data ?? "").host ?? "") ?? [];
  const { JOB_EGRESS: egress = "443", JOB_QUEUE_ARN: queue } = given;
  if (port === undefined || queue !== undefined || egress === "all" || splitList(egress).includes(port)) return [];
  return [
    problemOf("JOB_EGRESS", given, `all, or a list with ${port}, the port of the registry in JOB_IMAGE (default 443)`),
  ];
}

/**
 * Rejects permissions for an existing role, a role of another account, which a job cannot have, and a role that this
 * setting would have the deployment delete.
 */
function roleProblems(given: GivenSettings): SettingProblem[] {
  const role = findArnParts(given["JOB_ROLE_ARN"] ?? "");
  const { AWS_ACCOUNT_ID: accountId, AWS_REGION: region = "" } = given;
  if (role === undefined) return [];
  const partition = findPartition(region);
  const isOurs = role.accountId === accountId && role.partition === partition;
  const ownPath = serviceRolePath(given["ROLE_PATH"]);
  const isCreated = role.resource.startsWith(`role${ownPath}`);
  return [
    ...(isCreated ? [problemOf("JOB_ROLE_ARN", given, `a role outside ${ownPath}, which deployments create`)] : []),
    ...(isOurs
      ? []
      : [
          problemOf(
            "JOB_ROLE_ARN",
            given,
            `a role of the account ${accountId ?? "?"}, of the partition ${partition ?? "?"}`,
          ),
        ]),
    ...["JOB_ROLE_POLICY", "JOB_ROLE_POLICY_ARNS"]
      .filter((variable) => given[variable] !== undefined)
      .map((variable) => problemOf(variable, given, "left out with JOB_ROLE_ARN, which has its own permissions")),
  ];
}

/**
 * Rejects managed policies of another account, which cannot be attached, of another partition, of `bootstrap`, and of
 * service-linked roles.
 */
function managedPolicyProblems(given: GivenSettings): SettingProblem[] {
  const { AWS_ACCOUNT_ID: accountId, AWS_REGION: region = "" } = given;
  const partition = findPartition(region);
  if (accountId === undefined || partition === undefined) return [];
  const policies = splitList(given["JOB_ROLE_POLICY_ARNS"] ?? "").flatMap((text) => findArnParts(text) ?? []);
  const reject = (isWrong: (policy: Arn) => boolean, rule: string): SettingProblem[] => {
    const wrong = policies.filter(isWrong).map(formatArn);
    return wrong.length === 0 ? [] : [problemOf("JOB_ROLE_POLICY_ARNS", given, `${rule}; others: ${wrong.join(", ")}`)];
  };
  const ownPath = deployPath(given["ROLE_PATH"]);
  return [
    ...reject(
      (policy) => policy.partition !== partition || !["aws", accountId].includes(policy.accountId),
      `policies of AWS or of the account ${accountId}, of the partition ${partition}`,
    ),
    ...reject(
      ({ resource }) => resource.startsWith(`policy${ownPath}`),
      `policies outside ${ownPath}, which bootstrap creates`,
    ),
    ...reject(
      ({ resource }) => resource.startsWith("policy/aws-service-role/"),
      "policies outside /aws-service-role/, which only roles of AWS services can have",
    ),
  ];
}

/** Rejects ARNs of another partition in JOB_ROLE_POLICY; a partition may have wildcards. */
function policyProblems(given: GivenSettings): SettingProblem[] {
  const partition = findPartition(given["AWS_REGION"] ?? "");
  if (partition === undefined) return [];
  const isElsewhere = (resource: string): boolean => {
    const pattern = findArnParts(resource)?.partition ?? "*";
    return !new RegExp(`^${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`).test(partition);
  };
  const elsewhere = (JOB_SETTINGS.JOB_ROLE_POLICY.safeParse(given["JOB_ROLE_POLICY"]).data ?? []).flatMap(
    ({ resources }, index) =>
      resources.filter(isElsewhere).map((resource) => `${JSON.stringify(resource)} in statement ${index + 1}`),
  );
  if (elsewhere.length === 0) return [];
  const rule = `a policy with ARNs of the partition ${partition}, that of AWS_REGION; others: ${elsewhere.join(", ")}`;
  return [problemOf("JOB_ROLE_POLICY", given, rule)];
}
