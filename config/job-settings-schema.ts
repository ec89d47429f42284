import { z } from "zod";
import { FARGATE_VCPUS, nearestOf } from "./fargate-sizes";
import { PARTITION_NAMES } from "../workflow/partition";
import { jobRolePolicySchema, readPolicyText } from "./job-role-policy";
import { jsonSetting } from "./json-setting";
import { imageReference } from "./image-reference";
import { completeSecretArn, secretValueArn } from "./secret-arn";
import { choice, iamArn, POLICY_ARN, text, textList, wordOr } from "./setting-rules";

/** Minimum timeout of a job attempt in AWS Batch, in seconds. */
const SHORTEST_JOB_TIMEOUT_SECONDS = 60;
/**
 * Maximum timeout, in seconds: AWS may end a job on Fargate after 14 days.
 * @see https://docs.aws.amazon.com/batch/latest/userguide/job_timeouts.html
 */
const LONGEST_JOB_TIMEOUT_SECONDS = 14 * 24 * 3600;

/** Image of the sample job: requires `sh`, `sleep` and `echo`; pinned by date. */
export const DEFAULT_JOB_IMAGE = "public.ecr.aws/amazonlinux/amazonlinux:2023.9.20251117.1";

/** Default of JOB_VCPUS: the smallest that Fargate supports. */
export const DEFAULT_JOB_VCPUS = 0.25;

/** Also negative, to name the nearest valid number. */
const WHOLE_NUMBER = /^-?\d{1,15}$/;

/** Whole number; a number outside the range is reported with the nearest valid one. */
export const wholeNumber = (smallest: number, largest: number) => {
  const rule = `a whole number from ${smallest} to ${largest}`;
  return text(WHOLE_NUMBER, rule)
    .transform(Number)
    .refine((value) => value >= smallest && value <= largest, {
      error: ({ input }) => `${rule}; the nearest is ${Number(input) < smallest ? smallest : largest}`,
    });
};

const VCPUS_RULE = `one of ${FARGATE_VCPUS.join(", ")}, the vCPUs that Fargate supports`;
const vcpus = text(/^-?\d{1,4}(\.\d{1,4})?$/, VCPUS_RULE)
  .transform(Number)
  .refine((value) => FARGATE_VCPUS.includes(value), {
    error: ({ input }) => `${VCPUS_RULE}; the nearest is ${nearestOf(FARGATE_VCPUS, Number(input))}`,
  });

/** Text of a command line or an environment, which ends at a NUL character. */
const processText = z.string().refine((text) => !text.includes("\0"), { error: "has a NUL character" });

/**
 * Batch rejects empty strings: "Command cannot be empty".
 * @see https://github.com/boto/boto3/issues/3612
 */
const jobCommand = jsonSetting(
  z.array(processText.min(1, { error: "is empty, which Batch rejects" })).min(1),
  'a JSON array of strings like ["python","main.py"]',
);

/** Name of an environment variable. Batch reserves names that begin with AWS_BATCH. */
const variableName = z
  .string()
  .regex(/^[A-Za-z_][\w.-]{0,254}$/, {
    error: "is not the name of a variable: 1 to 255 letters, digits, _, . or -, not first a digit",
  })
  .refine((name) => !name.startsWith("AWS_BATCH"), { error: "must not begin with AWS_BATCH, which Batch reserves" });

const nameMap = <Value extends z.ZodType<string, string>>(value: Value) =>
  z.record(z.string(), value).superRefine((map, context) => {
    for (const name of Object.keys(map))
      for (const { message } of variableName.safeParse(name).error?.issues ?? [])
        context.addIssue({ code: "custom", path: [name], message });
  });

/**
 * Batch accepts variables with an empty value but does not store them.
 * @see https://github.com/hashicorp/terraform-provider-aws/pull/29820
 */
const jobEnvironment = jsonSetting(
  nameMap(
    z
      .string({ error: 'is not a string; write it in quotes, like "3"' })
      .pipe(processText.min(1, { error: "has an empty value, and Batch drops such variables; leave it out" })),
  ),
  'a JSON object of strings like {"STAGE":"test"}',
);

const jobSecrets = jsonSetting(
  nameMap(secretValueArn),
  'a JSON object of ARNs like {"TOKEN":"arn:aws:secretsmanager:us-east-1:123456789012:secret:token-a1b2c3"}',
);

const jobRolePolicy = jsonSetting(
  jobRolePolicySchema,
  "an IAM policy document as JSON or the path of one, with Allow statements of Action, Resource and Condition",
  readPolicyText,
);

const ROLE_RULE =
  "the ARN of a role like arn:aws:iam::123456789012:role/nightly, with a name of at most 64 and a path of at most 512 characters";
