import type { DeploymentConfig } from "../config/deployment-config";

/** Tags of every resource of an environment; deploy roles may touch networks with these tags only. */
export function environmentTags({ environment, pollerName }: DeploymentConfig): Readonly<Record<string, string>> {
  return { Project: pollerName, Environment: environment };
}
