import type { DeploymentConfig } from "../config/deployment-config";
import { permissionsBoundaryArn } from "../constructs/iam/permissions-boundary";

/** Path and permissions boundary of the roles that deployments create. */
export interface RoleRules {
  readonly permissionsBoundaryArn: string;
  /** Prefix of the IAM path. @default "/" */
  readonly rolePath?: string;
}

/**
 * Returns the rules for the roles that deployments create. A role can have only one permissions boundary: the
 * organization's replaces the environment's own, which still exists but limits no role.
 */
export function roleRules(config: DeploymentConfig): RoleRules {
  const { name, rolePath } = config;
  return {
    permissionsBoundaryArn: config.permissionsBoundaryArn ?? permissionsBoundaryArn(config, name, rolePath),
    ...(rolePath === undefined ? {} : { rolePath }),
  };
}
