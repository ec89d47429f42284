import * as z from "zod";
import { arnPattern } from "../arn";
import { EXECUTION_ARN_TAG } from "../tags";
import { findJobId, JOB_ID_RULE, SERVICE_JOB_ARN, SERVICE_JOB_RULE } from "./job-id";
import {
  alongside,
  consumableResourcePropertiesOverride,
  containerOverrides,
  ecsPropertiesOverride,
  eksPropertiesOverride,
  integer,
  mapOf,
  nodeOverrides,
  objectOf,
  optional,
  utf8Bytes,
} from "./override-schemas";

/**
 * Largest SubmitJob request, in bytes of UTF-8.
 * @see https://docs.aws.amazon.com/batch/latest/userguide/service_limits.html
 */
const MAX_REQUEST_BYTES = 30 * 1024;
/** Longest time that an execution may take, in seconds: a year. */
export const MAX_SECONDS = 31_536_000;
/** Batch takes 50 tags; the tag with the execution's ARN is one of them. */
const MAX_USER_TAGS = 49;

/**
 * Significant digits to which JSONata rounds a number that it turns into a string.
 * @see https://docs.jsonata.org/string-functions#string
 */
const JSONATA_DIGITS = 15;

/** Largest integer whose digits JSON parsers keep. */
export const MAX_INTEGER = Number.MAX_SAFE_INTEGER;

/** Rule for numbers in `parameters`: both integrations render the same digits, or refuse the number. */
export const UNRENDERABLE_NUMBER_RULE = `must be given as a string, because it is an integer beyond ${MAX_INTEGER.toLocaleString("en-US")} or has more than ${JSONATA_DIGITS} significant digits`;

/** Whether JavaScript and JSONata turn a number into the same string, with the digits that were given. */
const isRenderable = (value: number): boolean =>
  Number.isInteger(value) ? Math.abs(value) <= MAX_INTEGER : Number(value.toPrecision(JSONATA_DIGITS)) === value;

const name = (pattern: RegExp, rule: string): z.ZodString => z.string(rule).regex(pattern, rule);
/** AWS counts characters, JavaScript counts an emoji as two. */
const characters = (text: string): number => Array.from(text).length;

const jobName = name(
  /^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/,
  'must start with a letter or digit and have at most 128 letters, digits, "-" or "_"',
);
const jobDefinition = name(
  new RegExp(String.raw`^(${arnPattern("batch")}job-definition/)?[A-Za-z0-9_-]{1,128}(:[1-9]\d{0,8})?$`),
  "must be the ARN or the name of a job definition, with or without :revision (1 or higher)",
);
const jobQueue = name(
  new RegExp(`^(${arnPattern("batch")}job-queue/)?[A-Za-z0-9_-]{1,128}$`),
  "must be the ARN or the name of a job queue",
);
const dependencyId = name(
  /^[A-Za-z0-9-]{1,128}(:\d+)?$/,
  "must be the ID of a job, such as 876da822-4198-45f2-a252-6cea32512ea8",
);

const attachedJobId = z
  .string(JOB_ID_RULE)
  .refine((job) => !SERVICE_JOB_ARN.test(job), { error: SERVICE_JOB_RULE, abort: true })
  .transform((job, context) => {
    const id = findJobId(job);
    if (id === undefined) context.addIssue({ code: "custom", message: JOB_ID_RULE });
    return id ?? z.NEVER;
  });

const retryStrategy = objectOf({
  attempts: optional(integer(1, 10)),
  evaluateOnExit: optional(
    z
      .array(
        objectOf({
          // Batch takes either case.
          action: z
            .string("must be RETRY or EXIT")
            .toUpperCase()
            .pipe(z.enum(["RETRY", "EXIT"], "must be RETRY or EXIT")),
          onExitCode: optional(z.string("must be a string").max(512, "must have at most 512 characters")),
          onReason: optional(z.string("must be a string").max(512, "must have at most 512 characters")),
          onStatusReason: optional(z.string("must be a string").max(512, "must have at most 512 characters")),
        }),
        "must be an array of rules",
      )
      .max(5, "must have at most 5 rules"),
  ),
});

const tagKey = z
  .string()
  .refine((key) => key !== "" && characters(key) <= 128, "must have a key of 1 to 128 characters")
  .refine((key) => !/^aws:/i.test(key), "must not have a key that starts with aws:, which AWS reserves")
  .refine((key) => key !== EXECUTION_ARN_TAG, "must not be given: the workflow sets it to find its job again");
