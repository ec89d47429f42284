import type { App } from "cdktf";
import type { DeploymentConfig } from "../config/deployment-config";
import { BatchStack } from "./batch-stack";
import { JobPollerStack } from "./job-poller-stack";
import { StateBackendStack } from "./state-backend-stack";

export interface EnvironmentProps {
  readonly config: DeploymentConfig;
  /** Folder with one subfolder per built Lambda function, like `build/lambdas`. */
  readonly lambdaCodePath: string;
}

/**
 * Adds the stacks of one environment to the app. Each stack can be planned without the state of another. The stack
 * `state-backend-ENVIRONMENT` is deployed by `poller bootstrap` with an administrator's credentials. Pipelines deploy
 * the others.
 */
export function addEnvironment(app: App, { config, lambdaCodePath }: EnvironmentProps): void {
  new StateBackendStack(app, config);
  const batch = new BatchStack(app, config);
  const jobPoller = new JobPollerStack(app, config, lambdaCodePath);
  jobPoller.addDependency(batch);
}
