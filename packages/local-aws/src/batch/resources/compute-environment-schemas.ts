import { z } from "zod";
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
});
export type ComputeResources = z.output<typeof computeResourcesSchema>;

export const createComputeEnvironmentSchema = z.object({
  computeEnvironmentName: resourceNameSchema,
  type: z.enum(["MANAGED", "UNMANAGED"], "must be MANAGED or UNMANAGED"),
  state: stateSchema.default("ENABLED"),
  unmanagedvCpus: z.int().optional(),
  computeResources: computeResourcesSchema.optional(),
  serviceRole: z.string().optional(),
  tags: tagsSchema.default({}),
  context: z.string().optional(),
});

export const updateComputeEnvironmentSchema = z.object({
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

export const deleteComputeEnvironmentSchema = z.object({ computeEnvironment: nonEmptySchema });

export const describeComputeEnvironmentsSchema = pagingSchema.extend({
  computeEnvironments: z.array(z.string()).max(100, "must have at most 100 entries").optional(),
});
