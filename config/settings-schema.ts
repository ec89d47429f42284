import { z } from "zod";
import { ENVIRONMENTS } from "./environments";
import { findPartition, REGION_RULE } from "./partition";
import { bucketName, choice, text } from "./setting-rules";
import { START_SETTINGS } from "./start-settings-schema";

/**
 * Days that CloudWatch Logs can keep a log.
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
 */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** Batch's own floor for the timeout of a job attempt, in seconds. */
const SHORTEST_JOB_TIMEOUT_SECONDS = 60;
/** A year; longer is more likely a slip of the keyboard than a wish. */
const LONGEST_JOB_TIMEOUT_SECONDS = 31_536_000;
/** Batch's ceiling for a Fargate compute environment is the account's quota; a slip above this one would cost money. */
const MOST_VCPUS = 10_000;

/** The image of the sample job: anything with `sh`, `sleep` and `echo` does; dated, so that it stays the same. */
const DEFAULT_JOB_IMAGE = "public.ecr.aws/amazonlinux/amazonlinux:2023.9.20251117.1";

const wholeNumber = (smallest: number, largest: number) => {
  const rule = `a whole number from ${smallest} to ${largest}`;
  return text(/^\d{1,10}$/, rule)
    .transform(Number)
    .refine((value) => value >= smallest && value <= largest, { error: rule });
};

/** More would make the names of a role or of the state bucket too long in the longest region. */
const POLLER_NAME_RULE =
  "2 to 18 lower-case letters, digits or hyphens from a letter on, without dev and prod as a part between hyphens";
/** The poller of an environment that names none. */
export const DEFAULT_POLLER_NAME = "job-status-poller";
const pollerName = text(/^[a-z][a-z0-9-]{0,16}[a-z0-9]$/, POLLER_NAME_RULE)
  // All names begin with POLLER_NAME-ENVIRONMENT-: so none of one poller's can begin like another's.
  .refine((name) => !name.split("-").some((part) => part === "dev" || part === "prod"), { error: POLLER_NAME_RULE });

const batchArn = (resource: string, name: string, example: string) =>
  text(
    new RegExp(`^arn:aws(-cn|-us-gov)?:batch:[a-z0-9-]+:\\d{12}:${resource}/${name}$`),
    `the ARN of a ${resource.replace("-", " ")} like arn:aws:batch:us-east-1:123456789012:${resource}/${example}`,
  );

const SUBNET_RULE = "one to 16 subnet ids like subnet-0a1b2c3d, parted by commas, none twice";
const subnetIds = z
  .string()
  .transform((list) => list.split(",").map((id) => id.trim()))
  .refine(
    (ids) =>
      ids.length <= 16 && new Set(ids).size === ids.length && ids.every((id) => /^subnet-[0-9a-f]{8,17}$/.test(id)),
    { error: SUBNET_RULE },
  );

/**
 * Every setting of a deployment: environment variable -> rule and default. The error texts are the end of the sentence
 * "VARIABLE is VALUE: must be ...". README and docs list these; a new one is added here and nowhere else.
 */
