import { dirname, join } from "node:path";
import { toLocation, type AwsLocation } from "../aws-location";
import type { LambdaRuntimeName } from "../../workflow/lambda-runtimes";
import { submitTarget } from "../iam/batch-permissions";

/** Properties of {@link JobPoller}. */
export interface JobPollerProps {
  /**
   * Region of the stack, like `eu-west-1`; a literal value, because ARNs are composed from it. The partition (`aws`,
   * `aws-cn` or `aws-us-gov`) is derived from it.
   * @see https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
   */
  readonly region: string;
  /** Account of the stack: 12 digits; a literal value. */
  readonly account: string;
  /**
   * Name of the state machine and prefix of all other names; unique in the account and region. Letters, digits, `-`
   * or `_`; at most 49 characters with the region, because of the longest role name.
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
   */
  readonly namePrefix: string;
  /**
   * Job queues that executions may submit to and that the sweep searches: 1 to 20 ARNs in the region and account, or
   * `"any"`. They may be attributes of resources of the same app, but not lists created by `Fn`.
   */
  readonly jobQueueArns: readonly string[] | "any";
  /**
   * Job definitions that executions may submit: 1 to 20 ARNs in the region and account, or `"any"`. An ARN without a
   * revision allows all revisions; of a resource in the same app, use `arnPrefix`.
   * @see https://docs.aws.amazon.com/batch/latest/userguide/batch-supported-iam-actions-resources.html
   */
  readonly jobDefinitionArns: readonly string[] | "any";
  /**
   * Integration of the state machine with Batch: `poll` uses Lambda functions, `sync` uses `batch:submitJob.sync`,
   * `events` is `poll` with waits that an event of Batch ends, for which it adds a table, a function and two rules.
   * @default "poll"
   * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-batch.html
   */
  readonly integrationPattern?: "poll" | "sync" | "events";
  /**
   * Log retention, in days: a value that CloudWatch Logs supports, such as 7, 30 or 365.
   * @default 30
   * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
   */
  readonly logRetentionDays?: number;
  /** Alarms on executions, functions and cleanup; `false` for none. @default alarms that notify no topic */
  readonly alarms?: false | AlarmOptions;
  /** CloudWatch dashboard; `false` for none. @default a dashboard named `namePrefix` */
  readonly dashboard?: false | DashboardOptions;
  /**
   * Tags of all resources, in addition to the provider's default tags: at most 50; keys must not start with `aws:`.
   * @default none
   * @see https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
   */
  readonly tags?: Readonly<Record<string, string>>;
  /**
   * Permissions boundary of the roles.
   * @default none
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
   */
  readonly permissionsBoundaryArn?: string;
  /**
   * Prefix of the IAM path of the roles, like `/team-a/`: at most 100 characters, begins and ends with `/`.
   * @default "/"
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-friendly-names
   */
  readonly rolePath?: string;
  /**
   * KMS key in the region for log groups, dead-letter queues and the table of waits. Its policy must allow
   * `logs.REGION.amazonaws.com` and `events.amazonaws.com`, and enable IAM policies: the roles of `terminate-job`,
   * `end-wait` and the state machine use the key. Definition and execution history keep the encryption of Step
   * Functions.
   * @default encryption with keys that AWS owns
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
   */
  readonly kmsKeyArn?: string;
  /**
   * Runtime of the functions; the AWS provider must accept it.
   * @default the latest runtime that the AWS provider accepts
   * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
   */
  readonly lambdaRuntime?: LambdaRuntimeName;
  /** Folder with one subfolder per built Lambda function. @default the functions in this package */
  readonly lambdaCodePath?: string;
}

/** Properties of the alarms of {@link JobPoller}. */
export interface AlarmOptions {
  /**
   * SNS topic in the region, notified on ALARM and OK. If it has a KMS key, the key's policy must allow
   * `cloudwatch.amazonaws.com`.
   * @default no notifications
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
   */
  readonly topicArn?: string;
}

/** Properties of the dashboard of {@link JobPoller}. */
export interface DashboardOptions {
  /** Name of the dashboard, unique in the account: 1 to 255 letters, digits, `-` or `_`. @default `namePrefix` */
  readonly name?: string;
}

type GivenSettings = Required<
  Pick<JobPollerProps, "namePrefix" | "integrationPattern" | "logRetentionDays" | "alarms" | "tags" | "lambdaCodePath">
>;

/** Properties with defaults applied. */
export interface JobPollerSettings extends GivenSettings {
  /** Partition, region and account. */
  readonly location: AwsLocation;
  /** Job queues, with one ARN pattern for `"any"`. */
  readonly jobQueueArns: readonly string[];
  /** Job definitions, with one ARN pattern for `"any"`. */
  readonly jobDefinitionArns: readonly string[];
  /** Dashboard with its name; `false` for none. */
  readonly dashboard: false | Required<DashboardOptions>;
  /** Permissions boundary of the roles; undefined for none. */
  readonly permissionsBoundaryArn: string | undefined;
  /** Prefix of the IAM path of the roles; undefined for `/`. */
  readonly rolePath: string | undefined;
  /** Runtime of the functions; undefined for the latest that the provider accepts. */
  readonly lambdaRuntime: LambdaRuntimeName | undefined;
  /** KMS key of log groups, dead-letter queues and table; undefined for keys that AWS owns. */
  readonly kmsKeyArn: string | undefined;
}

const DEFAULT_LOG_RETENTION_DAYS = 30;

export function withDefaults(props: JobPollerProps): JobPollerSettings {
  const { namePrefix, jobQueueArns, jobDefinitionArns, permissionsBoundaryArn, rolePath, kmsKeyArn, lambdaRuntime } =
    props;
  const location = toLocation(props.region, props.account);
  return {
    ...submitTarget(location, jobQueueArns, jobDefinitionArns),
    namePrefix,
    integrationPattern: props.integrationPattern ?? "poll",
    logRetentionDays: props.logRetentionDays ?? DEFAULT_LOG_RETENTION_DAYS,
    alarms: props.alarms ?? {},
    dashboard: props.dashboard === false ? false : { name: props.dashboard?.name ?? namePrefix },
    tags: props.tags ?? {},
    permissionsBoundaryArn,
    rolePath,
    kmsKeyArn,
    lambdaRuntime,
    lambdaCodePath: props.lambdaCodePath ?? packagedCodePath(),
  };
}

/** Resolves the package by its own name, which works from the sources and from the compiled package. */
function packagedCodePath(): string {
  return join(dirname(require.resolve("job-status-poller/package.json")), "build", "lambdas");
}
