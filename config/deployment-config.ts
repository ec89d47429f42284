import type { WaitIntegration } from "../workflow/integration";
import type { LambdaRuntimeName } from "../workflow/lambda-runtimes";
import type { Partition } from "../workflow/partition";
import type { ENVIRONMENTS } from "./environments";
import { toJobConfig, type JobConfig } from "./job-config";
import { problemsBetweenJobSettings } from "./rules-between-job-settings";
import { problemsBetweenOrganizationSettings } from "./rules-on-organization-settings";
import { toOrganizationConfig, type OrganizationConfig } from "./organization-config";
import {
  problemOf,
  problemsBetweenSettings,
  problemsBetweenStartSettings,
  problemsOnOwnNames,
} from "./rules-between-settings";
import { problemsOfSubmitSettings } from "./rules-on-submit-settings";
import { SettingsError } from "./settings-error";
import { SETTINGS_SCHEMA, type Settings } from "./settings-schema";
import { toStartConfig, type StartConfig } from "./start-config";
import { toBatchArns } from "./submit-settings-schema";

/** Network of the jobs: a new VPC, an existing VPC, or the network of an existing job queue. */
export type NetworkConfig =
  | { readonly kind: "own" }
  | { readonly kind: "queue"; readonly assignPublicIp: boolean }
  | {
      readonly kind: "existing";
      readonly vpcId: string;
      readonly subnetIds: readonly string[];
      readonly assignPublicIp: boolean;
    };

/** Repository whose workflows can deploy the environment. */
export interface GithubConfig {
  /** `OWNER/NAME`. */
  readonly repository: string;
  /** IDs of owner and repository, which GitHub adds to the tokens of repositories created after July 2026. */
  readonly ids?: { readonly ownerId: string; readonly repositoryId: string };
  /** Issuer of the tokens, without `https://`. @default the issuer of github.com */
  readonly issuer?: string;
  /** Repository and version of the workflow files. @default the repository itself, on main */
  readonly workflows?: { readonly repository: string; readonly ref: string };
  /** Whether this environment creates the account's OIDC provider for GitHub; an account can have only one. */
  readonly createOidcProvider: boolean;
}

/** Deployment settings. */
export interface DeploymentConfig extends StartConfig, OrganizationConfig {
  readonly environment: (typeof ENVIRONMENTS)[number];
  /** Name of the poller; an account and region can have several. */
  readonly pollerName: string;
  /** Name of the environment's resources and prefix of longer names: `POLLER_NAME-ENVIRONMENT`. */
  readonly name: string;
  readonly partition: Partition;
  readonly region: string;
  readonly accountId: string;
  readonly waitIntegration: WaitIntegration;
  /** Capacity types of the jobs, in the order in which AWS Batch uses them. */
  readonly capacityTypes: readonly ("FARGATE" | "FARGATE_SPOT")[];
  readonly maxVcpus: number;
  readonly logRetentionDays: number;
  /** Runtime of the Lambda functions; undefined for the latest that the AWS provider accepts. */
  readonly lambdaRuntime: LambdaRuntimeName | undefined;
  readonly network: NetworkConfig;
  /** Outbound traffic of jobs in the created security group: `all`, or TCP ports. */
  readonly jobEgress: "all" | readonly number[];
  readonly stateBucket: string;
  /** Stacks that the workflows deploy, without their environment, in the order of their deployment. */
  readonly deployedParts: readonly string[];
  /** Resource types that only an allow-destroy line may delete, in addition to those that are always guarded. */
  readonly guardedTypes: readonly string[];
  /** ARN of an existing job queue. @default a new job queue */
  readonly jobQueueArn?: string;
  /** ARN of an existing job definition, with or without a revision. @default the sample job definition */
  readonly jobDefinitionArn?: string;
  /** ARNs of job queues that executions may use in addition; `any` for all of the region and account. */
  readonly otherJobQueueArns: readonly string[] | "any";
  /** ARNs of job definitions that executions may use in addition; `any` for all of the region and account. */
  readonly otherJobDefinitionArns: readonly string[] | "any";
  /** Created job definition; ignored with `jobDefinitionArn`. */
  readonly job: JobConfig;
  /** SNS topic notified by alarms. @default no notifications */
  readonly alarmTopicArn?: string;
  /** Repository for deployments by GitHub Actions. @default no roles are created */
  readonly github?: GithubConfig;
}

/** Environment variables, like `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Parses the deployment settings. An empty variable counts as not set, because CI systems pass unset values as
 * empty.
 * @throws SettingsError listing every missing or invalid setting
 */
