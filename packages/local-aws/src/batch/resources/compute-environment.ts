import { z } from "zod";
import { clientException } from "../endpoint/api-error";
import { isInstanceType } from "./instance-types";
import { ResourceStore, type ChangeableResource } from "./resource-store";
import { defined } from "../endpoint/operation";
import type { Tags } from "../../tags";
import { nonEmptySchema, pagingSchema, resourceNameSchema, tagsSchema } from "../endpoint/common-schemas";

const stateSchema = z.enum(["ENABLED", "DISABLED"], "must be ENABLED or DISABLED");
const subnetsSchema = z.array(z.string()).min(1, "must have at least 1 subnet").max(16, "must have at most 16 subnets");
const maxvCpusSchema = z.int().min(1, "must be at least 1");
const structure = z.looseObject({});

export const computeResourcesSchema = z.looseObject({
  type: z.enum(["EC2", "SPOT", "FARGATE", "FARGATE_SPOT"]),
  maxvCpus: maxvCpusSchema,
  subnets: subnetsSchema,
  securityGroupIds: z.array(z.string()).optional(),
  instanceTypes: z.array(z.string()).optional(),
});
type ComputeResources = z.output<typeof computeResourcesSchema>;

export const createComputeEnvironmentSchema = z.strictObject({
  computeEnvironmentName: resourceNameSchema,
  type: z.enum(["MANAGED", "UNMANAGED"], "must be MANAGED or UNMANAGED"),
  state: stateSchema.default("ENABLED"),
  unmanagedvCpus: z.int().optional(),
  computeResources: computeResourcesSchema.optional(),
  serviceRole: z.string().optional(),
  tags: tagsSchema.default({}),
  context: z.string().optional(),
});

export const updateComputeEnvironmentSchema = z.strictObject({
  computeEnvironment: nonEmptySchema,
  state: stateSchema.optional(),
  unmanagedvCpus: z.int().optional(),
  computeResources: z
    .looseObject({ maxvCpus: maxvCpusSchema.optional(), subnets: subnetsSchema.optional() })
    .optional(),
  serviceRole: z.string().optional(),
  updatePolicy: structure.optional(),
  context: z.string().optional(),
});

export const deleteComputeEnvironmentSchema = z.strictObject({ computeEnvironment: nonEmptySchema });

export const describeComputeEnvironmentsSchema = pagingSchema.extend({
  computeEnvironments: z.array(z.string()).max(100, "must have at most 100 entries").optional(),
});

export interface ComputeEnvironment extends ChangeableResource {
  readonly computeEnvironmentName: string;
  readonly computeEnvironmentArn: string;
  readonly uuid: string;
  readonly ecsClusterName: string;
  readonly ecsClusterArn: string;
  readonly type: "MANAGED" | "UNMANAGED";
  state: "ENABLED" | "DISABLED";
  serviceRole: string;
  tags: Tags;
  computeResources: ComputeResources | undefined;
  unmanagedvCpus: number | undefined;
  updatePolicy: object | undefined;
  context: string | undefined;
}

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
];

/** @throws BatchApiError (ClientException) if the resources do not match their type */
export function checkComputeResources(type: "MANAGED" | "UNMANAGED", resources: ComputeResources | undefined): void {
  if (type === "UNMANAGED") return;
  if (resources === undefined) throw clientException("computeResources is required for a MANAGED compute environment");
  if (!isFargate(resources)) {
    if (resources["instanceRole"] === undefined) throw clientException("Instance role is required.");
    if (resources["minvCpus"] === undefined) throw clientException("Resource minvCpus is required.");
    const unknown = (resources.instanceTypes ?? []).filter((one) => !isInstanceType(one));
    // The message of AWS lists all instance types instead of the unknown ones.
    if (unknown.length > 0)
      throw clientException(`Instance type can only be one of the instance types of EC2, got ${unknown.join(", ")}`);
    return;
  }
  for (const member of NOT_FOR_FARGATE) {
    if (!isEmpty(resources[member])) throw clientException(`${member} is not applicable for Fargate.`);
  }
  if ((resources.securityGroupIds ?? []).length === 0)
    throw clientException("securityGroupIds must have at least 1 security group for Fargate.");
}

const isFargate = (resources: ComputeResources): boolean => resources.type.startsWith("FARGATE");

/** Platform capability of the jobs that the compute environment can run. */
export function platformOf(environment: ComputeEnvironment): "EC2" | "FARGATE" {
  const resources = environment.computeResources;
  return resources !== undefined && isFargate(resources) ? "FARGATE" : "EC2";
}

export function describeComputeEnvironment(environment: ComputeEnvironment): object {
  const described = defined({
    ...environment,
    statusReason: "ComputeEnvironment Healthy",
    containerOrchestrationType: "ECS",
  });
  Reflect.deleteProperty(described, "ecsClusterName");
  return described;
}

export class ComputeEnvironmentStore extends ResourceStore<ComputeEnvironment> {
  constructor() {
    super(({ computeEnvironmentArn }) => computeEnvironmentArn);
  }
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === 0) return true;
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
