import type { DeploymentConfig } from "./deployment-config";
import { DEFAULT_POLLER_NAME } from "./settings-schema";

/**
 * Object key of a stack's state, unique even if pollers share a bucket. The default poller's keys start with the
 * environment.
 */
export function stateKey({ environment, pollerName, name }: DeploymentConfig, part: string): string {
  return `${pollerName === DEFAULT_POLLER_NAME ? environment : name}/${part}.tfstate`;
}
