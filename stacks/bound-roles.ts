import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Aspects, type IAspect } from "cdktf";
import type { IConstruct } from "constructs";
import type { DeploymentConfig } from "../config/deployment-config";
import { permissionsBoundaryArn } from "../constructs/iam/permissions-boundary";

/** Sets the environment's permissions boundary on every role in `scope`. */
export function boundRoles(scope: IConstruct, config: DeploymentConfig): void {
  Aspects.of(scope).add(new PermissionsBoundaryAspect(permissionsBoundaryArn(config, config.name)));
}

class PermissionsBoundaryAspect implements IAspect {
  constructor(private readonly boundaryArn: string) {}

  visit(node: IConstruct): void {
    if (node instanceof IamRole) node.permissionsBoundary = this.boundaryArn;
  }
}
