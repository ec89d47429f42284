import { dirname, join } from "node:path";
import { composeArn, type AwsLocation } from "../aws-location";

const DEFAULT_LOG_RETENTION_DAYS = 30;

/** What a {@link JobPoller} is told. */
export interface JobPollerProps {
  /** Where the stack deploys to; literal values, since ARNs are composed of them. */
  readonly location: AwsLocation;
  /**
   * Name of the state machine, and the start of all other names. Letters, digits, `-` or `_`; with the region at most 49
   * characters, because of the longest name of a role. Two pollers in one account and region need two names.
   */
  readonly name: string;
  /** The queues that executions may submit to, and in which jobs left behind are looked for; 1 to 20 ARNs in `location`. */
  readonly jobQueueArns: readonly string[];
  /**
   * The job definitions that executions may submit; at most 20 ARNs in `location`, each without a revision, for all of
   * them, or with one. @default any in the account and region
   */
  readonly jobDefinitionArns?: readonly string[];
  /** How the state machine waits: Lambda functions that poll, or `batch:submitJob.sync`. @default "poll" */
  readonly integration?: "poll" | "sync";
  /** How long logs are kept, in days; one of the values that CloudWatch Logs takes. @default 30 */
  readonly logRetentionDays?: number;
  /** Whether alarms are made for what should never happen. @default true */
  readonly alarms?: boolean;
  /** SNS topic, in the same region, that alarms tell. @default nobody is told */
  readonly alarmTopicArn?: string;
  /** Whether a dashboard is made. @default true */
  readonly dashboard?: boolean;
  /** ARNs of alarms that the dashboard shows beside the poller's own. @default none */
  readonly otherAlarmArns?: readonly string[];
  /** Tags of everything that is made, beside the provider's default tags. @default none */
  readonly tags?: Readonly<Record<string, string>>;
  /** Folder with one folder for each built Lambda. @default the ones that come with this package */
  readonly bundlesPath?: string;
}

/** The props after the defaults. */
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

/** By the package's own name, so that it is found from the sources and from the compiled package alike. */
function packagedBundlesPath(): string {
  return join(dirname(require.resolve("job-status-poller/package.json")), "build", "lambdas");
}
