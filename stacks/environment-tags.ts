import type { DeploymentConfig } from "../config/deployment-config";

/**
 * Returns the tags that identify the resources of an environment. Deploy roles may change only network resources with
 * these tags.
 */
export function environmentTags({ environment, pollerName }: DeploymentConfig): Readonly<Record<string, string>> {
  return { Project: pollerName, Environment: environment };
}

/** Returns the tags of all resources of a stack. The environment's own replace those of the organization. */
export function stackTags(config: DeploymentConfig, stackName: string): Record<string, string> {
  return { ...config.tags, ...environmentTags(config), Stack: stackName, ManagedBy: "terraform" };
}