const tagValue = z
  .string("must be a string")
  .refine((value) => characters(value) <= 256, "must have at most 256 characters");
const tags = mapOf(tagKey, tagValue, "strings").refine((value) => Object.keys(value).length <= MAX_USER_TAGS, {
  ...alongside,
  error: `must have at most ${MAX_USER_TAGS} tags (Batch takes 50, one is the execution's)`,
});

/** Fields that say how to wait rather than what to run; all numbers are seconds. */
const waitShape = {
  wait_time: optional(integer(1, 86_400)),
  queue_timeout: optional(integer(1, MAX_SECONDS)),
  overall_timeout: optional(integer(1, MAX_SECONDS)),
};

const ignored = z
  .unknown()
  .transform(() => undefined)
  .optional();
/**
 * Fields that callers add for Step Functions or for people, and that Batch does not get.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html
 */
export const ignoredShape = { AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: ignored, Comment: ignored };

/**
 * SubmitJob's own fields, spelled as in the API.
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_SubmitJob.html
 */
export const submitJobShape = {
  jobName,
  jobDefinition,
  jobQueue,
  arrayProperties: optional(objectOf({ size: optional(integer(2, 10_000)) })),
  consumableResourcePropertiesOverride: optional(consumableResourcePropertiesOverride),
  containerOverrides: optional(containerOverrides),
  dependsOn: optional(
    z
      .array(
        objectOf({
          jobId: optional(dependencyId),
          type: optional(z.enum(["N_TO_N", "SEQUENTIAL"], "must be N_TO_N or SEQUENTIAL")),
        }),
        "must be an array of { jobId, type }",
      )
      .max(20, "must have at most 20 jobs"),
  ),
  ecsPropertiesOverride: optional(ecsPropertiesOverride),
  eksPropertiesOverride: optional(eksPropertiesOverride),
  nodeOverrides: optional(nodeOverrides),
  parameters: optional(
    mapOf(
      z.string(),
      z
        .union([z.string(), z.number(), z.boolean()], "must be a string, a number or a boolean")
        .refine((value) => typeof value !== "number" || isRenderable(value), UNRENDERABLE_NUMBER_RULE)
        .transform(String),
      "strings",
    ),
  ),
  propagateTags: optional(z.boolean("must be true or false")),
  retryStrategy: optional(retryStrategy),
  schedulingPriorityOverride: optional(integer(0, 9_999)),
  shareIdentifier: optional(name(/^[A-Za-z0-9]{1,255}\*?$/, "must be 1 to 255 letters or digits")),
  tags: optional(tags),
  timeout: optional(objectOf({ attemptDurationSeconds: optional(integer(60, MAX_SECONDS)) })),
};

export type SubmitJobFields = z.output<z.ZodObject<typeof submitJobShape>>;

const absent = (rule: string) =>
  z
    .null(rule)
    .transform(() => undefined)
    .optional();

/** Input that submits a job and waits for it. */
export const submitInputSchema = z
  .strictObject(
    {
      jobId: absent("must be left out"),
      ...submitJobShape,
      ...waitShape,
      ...ignoredShape,
      run_timeout: optional(integer(60, MAX_SECONDS)),
    },
    "must be a JSON object",
  )
  .refine((input) => input.run_timeout === undefined || input.timeout?.attemptDurationSeconds === undefined, {
    ...alongside,
    path: ["run_timeout"],
    error: "must not be given together with timeout.attemptDurationSeconds, which sets the same limit",
  })
  .refine((input) => utf8Bytes(input) <= MAX_REQUEST_BYTES, {
    ...alongside,
    error: ({ input }) =>
      `the request must have at most 30,720 bytes (30 KiB), has ${utf8Bytes(input).toLocaleString("en-US")}`,
  });

/** Names of the fields that say something to the workflow or to Batch. */
export const INPUT_FIELDS: readonly string[] = Object.keys(submitInputSchema.shape).filter(
  (field) => !Object.hasOwn(ignoredShape, field),
);

const forbidden = absent("must not be given together with jobId, which waits for a job that exists already");

/** Input that waits for a job which exists already. */
export const attachInputSchema = z.strictObject({
  ...Object.fromEntries(INPUT_FIELDS.map((field) => [field, forbidden])),
  ...waitShape,
  ...ignoredShape,
  jobId: attachedJobId,
});