export function parseDeploymentConfig(environment: Environment): DeploymentConfig {
  const given = Object.fromEntries(
    Object.keys(SETTINGS_SCHEMA.shape).flatMap((variable) => {
      const value = environment[variable]?.trim();
      return value === undefined || value === "" ? [] : [[variable, value]];
    }),
  );
  const parsed = SETTINGS_SCHEMA.safeParse(given);
  const problems = [
    ...(parsed.error?.issues ?? []).map(({ path, message }) => problemOf(String(path[0]), given, message)),
    ...problemsBetweenSettings(given),
    ...problemsBetweenJobSettings(given),
    ...problemsOfSubmitSettings(given),
    ...problemsBetweenStartSettings(given),
    ...problemsBetweenOrganizationSettings(given),
    ...problemsOnOwnNames(given),
  ];
  if (!parsed.success || problems.length > 0) throw new SettingsError(problems);
  return toDeploymentConfig(parsed.data);
}

function toDeploymentConfig(settings: Settings): DeploymentConfig {
  const { DEPLOY_ENVIRONMENT: environment, POLLER_NAME: pollerName, AWS_ACCOUNT_ID: accountId } = settings;
  const { region, partition } = settings.AWS_REGION;
  const name = `${pollerName}-${environment}`;
  return {
    environment,
    pollerName,
    name,
    partition,
    region,
    accountId,
    waitIntegration: settings.WAIT_INTEGRATION,
    capacityTypes: [settings.CAPACITY_TYPE, ...(settings.CAPACITY_FALLBACK ? [settings.CAPACITY_FALLBACK] : [])],
    maxVcpus: settings.MAX_VCPUS,
    logRetentionDays: settings.LOG_RETENTION_DAYS,
    lambdaRuntime: settings.LAMBDA_RUNTIME,
    network: toNetworkConfig(settings),
    jobEgress: settings.JOB_EGRESS ?? [443],
    stateBucket: settings.STATE_BUCKET ?? `${name}-state-${accountId}-${region}`,
    deployedParts: settings.DEPLOYED_STACKS,
    guardedTypes: settings.GUARDED_TYPES,
    ...(settings.JOB_QUEUE_ARN === undefined ? {} : { jobQueueArn: settings.JOB_QUEUE_ARN }),
    ...(settings.JOB_DEFINITION_ARN === undefined ? {} : { jobDefinitionArn: settings.JOB_DEFINITION_ARN }),
    otherJobQueueArns: toBatchArns("job-queue", settings.JOB_QUEUE_ARNS, { partition, region, accountId }),
    otherJobDefinitionArns: toBatchArns("job-definition", settings.JOB_DEFINITION_ARNS, {
      partition,
      region,
      accountId,
    }),
    job: toJobConfig(settings),
    ...(settings.ALARM_TOPIC_ARN === undefined ? {} : { alarmTopicArn: settings.ALARM_TOPIC_ARN }),
    ...toStartConfig(settings),
    ...toOrganizationConfig(settings),
    ...toGithubConfig(settings),
  };
}

function toNetworkConfig(settings: Settings): NetworkConfig {
  const { VPC_ID: vpcId, SUBNET_IDS: subnetIds } = settings;
  const assignPublicIp = settings.ASSIGN_PUBLIC_IP === "ENABLED";
  if (settings.JOB_QUEUE_ARN !== undefined) return { kind: "queue", assignPublicIp };
  if (vpcId === undefined || subnetIds === undefined) return { kind: "own" };
  return { kind: "existing", vpcId, subnetIds, assignPublicIp };
}

function toGithubConfig(settings: Settings): { readonly github?: GithubConfig } {
  const {
    GITHUB_REPOSITORY: repository,
    GITHUB_REPOSITORY_OWNER_ID: ownerId,
    GITHUB_REPOSITORY_ID: repositoryId,
    GITHUB_OIDC_ISSUER: issuer,
    GITHUB_WORKFLOWS: holder,
  } = settings;
  if (repository === undefined) return {};
  const ids = ownerId === undefined || repositoryId === undefined ? {} : { ids: { ownerId, repositoryId } };
  const from = issuer === undefined ? {} : { issuer };
  const [workflowRepository = "", ref = ""] = holder?.split("@") ?? [];
  const workflows = holder === undefined ? {} : { workflows: { repository: workflowRepository, ref } };
  return {
    github: {
      repository,
      ...ids,
      ...from,
      ...workflows,
      createOidcProvider: settings.GITHUB_OIDC_PROVIDER === "create",
    },
  };
}
