import type { DeploymentConfig } from "../config/deployment-config";
import { composeArn } from "../constructs/aws-location";

/** ARNs that several stacks need. They are composed without AWS calls, so that each stack can be planned alone. */
export interface ResourceNames {
  readonly jobQueueArn: string;
  /** Without a revision, unless the settings name an existing job definition with a revision. */
  readonly jobDefinitionArn: string;
  /** Job queues that executions may use, with the default one; `any` for all of the region and account. */
  readonly jobQueueArns: readonly string[] | "any";
  /** Job definitions that executions may use, with the default one; `any` for all of the region and account. */
  readonly jobDefinitionArns: readonly string[] | "any";
}

/** Returns the ARNs of the job queue and job definition. The created ones are named `config.name`. */
export function resourceNames(config: DeploymentConfig): ResourceNames {
  const jobQueueArn = config.jobQueueArn ?? composeArn(config, "batch", `job-queue/${config.name}`);
  const jobDefinitionArn = config.jobDefinitionArn ?? composeArn(config, "batch", `job-definition/${config.name}`);
  return {
    jobQueueArn,
    jobDefinitionArn,
    jobQueueArns: withOthers(jobQueueArn, config.otherJobQueueArns),
    jobDefinitionArns: withOthers(jobDefinitionArn, config.otherJobDefinitionArns),
  };
}

const withOthers = (own: string, others: readonly string[] | "any"): readonly string[] | "any" =>
  others === "any" ? others : [...new Set([own, ...others])];
