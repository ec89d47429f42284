import type { KnownFailure } from "reviewed-terraform/terraform";
import { CREDENTIAL_ADVICE } from "../target/explain-aws-error";

/** Stack and commands that explanations name. */
export interface FailurePlace {
  readonly stackName: string;
  /** Name of the stack without its environment. */
  readonly part: string;
  /** Command that repeats a bootstrap. */
  readonly bootstrap: string;
  /** Returns the command that imports a resource. */
  readonly importResource: (address: string, id: string) => string;
}

/** Quotas of EC2, by error code: what there are too many of, and the advice. */
const NETWORK_QUOTAS: Readonly<Record<string, readonly [what: string, advice: string]>> = {
  VpcLimitExceeded: ["VPCs in the region", "set VPC_ID and SUBNET_IDS to use an existing VPC"],
  InternetGatewayLimitExceeded: ["internet gateways in the region", "set VPC_ID and SUBNET_IDS to use an existing VPC"],
  SubnetLimitExceeded: ["subnets in the VPC", "set VPC_ID and SUBNET_IDS to use existing subnets"],
  RouteTableLimitExceeded: ["route tables in the VPC", "set VPC_ID and SUBNET_IDS to use an existing VPC"],
  SecurityGroupLimitExceeded: ["security groups in the region", "delete unused security groups"],
  RulesPerSecurityGroupLimitExceeded: ["rules in a security group", "set fewer ports in JOB_EGRESS, or all"],
};
const MORE = "or request a higher quota in Service Quotas";

/** Returns the denied action of an error, for messages. */
const denied = ({ input }: RegExpExecArray): string =>
  `AWS denies ${/not authorized to perform: (\S+)/.exec(input)?.[1] ?? "the call"}`;

/**
 * Errors of AWS during a plan, apply or destroy, in matching order. They are matched by code or text, because one
 * HTTP status has several meanings.
 */
export const AWS_FAILURES: readonly KnownFailure[] = [
  {
    pattern: /AWS account ID not allowed: (\d+)/,
    explain: ([, account = ""], { stackName }) =>
      `the AWS credentials belong to account ${account}, which is not AWS_ACCOUNT_ID of ${stackName}; choose other credentials (AWS_PROFILE) or another AWS_ACCOUNT_ID`,
  },
  {
    pattern: /Error releasing the state lock.*?lock (?:info for lock )?ID "?([0-9a-f-]{36})/i,
    explain: ([, lockId = ""], { stackName, unlock }) =>
      `the state of ${stackName} is still locked; release it before the next run: ${unlock(lockId)}`,
  },
  {
    pattern: /\b(ExpiredToken\w*|RequestExpired)\b/,
    explain: ([, code = ""], { unlock }) =>
      `AWS refuses the credentials (${code}); renew them, or check AWS_PROFILE; if they expired during an apply, the state is still locked: ${unlock("LOCK_ID")}, with the ID that the next run shows`,
  },
  {
    pattern: new RegExp(String.raw`\b(${Object.keys(CREDENTIAL_ADVICE).join("|")})\b`),
    explain: ([, code = ""]) => `${CREDENTIAL_ADVICE[code] ?? ""} (${code})`,
  },
  {
    pattern: /\b(OptInRequired|SubscriptionRequiredException)\b/,
    explain: ([, code = ""]) =>
      `the account has not activated this service (${code}); a new account can need up to 24 hours; otherwise ask its administrator`,
  },
  {
    pattern: /Not authorized to perform sts:AssumeRoleWithWebIdentity/i,
    explain: (_, { createBucket }) =>
      `AWS does not let this workflow assume the role; causes: the role does not exist or has another name (region, POLLER_NAME, ROLE_PATH), the job runs in another repository, branch, GitHub environment or workflow file than bootstrap named, the name of the repository has another letter case, or its token contains its IDs and the ID settings are missing (docs/delivery.md); compare the settings and run: ${createBucket}`,
  },
  {
    pattern: /(batch|ecs)[^:]*: ?.*?service[- ]linked role|CreateServiceLinkedRole|AWSServiceRoleFor(?:Batch|ECS)/i,
    explain: ({ input }) => {
      const service = /\bECS\b|AmazonECS|AWSServiceRoleForECS/.test(input) ? "ecs" : "batch";
      return `the account has no service-linked role of ${service === "ecs" ? "ECS" : "AWS Batch"}, and these credentials cannot create it; an administrator runs: aws iam create-service-linked-role --aws-service-name ${service}.amazonaws.com; then run the same command again`;
    },
  },
  {
    pattern: /explicit deny in a (service|resource) control policy/,
    explain: (match) =>
      `${denied(match)}, because a ${match[1] ?? ""} control policy of the organization forbids it; ask the platform team for an exception, or for the rule to follow: docs/company-accounts.md`,
  },
  {
    pattern: /explicit deny in a permissions boundary|no permissions boundary allows/,
    explain: (match, { createBucket }) =>
      `${denied(match)}, because the permissions boundary of the credentials does not allow it; with PERMISSIONS_BOUNDARY_ARN, ask the platform team for the statements of docs/company-accounts.md, otherwise run: ${createBucket}`,
  },
  {
    pattern: /\bTagPolicyViolation\b|tag policy does not allow/,
    explain: () =>
      "a tag policy of the organization does not allow a tag or its value; set TAGS as the platform team says (docs/company-accounts.md#tags)",
  },
  {
    pattern:
      /KMS key does not exist or is not allowed|KMS key (?:is invalid|.*?could not be found)|\bKMS\w*Exception\b|no resource-based policy allows the kms:/i,
    explain: () =>
      "AWS cannot use the KMS key; check KMS_KEY_ARN or NOTIFICATION_KMS_KEY_ARN, and the statements of the key's policy (docs/company-accounts.md#key-policy)",
  },
  {
    pattern: /no identity-based policy allows|explicit deny in an identity-based policy/,
    explain: (match, { createBucket }) =>
      `${denied(match)}, because no policy of the credentials allows it; use credentials of an administrator, or, in a pipeline, update its roles: ${createBucket}`,
  },
  {
    pattern: new RegExp(String.raw`\b(${Object.keys(NETWORK_QUOTAS).join("|")})\b`),
    explain: ([, code = ""]) => {
      const [what = "", advice = ""] = NETWORK_QUOTAS[code] ?? [];
      return `the account has the maximum number of ${what} (${code}); ${advice}, ${MORE}; then run the same command again`;
    },
  },
  {
    pattern: /\bLimitExceeded\w*\b.*?Cannot exceed quota for (\w+): (\d+)/,
    explain: ([, quota = "", maximum = ""]) =>
      `the account has reached the quota ${quota} of IAM (${maximum}); delete unused ones, ${MORE}; then run the same command again`,
  },
  {
    pattern: /EventBridge.*?\bLimitExceededException\b|\bLimitExceededException\b.*?maximum number allowed/,
    explain: () =>
      `the account has the maximum number of EventBridge rules in the region (LimitExceededException); delete unused rules, ${MORE}; then run the same command again`,
  },
  {
    pattern: /\b(Throttling\w*|TooManyRequestsException|RequestLimitExceeded)\b/,
    explain: ([, code = ""]) =>
      `AWS throttles the calls of the account (${code}); run the same command again in a few minutes`,
  },
  {
    pattern: /no space left on device/i,
    explain: () =>
      "the disk of this computer is full (no space left on device); free some space, for example below build/ and TF_PLUGIN_CACHE_DIR, and run the same command again",
  },
  {
    pattern: /Rule can't be deleted since it has targets|deleting EventBridge Rule \(([^)]+)\).*?has targets/,
    explain: ([text]) => {
      const [, rule = "NAME"] = /EventBridge Rule \(([^)]+)\)/.exec(text) ?? [];
      return `the EventBridge rule ${rule} has targets that this deployment did not add; after you have checked them (aws events list-targets-by-rule --rule ${rule}), remove them with: aws events remove-targets --rule ${rule} --ids ID; then run the same command again`;
    },
  },
  {
    pattern: /deleting IAM Role \(([^)]+)\).*?\bDeleteConflict\b/,
    explain: ([, role = ""]) =>
      `the role ${role} has policies that this deployment did not attach, so AWS does not delete it (DeleteConflict); list them with: aws iam list-attached-role-policies --role-name ${role}; detach each with: aws iam detach-role-policy --role-name ${role} --policy-arn ARN; then run the same command again`,
  },
  {
    pattern: /deleting (.+?) \(([\w-]+)\).*?\bDependencyViolation\b/,
    explain: ([, what = "", id = ""]) =>
      `${what} ${id} is still used by resources of others, such as network interfaces, so AWS does not delete it (DependencyViolation); find them with: aws ec2 describe-network-interfaces; then run the same command again`,
  },
];

