import { z } from "zod";
import type { PageRequest } from "../../paging";
import { MAX_TAGS } from "../../tags";
import { clientException } from "./api-error";

/** Name of a job, job definition, job queue or compute environment, with the pattern that the Batch API documents. */
export const resourceNameSchema = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/,
    "must be 1 to 128 letters, digits, hyphens or underscores and start with a letter or digit",
  );

export const nonEmptySchema = z.string().min(1, "must not be empty");

/** Keys have up to 128 characters, values up to 256. Keys that start with `aws:` are reserved. */
export const tagsSchema = z
  .record(
    z
      .string()
      .min(1, "must not be an empty tag key")
      .max(128, "must be a tag key of at most 128 characters")
      .regex(/^(?!aws:)/i, "must be a tag key that does not start with aws:"),
    z.string().max(256, "must be a tag value of at most 256 characters"),
  )
  .refine((tags) => Object.keys(tags).length <= MAX_TAGS, `must have at most ${MAX_TAGS} tags`);

export const parametersSchema = z.record(z.string(), z.string());

export const keyValueSchema = z.strictObject({ name: z.string().optional(), value: z.string().optional() });

export const environmentSchema = z.array(
  keyValueSchema
    .refine(({ name }) => name !== undefined && name !== "", "Environment variable name is required.")
    .refine(
      ({ name }) => name?.startsWith("AWS_BATCH") !== true,
      "must not have a name that starts with AWS_BATCH, which is reserved for Batch",
    ),
);

const resourceRequirementSchema = z.strictObject({
  type: z.enum(["VCPU", "MEMORY", "GPU"]),
  value: z.string().regex(/^\d+(\.\d+)?$/, "must be a number in a string"),
});
export const resourceRequirementsSchema = z
  .array(resourceRequirementSchema)
  .refine(
    (requirements) => new Set(requirements.map(({ type }) => type)).size === requirements.length,
    "Cannot provide duplicates in resourceRequirements.",
  );
export type ResourceRequirement = z.output<typeof resourceRequirementSchema>;

const EXIT_PATTERN_RULE =
  "must be up to 512 letters, digits, periods, colons or white space, optionally with a final *";
const reasonPatternSchema = z.string().regex(/^[A-Za-z0-9.:\s]{0,511}(\*|[A-Za-z0-9.:\s])$/, EXIT_PATTERN_RULE);

const evaluateOnExitSchema = z
  .strictObject({
    onReason: reasonPatternSchema.optional(),
    onStatusReason: reasonPatternSchema.optional(),
    onExitCode: z
      .string()
      .regex(/^\d{0,511}(\*|\d)$/, "must be up to 512 digits, optionally with a final *")
      .optional(),
    /** Not case-sensitive. Batch returns it as given. */
    action: z.string().regex(/^(?:RETRY|EXIT)$/i, "must be RETRY or EXIT"),
  })
  .refine(
    (rule) => rule.onReason !== undefined || rule.onStatusReason !== undefined || rule.onExitCode !== undefined,
    "must have one of onReason, onStatusReason and onExitCode",
  );
export type EvaluateOnExit = z.output<typeof evaluateOnExitSchema>;

export const retryStrategySchema = z
  .strictObject({
    attempts: z.int().min(1, "must be between 1 and 10").max(10, "must be between 1 and 10").optional(),
    evaluateOnExit: z.array(evaluateOnExitSchema).max(5, "must have at most 5 entries").optional(),
  })
  .refine(({ attempts }) => attempts !== undefined, "RetryAttempts must be provided with retry strategy");

/** `attemptDurationSeconds` is measured from the start of each attempt. */
export const jobTimeoutSchema = z.strictObject({
  attemptDurationSeconds: z.int().min(60, "must be at least 60 seconds").optional(),
});

export const pagingSchema = z.strictObject({
  maxResults: z.int().min(1, "must be at least 1").optional(),
  nextToken: z.string().optional(),
});

/** @param maxPageSize - maximum and default page size */
export const toPageRequest = (
  { maxResults, nextToken }: z.output<typeof pagingSchema>,
  maxPageSize: number,
): PageRequest => ({
  size: Math.min(maxResults ?? maxPageSize, maxPageSize),
  nextToken,
  invalidToken: (token) => clientException(`nextToken is not valid, got ${token}`),
});
