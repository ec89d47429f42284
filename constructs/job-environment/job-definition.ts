import { BatchJobDefinition } from "@cdktf/provider-aws/lib/batch-job-definition";
import { Construct } from "constructs";
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
  /** Command; `Ref::NAME` is replaced by the parameter of that name. */
  readonly command: readonly string[];
  /** Default values of the command's parameters. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Environment variables of the container. */
  readonly environment: Readonly<Record<string, string>>;
  /** Timeout of one attempt, in seconds; at least 60. */
  readonly timeoutSeconds: number;
  /** Execution role and job role. */
  readonly roles: JobRoles;
  /** Log group for the job's output. */
  readonly logGroup: LogGroup;
  /** Whether to assign a public IP address. A job in a public subnet needs one to reach the registry. */
  readonly assignPublicIp: boolean;
}

/** Smallest Fargate size. */
const VCPUS = "0.25";
const MEMORY_MIB = "512";

/** Minimum attempt timeout of Batch, in seconds. */
const MIN_TIMEOUT_SECONDS = 60;

/** Job definition of a Fargate container job. Batch retries only failures that the job did not cause. */
export class JobDefinition extends Construct {
  /** ARN without a revision; a job submitted with it uses the latest revision. */
  readonly jobDefinitionArn: string;

  /** @throws RangeError if `timeoutSeconds` is below 60 */
  constructor(scope: Construct, id: string, props: JobDefinitionProps) {
    super(scope, id);
    if (props.timeoutSeconds < MIN_TIMEOUT_SECONDS)
      throw new RangeError(
        `timeoutSeconds of job definition ${props.name} must be at least 60, got ${props.timeoutSeconds}`,
      );
    const resource = new BatchJobDefinition(this, "Resource", {
      name: props.name,
      type: "container",
      platformCapabilities: ["FARGATE"],
      parameters: { ...props.parameters },
      containerProperties: JSON.stringify(containerProperties(props)),
      retryStrategy: {
        attempts: DEFAULT_RETRY_STRATEGY.attempts,
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

/** @see https://docs.aws.amazon.com/batch/latest/APIReference/API_ContainerProperties.html */
function containerProperties(props: JobDefinitionProps): object {
  return {
    image: props.image,
    command: props.command,
    environment: Object.entries(props.environment).map(([name, value]) => ({ name, value })),
    executionRoleArn: props.roles.executionRoleArn,
    jobRoleArn: props.roles.jobRoleArn,
    resourceRequirements: [
      { type: "VCPU", value: VCPUS },
      { type: "MEMORY", value: MEMORY_MIB },
    ],
    readonlyRootFilesystem: true,
    fargatePlatformConfiguration: { platformVersion: "LATEST" },
    networkConfiguration: { assignPublicIp: props.assignPublicIp ? "ENABLED" : "DISABLED" },
    logConfiguration: {
      logDriver: "awslogs",
      options: { "awslogs-group": props.logGroup.logGroupName, "awslogs-region": props.region },
    },
  };
}
