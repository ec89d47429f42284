import { z } from "zod";
import { DEPLOYED_PARTS } from "./deployed-parts";
import { ENVIRONMENTS } from "./environments";
import { INTEGRATIONS } from "../workflow/integration";
import { LAMBDA_RUNTIME_NAMES } from "../workflow/lambda-runtimes";
import { LOG_RETENTION_DAYS } from "../workflow/log-retention";
import { findPartition, REGION_RULE } from "../workflow/partition";
import { EGRESS_SETTINGS, JOB_SETTINGS, wholeNumber } from "./job-settings-schema";
import { arnText, bucketName, choice, text, textList, TOPIC_NAME } from "./setting-rules";
import { ORGANIZATION_SETTINGS } from "./organization-settings-schema";
import { START_SETTINGS } from "./start-settings-schema";
import { BATCH_NAMES, SUBMIT_SETTINGS } from "./submit-settings-schema";

/** Maximum vCPUs; guards against costly typing errors. AWS Batch itself is limited by the account's Fargate quota. */
const MOST_VCPUS = 10_000;

/** Default of MAX_VCPUS. */
export const DEFAULT_MAX_VCPUS = 4;

/** Longer names would exceed the limit of role or bucket names in the longest region. */
const POLLER_NAME_RULE =
  "2 to 18 lower-case letters, digits or hyphens from a letter on, without dev and prod as a part between hyphens";
/** Default of POLLER_NAME. */
export const DEFAULT_POLLER_NAME = "job-status-poller";
const pollerName = text(/^[a-z][a-z0-9-]{0,16}[a-z0-9]$/, POLLER_NAME_RULE)
  // Prevents a poller's name prefix, POLLER_NAME-ENVIRONMENT-, from being the prefix of another poller's names.
  .refine((name) => !name.split("-").some((part) => part === "dev" || part === "prod"), { error: POLLER_NAME_RULE });

const REPOSITORY = String.raw`[A-Za-z0-9][\w-]{0,38}\/[\w.-]{1,100}`;

/** @see https://docs.github.com/en/enterprise-cloud@latest/actions/reference/security/oidc */
const ISSUER =
  /^(?:token\.actions\.githubusercontent\.com(?:\/[a-z0-9-]+)?|token\.actions\.[a-z0-9-]+\.ghe\.com|[a-z0-9.-]+\.[a-z]{2,}\/_services\/token)$/;
const ISSUER_RULE =
  "an issuer without https://, like token.actions.githubusercontent.com/ENTERPRISE, token.actions.SUBDOMAIN.ghe.com or HOST/_services/token";

const batchArn = (resource: keyof typeof BATCH_NAMES) =>
  arnText(
    "batch",
    `${resource}/${BATCH_NAMES[resource]}`,
    `the ARN of a ${resource.replace("-", " ")} like arn:aws:batch:us-east-1:123456789012:${resource}/nightly`,
  );

const subnetIds = textList(
  /^subnet-[0-9a-f]{8,17}$/,
  16,
  "1 to 16 subnet IDs like subnet-0a1b2c3d, comma-separated, unique",
);

/**
 * Deployment settings: rule and default by environment variable. An error text is the end of "VARIABLE is VALUE:
 * must be ...". `toDeploymentConfig` converts the values.
 */
