import { clientException } from "../endpoint/api-error";
import { findRequirement, type ContainerProperties } from "./container-schemas";

const range = (fromMiB: number, toMiB: number, stepMiB: number): number[] =>
  Array.from({ length: (toMiB - fromMiB) / stepMiB + 1 }, (_, index) => fromMiB + index * stepMiB);

/**
 * Memory sizes in MiB that Fargate supports for each number of vCPUs.
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_ResourceRequirement.html
 */
const MEMORY_MIB_BY_VCPUS = new Map<number, readonly number[]>([
  [0.25, [512, 1024, 2048]],
  [0.5, range(1024, 4096, 1024)],
  [1, range(2048, 8192, 1024)],
  [2, range(4096, 16_384, 1024)],
  [4, range(8192, 30_720, 1024)],
  [8, range(16_384, 61_440, 4096)],
  [16, range(32_768, 122_880, 8192)],
]);

/** Members of containerProperties and linuxParameters that AWS rejects for Fargate. */
const NOT_FOR_FARGATE = ["instanceType", "ulimits", "vcpus", "memory"] as const;
const NOT_FOR_FARGATE_LINUX = ["devices", "sharedMemorySize", "tmpfs", "maxSwap", "swappiness"] as const;

/** @see https://docs.aws.amazon.com/batch/latest/APIReference/API_LogConfiguration.html */
const FARGATE_LOG_DRIVERS = ["awslogs", "splunk", "awsfirelens"];

/**
 * Checks a container against its platform.
 * @throws BatchApiError (ClientException) that names the member and the given value
 * @see https://github.com/badmintoncryer/cdk-preflight/tree/main/rules/batch for the messages, measured on AWS
 */
export function checkContainer(container: ContainerProperties, platform: "EC2" | "FARGATE"): void {
  checkRequirements(container);
  if (platform === "FARGATE") checkFargate(container);
  else checkEc2(container);
  const { secrets = [], logConfiguration, executionRoleArn } = container;
  if (executionRoleArn === undefined && [...secrets, ...(logConfiguration?.secretOptions ?? [])].length > 0)
    throw clientException("executionRoleArn cannot be empty when using secrets or secretOptions");
}

function checkRequirements(container: ContainerProperties): void {
  for (const [member, type] of [
    ["vcpus", "VCPU"],
    ["memory", "MEMORY"],
  ] as const) {
    if (container[member] !== undefined && findRequirement(container, type) !== undefined)
      throw clientException(`Cannot use both ECS containerProperties ${member} and resourceRequirement ${type}.`);
  }
}

function checkEc2(container: ContainerProperties): void {
  for (const member of ["networkConfiguration", "fargatePlatformConfiguration", "ephemeralStorage"] as const) {
    if (container[member] !== undefined) throw clientException(`${member} not applicable for EC2.`);
  }
  const { resourceRequirements = [], linuxParameters = {} } = container;
  for (const { type, value } of resourceRequirements) {
    // See https://github.com/kestra-io/plugin-aws/issues/504, where 1.0 is rejected.
    if (!/^\d+$/.test(value))
      throw clientException(
        `Value ${value} for type ${type} in resourceRequirement is not valid. Please provide a numeric value.`,
      );
  }
  const vcpus = findRequirement(container, "VCPU") ?? container.vcpus;
  const memoryMiB = findRequirement(container, "MEMORY") ?? container.memory;
  if (vcpus === undefined) throw clientException("vCPU is required.");
  if (memoryMiB === undefined)
    throw clientException("containerProperties must contain memory, in resourceRequirements");
  if (vcpus < 1) throw clientException(`vCPU must be at least 1, got ${vcpus}.`);
  if (memoryMiB < 4) throw clientException(`Memory must be at least 4 Mib, got ${memoryMiB} Mib.`);
  checkSwap(linuxParameters);
}

function checkSwap({ maxSwap, swappiness }: NonNullable<ContainerProperties["linuxParameters"]>): void {
  if (maxSwap !== undefined && maxSwap < 0)
    throw clientException(`Invalid swap memory size: ${maxSwap}, must be non-negative.`);
  if (swappiness !== undefined && (swappiness < 0 || swappiness > 100))
    throw clientException(`Invalid swappiness: ${swappiness}, must be between 0 and 100.`);
  if (maxSwap !== undefined && swappiness === undefined)
    throw clientException("When container specified swap memory, swappiness value is required.");
}

function checkFargate(container: ContainerProperties): void {
  const { privileged = false, linuxParameters = {}, logConfiguration, ephemeralStorage } = container;
  if (privileged)
    throw clientException("Fargate requires that the ‘privileged’ setting be ‘false’ at the container level.");
  for (const member of NOT_FOR_FARGATE)
    if (isGiven(container[member])) throw clientException(`${member} is not applicable for Fargate.`);
  for (const member of NOT_FOR_FARGATE_LINUX)
    if (isGiven(linuxParameters[member])) throw clientException(`linuxParameter.${member} is not allowed for Fargate.`);
  if (findRequirement(container, "GPU") !== undefined) throw clientException("GPU is not applicable for Fargate.");
  if (container.executionRoleArn === undefined) throw clientException("executionRoleArn is required for Fargate jobs.");
  if (logConfiguration !== undefined && !FARGATE_LOG_DRIVERS.includes(logConfiguration.logDriver))
    throw clientException(`Log driver for Fargate is not valid: ${logConfiguration.logDriver}`);
  if (ephemeralStorage !== undefined && (ephemeralStorage.sizeInGiB < 21 || ephemeralStorage.sizeInGiB > 200))
    throw clientException("Ephemeral storage for Fargate tasks can be only between range 21 GiB to 200 GiB");
  checkFargateVolumes(container);
  checkFargateSize(container);
}

function checkFargateVolumes({ volumes = [], fargatePlatformConfiguration }: ContainerProperties): void {
  const version = fargatePlatformConfiguration?.platformVersion ?? "LATEST";
  for (const { host, efsVolumeConfiguration } of volumes) {
    if (host?.sourcePath !== undefined)
      throw clientException("host.sourcePath should not be set for volumes in Fargate.");
    if (efsVolumeConfiguration !== undefined && /^1\.[0-3]\./.test(version))
      throw clientException(`EFS is supported for Fargate platform versions 1.4.0 or later, provided ${version}`);
  }
}

function checkFargateSize(container: ContainerProperties): void {
  const vcpus = findRequirement(container, "VCPU");
  const memoryMiB = findRequirement(container, "MEMORY");
  if (vcpus === undefined || memoryMiB === undefined)
    throw clientException("resourceRequirements must contain VCPU and MEMORY for Fargate.");
  const memoryChoices = MEMORY_MIB_BY_VCPUS.get(vcpus);
  if (memoryChoices?.includes(memoryMiB) === true) return;
  const invalid = `Fargate resource requirements (${vcpus.toFixed(2)} vCPU, ${memoryMiB} MiB) not valid.`;
  // AWS's message ends here. The rest helps to correct it.
  throw clientException(
    memoryChoices === undefined
      ? `${invalid} VCPU must be one of ${[...MEMORY_MIB_BY_VCPUS.keys()].join(", ")}`
      : `${invalid} MEMORY for ${vcpus} VCPU must be one of ${memoryChoices.join(", ")}`,
  );
}

/** Returns whether a member has a value other than an empty list. */
const isGiven = (value: unknown): boolean => value !== undefined && !(Array.isArray(value) && value.length === 0);