const roleArn = text(iamArn(String.raw`\d{12}`, "role", 64), ROLE_RULE).refine(
  (arn) => !/:role\/aws-(service-role|reserved)\//.test(arn),
  { error: "a role that jobs can assume; only AWS services can use those in /aws-service-role/ and /aws-reserved/" },
);

/** Maximum number of managed policies of a role. */
const MAX_MANAGED_POLICIES = 10;
const POLICY_ARNS_RULE = `1 to ${MAX_MANAGED_POLICIES} ARNs of managed policies like arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess, comma-separated, unique`;
const policyArns = textList(POLICY_ARN, MAX_MANAGED_POLICIES, POLICY_ARNS_RULE);

/** Maximum number of KMS keys of secrets. */
const MAX_KEYS = 10;
const secretKeyArns = textList(
  new RegExp(String.raw`^arn:(${PARTITION_NAMES.join("|")}):kms:[a-z0-9-]+:\d{12}:key/[\w-]{1,64}$`),
  MAX_KEYS,
  `1 to ${MAX_KEYS} ARNs of KMS keys, not aliases, like arn:aws:kms:us-east-1:123456789012:key/ID, comma-separated, unique`,
);

/**
 * Maximum number of ports: the default quota of outbound rules in a security group.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
 */
const MAX_PORTS = 60;
const EGRESS_RULE = `all, or 1 to ${MAX_PORTS} TCP ports like 443,5432, comma-separated, unique, with 443, which pulling the image and writing the log need`;
const isPort = { test: (port: string): boolean => /^[1-9]\d{0,4}$/.test(port) && Number(port) <= 65_535 };
const jobEgress = wordOr(
  "all",
  textList(isPort, MAX_PORTS, EGRESS_RULE)
    .refine((ports) => ports.includes("443"), { error: `${EGRESS_RULE}; 443 is missing` })
    .transform((ports): readonly number[] => ports.map(Number)),
);

/** Settings of the created job definition, all optional. */
export const JOB_SETTINGS = {
  /** Container image of the job. */
  JOB_IMAGE: imageReference.default(DEFAULT_JOB_IMAGE),
  /** Secret with the user name and password for the image's registry. @default no authentication, or that of ECR */
  JOB_IMAGE_CREDENTIALS: completeSecretArn.optional(),
  /** Command as a JSON array. @default the image's own command; the sample's with the sample's image */
  JOB_COMMAND: jobCommand.optional(),
  JOB_VCPUS: vcpus.default(DEFAULT_JOB_VCPUS),
  /** Memory in MiB, checked with JOB_VCPUS. @default the smallest for JOB_VCPUS */
  JOB_MEMORY_MIB: text(WHOLE_NUMBER, "a whole number of MiB, like 2048").transform(Number).optional(),
  /** Size of the container's disk, in GiB. @default Fargate's 20 GiB */
  JOB_EPHEMERAL_STORAGE_GIB: wholeNumber(21, 200).optional(),
  /** @default X86_64, which is then not written to the job definition */
  JOB_ARCHITECTURE: choice(["X86_64", "ARM64"]).optional(),
  /** Environment variables as a JSON object. */
  JOB_ENVIRONMENT: jobEnvironment.optional(),
  /** Secrets as a JSON object: environment variable -> ARN. */
  JOB_SECRETS: jobSecrets.optional(),
  /** Customer managed KMS keys that encrypt the secrets, comma-separated. @default keys that AWS manages */
  JOB_SECRETS_KMS_KEY_ARNS: secretKeyArns.optional(),
  /** Permissions of the container, as an IAM policy document or the path of one. */
  JOB_ROLE_POLICY: jobRolePolicy.optional(),
  /** Managed policies of the container's role, comma-separated. @default none */
  JOB_ROLE_POLICY_ARNS: policyArns.optional(),
  /** Existing role of the container. @default a new role */
  JOB_ROLE_ARN: roleArn.optional(),
  /** @default true with the sample's image, false with any other */
  JOB_READONLY_ROOT_FILESYSTEM: choice(["true", "false"]).optional(),
  /** Attempts, including the first. @default 3 */
  JOB_RETRY_ATTEMPTS: wholeNumber(1, 10).optional(),
  /** Attempt timeout, in seconds; an execution can override it with run_timeout. */
  JOB_TIMEOUT_SECONDS: wholeNumber(SHORTEST_JOB_TIMEOUT_SECONDS, LONGEST_JOB_TIMEOUT_SECONDS).default(3600),
};

/** Network access of the jobs. */
export const EGRESS_SETTINGS = {
  /** Outbound traffic of the created security group: `all`, or TCP ports. @default 443 */
  JOB_EGRESS: jobEgress.optional(),
};