/** Types whose import ID is the name in the error, with the text before it. */
const IMPORTED_BY_NAME: Readonly<Record<string, string>> = {
  aws_cloudwatch_log_group: "",
  aws_iam_role: "",
  aws_lambda_function: "",
  aws_scheduler_schedule: "default/",
};

/** Returns the explanation of resources that exist already. */
export function existingFailures(place: FailurePlace): readonly KnownFailure[] {
  return [
    {
      pattern: /\bBucketAlreadyExists\b/,
      explain: ({ input }) =>
        `the bucket ${nameIn(input) ?? "of the states"} belongs to another account; set STATE_BUCKET to another name and run bootstrap again: ${place.bootstrap}`,
    },
    {
      pattern: /\bBucketAlreadyOwnedByYou\b/,
      explain: ({ input }) =>
        `the bucket ${nameIn(input) ?? "of the states"} exists already in this account; run bootstrap again, which imports it: ${place.bootstrap}`,
    },
    {
      pattern: /creating IAM OIDC Provider.*?EntityAlreadyExists/,
      explain: () =>
        `the account already has an OIDC provider for GitHub, and can have only one; set GITHUB_OIDC_PROVIDER=existing and run bootstrap again: ${place.bootstrap}`,
    },
    {
      // The address is before or after the reason.
      pattern:
        /Error: creating .*?(?:already exists|AlreadyExists|ResourceConflictException|QueueNameExists|QueueAlreadyExists).*/i,
      explain: ([error]) => explainExisting(error, place),
    },
  ];
}

const nameIn = (error: string): string | undefined => /creating [^(:]*\(([^)]+)\)/.exec(error)?.[1];

function explainExisting(error: string, { stackName, part, bootstrap, importResource }: FailurePlace): string {
  const [, address, type = "its type"] = /with ((aws_\w+)\.[\w-]+)/.exec(error) ?? [];
  const name = nameIn(error);
  const start = `${address ?? "the resource"}${name === undefined ? "" : ` (${name})`} already exists, but is not in the state of ${stackName}; if another team created it, set another POLLER_NAME; `;
  // Before the first bootstrap ends, there is no state in the bucket to import into.
  if (part === "state-backend")
    return `${start}if an earlier bootstrap created it, delete it and run bootstrap again: ${bootstrap}`;
  const prefix = IMPORTED_BY_NAME[type];
  const [id, hint] =
    name === undefined || prefix === undefined
      ? ["ID", ` (ID as in the provider's documentation of ${type})`]
      : [`${prefix}${name}`, ""];
  return `${start}if an interrupted run created it, or you did, import it: ${importResource(address ?? "ADDRESS", id)}${hint}, and deploy again`;
}
