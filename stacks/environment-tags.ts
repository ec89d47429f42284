import type { DeploymentConfig } from "../config/deployment-config";

/**
 * Returns the tags of all resources of an environment. Deploy roles may change only network resources with these
 * tags.
 */
export function environmentTags({ environment, pollerName }: DeploymentConfig): Readonly<Record<string, string>> {
  return { Project: pollerName, Environment: environment };
}