export const SETTINGS_SCHEMA = z.object({
  /** Environment to deploy. No default, to prevent accidental deployments to production. */
  DEPLOY_ENVIRONMENT: choice(ENVIRONMENTS),
  /** Prefix of all names, so that an account and region can have several pollers. */
  POLLER_NAME: pollerName.default(DEFAULT_POLLER_NAME),
  AWS_REGION: z.string({ error: REGION_RULE }).transform((region, context) => {
    const partition = findPartition(region);
    if (partition !== undefined) return { region, partition };
    context.addIssue({ code: "custom", message: REGION_RULE });
    return z.NEVER;
  }),
  /** Account to deploy to; Terraform rejects credentials of other accounts. */
  AWS_ACCOUNT_ID: text(/^\d{12}$/, "the 12 digits of the AWS account to deploy to"),
  /** Wait integration: polling Lambda functions, or batch:submitJob.sync. */
  WAIT_INTEGRATION: choice(INTEGRATIONS).default("poll"),
  CAPACITY_TYPE: choice(["FARGATE", "FARGATE_SPOT"]).default("FARGATE"),
  /** Fallback without FARGATE_SPOT capacity, as a second compute environment. */
  CAPACITY_FALLBACK: z.literal("FARGATE", { error: "FARGATE" }).optional(),
  /** Maximum vCPUs of each compute environment. */
  MAX_VCPUS: wholeNumber(1, MOST_VCPUS).default(DEFAULT_MAX_VCPUS),
  LOG_RETENTION_DAYS: text(/^\d{1,4}$/, `one of ${LOG_RETENTION_DAYS.join(", ")}`)
    .transform(Number)
    .refine((days) => LOG_RETENTION_DAYS.includes(days), { error: `one of ${LOG_RETENTION_DAYS.join(", ")}` })
    .default(30),
  /** Runtime of the Lambda functions; the AWS provider must accept it. @default the latest that it accepts */
  LAMBDA_RUNTIME: choice(LAMBDA_RUNTIME_NAMES).optional(),
  /** Existing VPC; requires SUBNET_IDS. @default a new VPC */
  VPC_ID: text(/^vpc-[0-9a-f]{8,17}$/, "a VPC id like vpc-0a1b2c3d").optional(),
  /** Subnets of VPC_ID, comma-separated. */
  SUBNET_IDS: subnetIds.optional(),
  /** Whether jobs get a public address in SUBNET_IDS: ENABLED for public subnets, DISABLED behind a NAT gateway. */
  ASSIGN_PUBLIC_IP: choice(["ENABLED", "DISABLED"]).optional(),
  /** Bucket of the Terraform state; default POLLER_NAME-ENVIRONMENT-state-ACCOUNT-REGION. */
  STATE_BUCKET: bucketName.optional(),
  /** Existing job queue. @default a new job queue */
  JOB_QUEUE_ARN: batchArn("job-queue").optional(),
  /** Existing job definition; without a revision, the newest. @default the sample job definition */
  JOB_DEFINITION_ARN: batchArn("job-definition").optional(),
  ...SUBMIT_SETTINGS,
  ...JOB_SETTINGS,
  ...EGRESS_SETTINGS,
  /** SNS topic notified by alarms. */
  ALARM_TOPIC_ARN: arnText(
    "sns",
    TOPIC_NAME,
    "the ARN of an SNS topic like arn:aws:sns:us-east-1:123456789012:alarms",
  ).optional(),
  ...START_SETTINGS,
  ...ORGANIZATION_SETTINGS,
  /** Stacks that the workflows deploy, without their environment. */
  DEPLOYED_STACKS: textList(
    /^(?!state-backend$)[a-z](?:-?[a-z]){1,39}$/,
    10,
    "1 to 10 names of stacks without their environment, like batch, comma-separated, unique, without state-backend",
  ).default(DEPLOYED_PARTS),
  /** Resource types that only an allow-destroy line may delete, in addition to those that are always guarded. */
  GUARDED_TYPES: textList(
    /^aws_[a-z0-9_]{1,80}$/,
    50,
    "1 to 50 resource types like aws_sqs_queue, comma-separated, unique",
  ).default([]),
  /** Repository whose workflows can deploy. GitHub's runners set this variable and the two IDs. */
  GITHUB_REPOSITORY: text(new RegExp(`^${REPOSITORY}$`), "a repository like owner/name").optional(),
  /** Repository and version of the workflow files, if GITHUB_REPOSITORY calls those of another one. */
  GITHUB_WORKFLOWS: text(
    new RegExp(String.raw`^${REPOSITORY}@(?:refs\/(?:heads|tags)\/[\w./-]{1,100}|[0-9a-f]{40})$`),
    "a repository and a version like owner/name@refs/tags/v1",
  ).optional(),
  GITHUB_REPOSITORY_OWNER_ID: text(/^\d{1,19}$/, "the number that GitHub gives the repository's owner").optional(),
  GITHUB_REPOSITORY_ID: text(/^\d{1,19}$/, "the number that GitHub gives the repository").optional(),
  /** Whether this environment creates the account's OIDC provider for GitHub; an account has at most one. */
  GITHUB_OIDC_PROVIDER: choice(["create", "existing"]).default("create"),
  /** Issuer of the tokens of an enterprise, without `https://`. @default the issuer of github.com */
  GITHUB_OIDC_ISSUER: text(ISSUER, ISSUER_RULE).optional(),
});

/** Parsed settings by variable name. */
export type Settings = z.infer<typeof SETTINGS_SCHEMA>;
