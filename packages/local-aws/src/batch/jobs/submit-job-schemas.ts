import { z } from "zod";
import {
  jobTimeoutSchema,
  nonEmptySchema,
  parametersSchema,
  resourceNameSchema,
  retryStrategySchema,
  tagsSchema,
} from "../endpoint/common-schemas";
import { containerOverridesSchema } from "../resources/container-schemas";
import { schedulingPrioritySchema } from "../resources/job-definition";
import { shareIdentifierSchema } from "../resources/scheduling-policy";

const unsupported = z.undefined("is not supported by local Batch; use containerOverrides").optional();

const dependencySchema = z
  .strictObject({ jobId: nonEmptySchema.optional(), type: z.enum(["N_TO_N", "SEQUENTIAL"]).optional() })
  .refine(({ jobId, type }) => jobId !== undefined || type === "SEQUENTIAL", "must have a jobId, or type SEQUENTIAL")
  .refine(({ jobId, type }) => type !== "N_TO_N" || jobId !== undefined, "must have a jobId for type N_TO_N");

export const submitJobSchema = z.strictObject({
  jobName: resourceNameSchema,
  jobQueue: nonEmptySchema,
  jobDefinition: nonEmptySchema,
  shareIdentifier: shareIdentifierSchema.optional(),
  schedulingPriorityOverride: schedulingPrioritySchema.optional(),
  arrayProperties: z
    .strictObject({
      size: z.int().min(2, "must be between 2 and 10000").max(10_000, "must be between 2 and 10000").optional(),
    })
    .optional(),
  dependsOn: z.array(dependencySchema).max(20, "must have at most 20 jobs").default([]),
  parameters: parametersSchema.default({}),
  containerOverrides: containerOverridesSchema.default({}),
  nodeOverrides: unsupported,
  eksPropertiesOverride: unsupported,
  ecsPropertiesOverride: unsupported,
  retryStrategy: retryStrategySchema.optional(),
  propagateTags: z.boolean().optional(),
  timeout: jobTimeoutSchema.optional(),
  tags: tagsSchema.default({}),
});
export type SubmitJobInput = z.output<typeof submitJobSchema>;
