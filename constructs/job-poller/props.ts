import { dirname, join } from "node:path";
import { composeArn, type AwsLocation } from "../aws-location";

const DEFAULT_LOG_RETENTION_DAYS = 30;

/** Properties of {@link JobPoller}. */
export interface JobPollerProps {
  /** Partition, region and account of the stack. Values must be literal, because ARNs are composed from them. */
  readonly location: AwsLocation;
  /**
   * Name of the state machine and prefix of all other names; unique in the account and region. Letters, digits, `-`
   * or `_`; at most 49 characters with the region, because of the longest role name.
   */
  readonly name: string;
  /** Job queues that executions may submit to and that the sweep searches; 1 to 20 ARNs in `location`. */
  readonly jobQueueArns: readonly string[];
  /**
   * Job definitions that executions may submit; at most 20 ARNs in `location`. An ARN without a revision allows all
   * revisions. @default any in the account and region
   */
  readonly jobDefinitionArns?: readonly string[];
  /** Integration with Batch: `poll` uses Lambda functions, `sync` uses `batch:submitJob.sync`. @default "poll" */
  readonly integration?: "poll" | "sync";
  /** Log retention, in days; a value that CloudWatch Logs supports. @default 30 */
  readonly logRetentionDays?: number;
  /** Whether to create alarms. @default true */
  readonly alarms?: boolean;
  /** SNS topic in the same region that alarms notify. @default no notifications */
  readonly alarmTopicArn?: string;
  /** Whether to create a dashboard. @default true */
  readonly dashboard?: boolean;
  /** ARNs of additional alarms on the dashboard. @default none */
  readonly otherAlarmArns?: readonly string[];
  /** Tags of all resources, in addition to the provider's default tags. @default none */
  readonly tags?: Readonly<Record<string, string>>;
  /** Folder with one subfolder per built Lambda function. @default the bundles in this package */
  readonly bundlesPath?: string;
}

/** Properties with defaults applied. */
export interface JobPollerSettings extends Required<Omit<JobPollerProps, "alarmTopicArn">> {
  readonly alarmTopicArn: string | undefined;
}

export function withDefaults(props: JobPollerProps): JobPollerSettings {
  return {
    location: props.location,
    name: props.name,
    jobQueueArns: props.jobQueueArns,
    jobDefinitionArns: props.jobDefinitionArns ?? [composeArn(props.location, "batch", "job-definition/*")],
    integration: props.integration ?? "poll",
    logRetentionDays: props.logRetentionDays ?? DEFAULT_LOG_RETENTION_DAYS,
    alarms: props.alarms ?? true,
    alarmTopicArn: props.alarmTopicArn,
    dashboard: props.dashboard ?? true,
    otherAlarmArns: props.otherAlarmArns ?? [],
    tags: props.tags ?? {},
    bundlesPath: props.bundlesPath ?? packagedBundlesPath(),
  };
}

/** Resolves the package by its own name, which works from the sources and from the compiled package. */
function packagedBundlesPath(): string {
  return join(dirname(require.resolve("job-status-poller/package.json")), "build", "lambdas");
}
