import { z } from "zod";
import {
  jobTimeoutSchema,
  nonEmptySchema,
  pagingSchema,
  parametersSchema,
  resourceNameSchema,
  retryStrategySchema,
  tagsSchema,
} from "../endpoint/common-schemas";
import { containerPropertiesSchema } from "./container-schemas";

export const schedulingPrioritySchema = z
  .int()
  .min(0, "must be between 0 and 9999")
  .max(9999, "must be between 0 and 9999");

/** Job types that a local process cannot run. */
const unsupported = z.undefined("is not supported by local Batch; use containerProperties").optional();

export const registerJobDefinitionSchema = z.object({
  jobDefinitionName: resourceNameSchema,
  type: z.literal("container", "must be container; local Batch does not run multi-node jobs"),
  parameters: parametersSchema.default({}),
  schedulingPriority: schedulingPrioritySchema.optional(),
  containerProperties: containerPropertiesSchema,
  nodeProperties: unsupported,
  eksProperties: unsupported,
  ecsProperties: unsupported,
  retryStrategy: retryStrategySchema.optional(),
  propagateTags: z.boolean().optional(),
  timeout: jobTimeoutSchema.optional(),
  tags: tagsSchema.default({}),
  platformCapabilities: z.array(z.enum(["EC2", "FARGATE"])).optional(),
});

export const deregisterJobDefinitionSchema = z.object({ jobDefinition: nonEmptySchema });

export const describeJobDefinitionsSchema = pagingSchema.extend({
  jobDefinitions: z.array(z.string()).max(100, "must have at most 100 entries").optional(),
  jobDefinitionName: z.string().optional(),
  status: z.string().optional(),
});
