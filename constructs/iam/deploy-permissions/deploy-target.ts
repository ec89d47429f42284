import { composeArn, composeGlobalArn, type AwsLocation } from "../../aws-location";
import type { PolicyStatement } from "../policy-document";
import { serviceRolePath } from "../../../workflow/iam-paths";

/** Environment that deploy roles may manage, in one account and region. */
export interface DeployTarget {
  /** Partition, region and account. */
  readonly location: AwsLocation;
  /** Name of the environment and prefix of its resource names, like `job-status-poller-dev`. */
  readonly name: string;
  /** Name of the state bucket. */
  readonly stateBucket: string;
  /** Job queues and job definitions that executions may use, including existing ones. */
  readonly jobQueueArns: readonly string[];
  readonly jobDefinitionArns: readonly string[];
  /** Permissions that the settings of the job add to its roles. */
  readonly jobStatements: readonly PolicyStatement[];
  /** Whether an e-mail address is subscribed to the notification topic. @default false */
  readonly subscribesEmail?: boolean;
  /** Managed policies that may be attached to the job role. @default none */
  readonly jobPolicyArns?: readonly string[];
  /** Existing role that the job definition gives to jobs. @default a role of the environment */
  readonly jobRoleArn?: string;
  /** Permissions boundary that all roles of the environment must have. */
  readonly permissionsBoundaryArn: string;
  /** Prefix of the roles' IAM paths. @default "/" */
  readonly rolePath?: string | undefined;
  /** Customer managed KMS key of logs, states, queues and topics. @default none */
  readonly kmsKeyArn?: string | undefined;
  /** Tags that only resources of the environment have. */
  readonly tags: Readonly<Record<string, string>>;
}

/** ARN patterns of the resources whose names start with the environment's name. */
export interface NamedResources {
  readonly roles: string;
  readonly functions: string;
  readonly stateMachine: string;
  readonly jobQueue: string;
  readonly computeEnvironments: string;
  readonly jobDefinition: string;
  readonly alarms: string;
  readonly dashboard: string;
  readonly rules: string;
  readonly deadLetterQueues: string;
  readonly schedules: string;
  readonly topics: string;
  readonly tables: string;
  /** Each with and without the trailing `:*` that some actions require. */
  readonly logGroups: readonly string[];
}

/**
 * Returns the ARN patterns of the environment's resources. Names continue with `-`, so they match no other
 * environment.
 */
export function namedResources({ location, name, rolePath }: DeployTarget): NamedResources {
  const arn = (service: string, resource: string): string => composeArn(location, service, resource);
  const logGroups = [`/aws/batch/${name}`, `/aws/vendedlogs/states/${name}`].map((group) =>
    arn("logs", `log-group:${group}`),
  );
  return {
    roles: composeGlobalArn(location, "iam", `role${serviceRolePath(rolePath)}${name}-*`),
    functions: arn("lambda", `function:${name}-*`),
    stateMachine: arn("states", `stateMachine:${name}`),
    jobQueue: arn("batch", `job-queue/${name}`),
    computeEnvironments: arn("batch", `compute-environment/${name}-*`),
    jobDefinition: arn("batch", `job-definition/${name}`),
    alarms: arn("cloudwatch", `alarm:${name}-*`),
    dashboard: composeGlobalArn(location, "cloudwatch", `dashboard/${name}`),
    rules: arn("events", `rule/${name}-*`),
    deadLetterQueues: arn("sqs", `${name}-*`),
    schedules: arn("scheduler", `schedule/default/${name}-*`),
    topics: arn("sns", `${name}-*`),
    tables: arn("dynamodb", `table/${name}-*`),
    logGroups: [...logGroups.flatMap((group) => [group, `${group}:*`]), arn("logs", `log-group:/aws/lambda/${name}-*`)],
  };
}
