import type { DeploymentConfig } from "../config/deployment-config";
import { composeArn } from "../constructs/aws-location";

/** Names and ARNs that more than one stack needs; known without asking AWS, so that each stack can be planned alone. */
export interface ResourceNames {
  readonly jobQueueArn: string;
  /** Without a revision, unless an existing one was given with it. */
  readonly jobDefinitionArn: string;
}

/** Queue, job definition and state machine that we make for an environment are all called `config.name`. */
export function resourceNames(config: DeploymentConfig): ResourceNames {
  return {
    jobQueueArn: config.jobQueueArn ?? composeArn(config, "batch", `job-queue/${config.name}`),
    jobDefinitionArn: config.jobDefinitionArn ?? composeArn(config, "batch", `job-definition/${config.name}`),
  };
}
