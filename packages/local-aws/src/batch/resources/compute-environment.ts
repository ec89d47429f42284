import { z } from "zod";
import { clientException } from "../endpoint/api-error";
import {
  checkComputeResources,
  computeResourcesSchema,
  computeResourcesUpdateSchema,
  isFargate,
  type ComputeResources,
} from "./compute-resources";
import { ResourceStore, type ChangeableResource } from "./resource-store";
import { defined } from "../endpoint/operation";
import type { Tags } from "../../tags";
import { nonEmptySchema, pagingSchema, resourceNameSchema, tagsSchema } from "../endpoint/common-schemas";

const stateSchema = z.enum(["ENABLED", "DISABLED"], "must be ENABLED or DISABLED");

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
  computeResources: computeResourcesUpdateSchema.optional(),
  serviceRole: z.string().optional(),
  updatePolicy: z
    .strictObject({
      terminateJobsOnUpdate: z.boolean().optional(),
      jobExecutionTimeoutMinutes: z.int().min(1).max(360).optional(),
    })
    .optional(),
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

/**
 * Checks the members that depend on the type of a compute environment.
 * @throws BatchApiError (ClientException)
 * @see https://github.com/badmintoncryer/cdk-preflight/tree/main/rules/batch for the messages, measured on AWS
 */
export function checkComputeEnvironment(
  input: Pick<
    z.output<typeof createComputeEnvironmentSchema>,
    "type" | "computeResources" | "unmanagedvCpus" | "serviceRole"
  >,
): void {
  const { type, computeResources, serviceRole } = input;
  if (type === "MANAGED") {
    if (computeResources === undefined)
      throw clientException("computeResources is required for a MANAGED compute environment");
    if (input.unmanagedvCpus !== undefined)
      throw clientException("unmanagedvCpus is not applicable for managed Compute Environments");
    checkComputeResources(computeResources);
    return;
  }
  if (computeResources !== undefined && isFargate(computeResources))
    throw clientException("Cannot create an UNMANAGED Fargate Compute Environment.");
  if (serviceRole === undefined) throw clientException("ServiceRole is required.");
  if (serviceRole.includes("/aws-service-role/"))
    throw clientException("Service Linked Role cannot be used with UNMANAGED Compute Environment");
}

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
