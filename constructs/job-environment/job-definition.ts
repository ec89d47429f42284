import { BatchJobDefinition } from "@cdktf/provider-aws/lib/batch-job-definition";
import { Construct } from "constructs";
import { templateSafeJson } from "../literal-json";
import { SizeError } from "../size-error";
import { DEFAULT_RETRY_STRATEGY } from "./retry-strategy";
import type { JobRoles } from "./job-roles";
import type { LogGroup } from "../monitoring/log-group";

export interface JobDefinitionProps {
  /** Region of the log group. */
  readonly region: string;
  /** Name of the job definition; 1 to 128 letters, digits, `-` or `_`. */
  readonly name: string;
  /** Container image. */
  readonly image: string;
  /** ARN of the Secrets Manager secret with the credentials of the image's registry. @default no credentials */
  readonly imageCredentialsArn?: string;
  /** Command; `Ref::NAME` is replaced by the parameter of that name. @default the image's own command */
  readonly command?: readonly string[];
  /** Default values of the command's parameters. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Environment variables of the container. */
  readonly environment: Readonly<Record<string, string>>;
  /** Secrets: environment variable -> ARN of a Secrets Manager secret or an SSM parameter. @default none */
  readonly secrets?: Readonly<Record<string, string>>;
  /** vCPUs and memory, in MiB, in a combination that Fargate supports. */
  readonly vcpus: number;
  readonly memoryMib: number;
  /** Size of the container's disk, 21 to 200 GiB. @default Fargate's default, 20 GiB */
  readonly ephemeralStorageGib?: number;
  /** Processor architecture. @default Fargate's default, X86_64 */
  readonly architecture?: "X86_64" | "ARM64";
  /** Whether the container cannot write to its root file system. */
  readonly readonlyRootFilesystem: boolean;
  /** Attempts, including the first; 1 to 10. @default 3 */
  readonly retryAttempts?: number;
  /** Timeout of one attempt, in seconds; at least 60. */
  readonly timeoutSeconds: number;
  /** Execution role and job role. */
  readonly roles: JobRoles;
  /** Log group for the job's output. */
  readonly logGroup: LogGroup;
  /** Whether to assign a public IP address. A job in a public subnet needs one to reach the registry. */
  readonly assignPublicIp: boolean;
}

/** Minimum attempt timeout of Batch, in seconds. */
const MIN_TIMEOUT_SECONDS = 60;

/**
 * Maximum size of a job definition, in bytes.
 * @see https://docs.aws.amazon.com/batch/latest/userguide/service_limits.html
 */
const MAX_DEFINITION_BYTES = 24 * 1024;

/** Job definition of a Fargate container job. Batch retries only failures that the job did not cause. */
export class JobDefinition extends Construct {
  /** ARN without a revision; a job submitted with it uses the latest revision. */
  readonly jobDefinitionArn: string;

  /** @throws RangeError if `timeoutSeconds` is below 60, SizeError if the container's properties exceed 24 KiB */
  constructor(scope: Construct, id: string, props: JobDefinitionProps) {
    super(scope, id);
    if (props.timeoutSeconds < MIN_TIMEOUT_SECONDS)
      throw new RangeError(
        `timeoutSeconds of job definition ${props.name} must be at least 60, got ${props.timeoutSeconds}`,
      );
    const bytes = containerBytes(props);
    if (bytes > MAX_DEFINITION_BYTES)
      throw new SizeError(
        `container properties of job definition ${props.name}`,
        { size: MAX_DEFINITION_BYTES, unit: "bytes" },
        bytes,
        "shorten the command or the environment",
      );
    const resource = new BatchJobDefinition(this, "Resource", {
      name: props.name,
      type: "container",
      platformCapabilities: ["FARGATE"],
      parameters: { ...props.parameters },
      containerProperties: templateSafeJson(containerProperties(props)),
      retryStrategy: {
        attempts: props.retryAttempts ?? DEFAULT_RETRY_STRATEGY.attempts,
        evaluateOnExit: DEFAULT_RETRY_STRATEGY.evaluateOnExit.map((rule) => ({ ...rule })),
      },
      timeout: { attemptDurationSeconds: props.timeoutSeconds },
      propagateTags: true,
      // Executions waiting for a retry, and jobs submitted by revision, still need older revisions.
      deregisterOnNewRevision: false,
    });
    resource.node.addDependency(props.roles, props.logGroup);
    this.jobDefinitionArn = resource.arnPrefix;
  }
}

/** Returns the size of a job definition's container properties, in bytes. */
export const containerBytes = (props: JobDefinitionProps): number =>
  Buffer.byteLength(templateSafeJson(containerProperties(props)));

/** @see https://docs.aws.amazon.com/batch/latest/APIReference/API_ContainerProperties.html */
function containerProperties(props: JobDefinitionProps): object {
  const secrets = Object.entries(props.secrets ?? {}).map(([name, valueFrom]) => ({ name, valueFrom }));
  return {
    image: props.image,
    ...(props.imageCredentialsArn === undefined
      ? {}
      : { repositoryCredentials: { credentialsParameter: props.imageCredentialsArn } }),
    ...(props.command === undefined ? {} : { command: props.command }),
    environment: Object.entries(props.environment).map(([name, value]) => ({ name, value })),
    ...(secrets.length === 0 ? {} : { secrets }),
    executionRoleArn: props.roles.executionRoleArn,
    jobRoleArn: props.roles.jobRoleArn,
    resourceRequirements: [
      { type: "VCPU", value: String(props.vcpus) },
      { type: "MEMORY", value: String(props.memoryMib) },
    ],
    readonlyRootFilesystem: props.readonlyRootFilesystem,
    ...(props.ephemeralStorageGib === undefined ? {} : { ephemeralStorage: { sizeInGiB: props.ephemeralStorageGib } }),
    ...(props.architecture === undefined
      ? {}
      : { runtimePlatform: { cpuArchitecture: props.architecture, operatingSystemFamily: "LINUX" } }),
    fargatePlatformConfiguration: { platformVersion: "LATEST" },
    networkConfiguration: { assignPublicIp: props.assignPublicIp ? "ENABLED" : "DISABLED" },
    logConfiguration: {
      logDriver: "awslogs",
      options: { "awslogs-group": props.logGroup.logGroupName, "awslogs-region": props.region },
    },
  };
}
