import type { DeploymentConfig } from "./deployment-config";

/** The poller whose states lie below the environment alone. */
const FIRST_POLLER = "job-status-poller";

/** Key of a stack's state in its bucket; that of no other poller, even if they were given the same bucket. */
export function stateKey({ environment, pollerName, name }: DeploymentConfig, part: string): string {
  return `${pollerName === FIRST_POLLER ? environment : name}/${part}.tfstate`;
}
