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

/** Members of containerProperties that AWS rejects for Fargate. */
const NOT_FOR_FARGATE = ["instanceType", "privileged", "ulimits", "vcpus", "memory"] as const;

/**
 * Checks the requirements of a container against its platform.
 * @throws BatchApiError (ClientException) that names the member, the given value and the allowed values
 */
export function checkContainer(container: ContainerProperties, platform: "EC2" | "FARGATE"): void {
  if (platform === "FARGATE") checkFargate(container);
  else checkEc2(container);
}

function checkEc2(container: ContainerProperties): void {
  for (const member of ["networkConfiguration", "fargatePlatformConfiguration", "ephemeralStorage"] as const) {
    if (container[member] !== undefined) throw clientException(`${member} not applicable for EC2.`);
  }
  const vcpus = findRequirement(container, "VCPU") ?? container.vcpus;
  const memoryMiB = findRequirement(container, "MEMORY") ?? container.memory;
  if (vcpus === undefined) throw clientException("containerProperties must contain vcpus, in resourceRequirements");
  if (memoryMiB === undefined)
    throw clientException("containerProperties must contain memory, in resourceRequirements");
  if (!Number.isInteger(vcpus) || vcpus < 1)
    throw clientException(`VCPU must be a whole number of at least 1, got ${vcpus}`);
  if (memoryMiB < 4) throw clientException(`MEMORY must be at least 4 MiB, got ${memoryMiB}`);
}

function checkFargate(container: ContainerProperties): void {
  for (const member of NOT_FOR_FARGATE) {
    const value = container[member];
    const absent = value === undefined || value === false || (Array.isArray(value) && value.length === 0);
    if (!absent) throw clientException(`${member} is not applicable for Fargate.`);
  }
  if (container.resourceRequirements?.some(({ type }) => type === "GPU") === true)
    throw clientException("GPU is not applicable for Fargate.");
  if (container.executionRoleArn === undefined) throw clientException("executionRoleArn is required for Fargate.");
  const vcpus = findRequirement(container, "VCPU");
  const memoryMiB = findRequirement(container, "MEMORY");
  if (vcpus === undefined || memoryMiB === undefined)
    throw clientException("resourceRequirements must contain VCPU and MEMORY for Fargate.");
  const memoryChoices = MEMORY_MIB_BY_VCPUS.get(vcpus);
  if (memoryChoices === undefined)
    throw clientException(`Fargate VCPU must be one of ${[...MEMORY_MIB_BY_VCPUS.keys()].join(", ")}, got ${vcpus}`);
  if (!memoryChoices.includes(memoryMiB))
    throw clientException(
      `Fargate MEMORY for ${vcpus} VCPU must be one of ${memoryChoices.join(", ")}, got ${memoryMiB}`,
    );
}