export const SETTINGS_SCHEMA = z.object({
  /** Environment to deploy; no default, since a forgotten one must not end in production. */
  DEPLOY_ENVIRONMENT: choice(ENVIRONMENTS),
  /** Start of all names, so that several pollers can be in one account and region. */
  POLLER_NAME: pollerName.default(DEFAULT_POLLER_NAME),
  AWS_REGION: z.string({ error: REGION_RULE }).transform((region, context) => {
    const partition = findPartition(region);
    if (partition !== undefined) return { region, partition };
    context.addIssue({ code: "custom", message: REGION_RULE });
    return z.NEVER;
  }),
  /** Account to deploy to; Terraform refuses credentials of any other. */
  AWS_ACCOUNT_ID: text(/^\d{12}$/, "the 12 digits of the AWS account to deploy to"),
  /** How the state machine waits for the job: Lambdas that poll, or the batch:submitJob.sync integration. */
  WAIT_INTEGRATION: choice(["poll", "sync"]).default("poll"),
  CAPACITY_TYPE: choice(["FARGATE", "FARGATE_SPOT"]).default("FARGATE"),
  /** What jobs run on when there is no FARGATE_SPOT capacity; a compute environment of its own. */
  CAPACITY_FALLBACK: z.literal("FARGATE", { error: "FARGATE" }).optional(),
  /** Upper bound of each compute environment, in vCPUs. */
  MAX_VCPUS: wholeNumber(1, MOST_VCPUS).default(4),
  LOG_RETENTION_DAYS: text(/^\d{1,4}$/, `one of ${RETENTION_DAYS.join(", ")}`)
    .transform(Number)
    .refine((days) => RETENTION_DAYS.includes(days), { error: `one of ${RETENTION_DAYS.join(", ")}` })
    .default(30),
  /** An existing VPC instead of one of our own; together with SUBNET_IDS. */
  VPC_ID: text(/^vpc-[0-9a-f]{8,17}$/, "a VPC id like vpc-0a1b2c3d").optional(),
  /** Subnets of VPC_ID, parted by commas. */
  SUBNET_IDS: subnetIds.optional(),
  /** Whether jobs get a public address in SUBNET_IDS: ENABLED for public subnets, DISABLED behind a NAT gateway. */
  ASSIGN_PUBLIC_IP: choice(["ENABLED", "DISABLED"]).optional(),
  /** Bucket of the Terraform state; default POLLER_NAME-ENVIRONMENT-state-ACCOUNT-REGION. */
  STATE_BUCKET: bucketName.optional(),
  /** An existing job queue instead of one of our own. */
  JOB_QUEUE_ARN: batchArn("job-queue", "[\\w-]{1,128}", "nightly").optional(),
  /** An existing job definition instead of the sample's; without a revision, the newest is taken. */
  JOB_DEFINITION_ARN: batchArn("job-definition", "[\\w-]{1,128}(:[1-9]\\d{0,8})?", "nightly").optional(),
  /** Container image of the sample job. */
  JOB_IMAGE: text(/^[A-Za-z0-9][\w./:@-]{0,254}$/, "an image like registry/repository:tag of at most 255 characters")
    .refine((image) => /[:@][^/]+$/.test(image), {
      error: "an image with a tag or a digest, like registry/repository:tag",
    })
    .default(DEFAULT_JOB_IMAGE),
  /** Time after which Batch ends an attempt of the sample job, in seconds, unless the execution sets run_timeout. */
  JOB_TIMEOUT_SECONDS: wholeNumber(SHORTEST_JOB_TIMEOUT_SECONDS, LONGEST_JOB_TIMEOUT_SECONDS).default(3600),
  /** SNS topic that alarms tell. */
  ALARM_TOPIC_ARN: text(
    /^arn:aws(-cn|-us-gov)?:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/,
    "the ARN of an SNS topic like arn:aws:sns:us-east-1:123456789012:alarms",
  ).optional(),
  ...START_SETTINGS,
  /** Repository whose workflows may deploy. This one and the two ids are named as on GitHub's runners, which set them. */
  GITHUB_REPOSITORY: text(/^[A-Za-z0-9][A-Za-z0-9-]{0,38}\/[\w.-]{1,100}$/, "a repository like owner/name").optional(),
  GITHUB_REPOSITORY_OWNER_ID: text(/^\d{1,19}$/, "the number that GitHub gives the repository's owner").optional(),
  GITHUB_REPOSITORY_ID: text(/^\d{1,19}$/, "the number that GitHub gives the repository").optional(),
  /** Whether this environment makes the account's OIDC provider for GitHub or finds it there: an account has one at most. */
  GITHUB_OIDC_PROVIDER: choice(["create", "existing"]).default("create"),
});

/** The settings after parsing, still by variable name. */
export type Settings = z.infer<typeof SETTINGS_SCHEMA>;
