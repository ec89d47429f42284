import { composeArn, composeGlobalArn, type AwsLocation } from "../aws-location";
import { SERVICE_ROLE_PATH } from "../service-role";

/** What deploy roles are allowed for: one environment in one account and region. */
export interface DeployTarget {
  readonly location: AwsLocation;
  /** Name of the environment and start of its resources' names, like `job-status-poller-dev`. */
  readonly name: string;
  readonly stateBucket: string;
  /** Queues and job definitions that executions may use, whoever made them. */
  readonly jobQueueArns: readonly string[];
  readonly jobDefinitionArns: readonly string[];
  /** Tags that every resource of the environment carries, and resources of others do not. */
  readonly tags: Readonly<Record<string, string>>;
}

/** ARN patterns of the resources whose names begin with the environment's name. */
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
  /** Each with and without the `:*` that some actions are checked against. */
  readonly logGroups: readonly string[];
}

/** The environment's own resources; a name goes on with `-` only, so that no other environment's name begins alike. */
export function namedResources({ location, name }: DeployTarget): NamedResources {
  const arn = (service: string, resource: string): string => composeArn(location, service, resource);
  const logGroups = [`/aws/batch/${name}`, `/aws/vendedlogs/states/${name}`].map((group) =>
    arn("logs", `log-group:${group}`),
  );
  return {
    roles: composeGlobalArn(location, "iam", `role${SERVICE_ROLE_PATH}${name}-*`),
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
    logGroups: [...logGroups.flatMap((group) => [group, `${group}:*`]), arn("logs", `log-group:/aws/lambda/${name}-*`)],
  };
}
