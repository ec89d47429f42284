import type { DeploymentConfig } from "../config/deployment-config";
import { composeArn } from "../constructs/aws-location";

/** ARNs that several stacks need. They are composed without AWS calls, so that each stack can be planned alone. */
export interface ResourceNames {
  readonly jobQueueArn: string;
  /** Without a revision, unless the settings name an existing job definition with a revision. */
  readonly jobDefinitionArn: string;
}

/** Returns the ARNs of the job queue and job definition. The created ones are named `config.name`. */
export function resourceNames(config: DeploymentConfig): ResourceNames {
  return {
    jobQueueArn: config.jobQueueArn ?? composeArn(config, "batch", `job-queue/${config.name}`),
    jobDefinitionArn: config.jobDefinitionArn ?? composeArn(config, "batch", `job-definition/${config.name}`),
  };
}
