import { z } from "zod";
import { clientException } from "../endpoint/api-error";
import { nonEmptySchema } from "../endpoint/common-schemas";
import { isArmInstanceType, isInstanceType } from "./instance-types";

const STRATEGIES_FOR_UPDATE = [
  "BEST_FIT_PROGRESSIVE",
  "BEST_FIT_PROGRESSIVE_ORDERED",
  "SPOT_CAPACITY_OPTIMIZED",
  "SPOT_CAPACITY_OPTIMIZED_PRIORITIZED",
  "SPOT_PRICE_CAPACITY_OPTIMIZED",
] as const;

const launchTemplateOverrideSchema = z.strictObject({
  launchTemplateId: z.string().optional(),
  launchTemplateName: z.string().optional(),
  version: z.string().optional(),
  targetInstanceTypes: z.array(z.string()).optional(),
  userdataType: z.string().optional(),
});

/** Members that CreateComputeEnvironment and UpdateComputeEnvironment have in common. */
const sharedMembers = {
  minvCpus: z.int().optional(),
  desiredvCpus: z.int().optional(),
  instanceTypes: z.array(nonEmptySchema).optional(),
  imageId: z.string().optional(),
  securityGroupIds: z.array(nonEmptySchema).optional(),
  ec2KeyPair: z.string().optional(),
  instanceRole: z.string().optional(),
  tags: z.record(z.string(), z.string()).optional(),
  placementGroup: z.string().optional(),
  bidPercentage: z.int().optional(),
  launchTemplate: launchTemplateOverrideSchema
    .omit({ targetInstanceTypes: true })
    .extend({ overrides: z.array(launchTemplateOverrideSchema).optional() })
    .optional(),
  ec2Configuration: z
    .array(
      z.strictObject({
        imageType: nonEmptySchema,
        imageIdOverride: z.string().optional(),
        batchImageStatus: z.string().optional(),
        imageKubernetesVersion: z.string().optional(),
      }),
    )
    .optional(),
  scalingPolicy: z.strictObject({ minScaleDownDelayMinutes: z.int().optional() }).optional(),
};
const typeSchema = z.enum(["EC2", "SPOT", "FARGATE", "FARGATE_SPOT"]);
const maxvCpusSchema = z.int().min(1, "must be at least 1");
const subnetsSchema = z.array(nonEmptySchema).min(1, "must have at least 1 subnet");

/** @see https://docs.aws.amazon.com/batch/latest/APIReference/API_ComputeResource.html */
export const computeResourcesSchema = z.strictObject({
  ...sharedMembers,
  type: typeSchema,
  allocationStrategy: z.enum(["BEST_FIT", ...STRATEGIES_FOR_UPDATE]).optional(),
  maxvCpus: maxvCpusSchema,
  subnets: subnetsSchema,
  spotIamFleetRole: z.string().optional(),
});
export type ComputeResources = z.output<typeof computeResourcesSchema>;

/** @see https://docs.aws.amazon.com/batch/latest/APIReference/API_ComputeResourceUpdate.html */
export const computeResourcesUpdateSchema = z.strictObject({
  ...sharedMembers,
  type: typeSchema.optional(),
  allocationStrategy: z.enum(STRATEGIES_FOR_UPDATE).optional(),
  maxvCpus: maxvCpusSchema.optional(),
  subnets: subnetsSchema.optional(),
  updateToLatestImageVersion: z.boolean().optional(),
});

/** Members of computeResources that AWS rejects for Fargate. */
const NOT_FOR_FARGATE = [
  "allocationStrategy",
  "bidPercentage",
  "desiredvCpus",
  "ec2Configuration",
  "ec2KeyPair",
  "imageId",
  "instanceRole",
  "instanceTypes",
  "launchTemplate",
  "minvCpus",
  "placementGroup",
  "spotIamFleetRole",
  "tags",
] as const;

export const isFargate = ({ type }: Pick<ComputeResources, "type">): boolean => type.startsWith("FARGATE");

/**
 * Checks that the resources of a MANAGED compute environment match their type.
 * @throws BatchApiError (ClientException)
 * @see https://github.com/badmintoncryer/cdk-preflight/tree/main/rules/batch for the messages, measured on AWS
 */
export function checkComputeResources(resources: ComputeResources): void {
  if (isFargate(resources)) checkFargate(resources);
  else checkEc2(resources);
  if ((resources.securityGroupIds ?? []).length === 0 && resources.launchTemplate === undefined)
    throw clientException("Security group ids are required.");
}

function checkFargate(resources: ComputeResources): void {
  for (const member of NOT_FOR_FARGATE) {
    if (!isEmpty(resources[member])) throw clientException(`${member} is not applicable for Fargate.`);
  }
  if (resources.subnets.length > 16) throw clientException("Fargate supports a maximum of 16 subnets.");
  if ((resources.securityGroupIds ?? []).length > 5)
    throw clientException("Fargate supports a maximum of 5 security groups.");
}

function checkEc2(resources: ComputeResources): void {
  if (resources.instanceRole === undefined) throw clientException("Instance role is required.");
  checkVcpus(resources);
  checkInstanceTypes(resources);
  const { type, allocationStrategy = "BEST_FIT", bidPercentage = 100, launchTemplate } = resources;
  if (bidPercentage < 0 || bidPercentage > 100) throw clientException("Bid percentage must be between 0 to 100.");
  if (type === "SPOT" && allocationStrategy === "BEST_FIT" && resources.spotIamFleetRole === undefined)
    throw clientException("compute resource spotIamFleetRole is required.");
  if (type === "EC2" && allocationStrategy.startsWith("SPOT_"))
    throw clientException(`allocationStrategy ${allocationStrategy} is only available for SPOT, got type ${type}`);
  if (type === "SPOT" && allocationStrategy === "BEST_FIT_PROGRESSIVE_ORDERED")
    throw clientException(`allocationStrategy ${allocationStrategy} is only available for EC2, got type ${type}`);
  for (const { launchTemplateId, launchTemplateName } of [launchTemplate ?? {}, ...(launchTemplate?.overrides ?? [])])
    if (launchTemplateId !== undefined && launchTemplateName !== undefined)
      throw clientException("LaunchTemplate should have either LaunchTemplateId or LaunchTemplateName");
}

function checkVcpus({ minvCpus, maxvCpus, desiredvCpus }: ComputeResources): void {
  if (minvCpus === undefined) throw clientException("Resource minvCpus is required.");
  if (minvCpus < 0) throw clientException("minvCpus should be greater than or equal to 0.");
  if (maxvCpus < minvCpus) throw clientException("maxvCpus should be greater than or equal to minvCpus.");
  if (desiredvCpus !== undefined && (desiredvCpus < minvCpus || desiredvCpus > maxvCpus))
    throw clientException("desiredvCpus should be between minvCpus and maxvCpus.");
}

function checkInstanceTypes({ instanceTypes = [] }: ComputeResources): void {
  if (instanceTypes.length === 0) throw clientException("Resource instanceTypes are required.");
  const unknown = instanceTypes.filter((one) => !isInstanceType(one));
  // The message of AWS lists all instance types instead of the unknown ones.
  if (unknown.length > 0)
    throw clientException(`Instance type can only be one of the instance types of EC2, got ${unknown.join(", ")}`);
  if (new Set(instanceTypes.map(isArmInstanceType)).size > 1)
    throw clientException("arm-based instance type cannot be used with other instance types");
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === 0) return true;
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
