import type { DeploymentConfig } from "./deployment-config";
import { DEFAULT_POLLER_NAME } from "./settings-schema";

/**
 * Key of a stack's state in its bucket; that of no other poller, even if they were given the same bucket. States of the
 * default poller lie below the environment alone.
 */
export function stateKey({ environment, pollerName, name }: DeploymentConfig, part: string): string {
  return `${pollerName === DEFAULT_POLLER_NAME ? environment : name}/${part}.tfstate`;
}
