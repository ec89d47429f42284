import { composeGlobalArn } from "../aws-location";
import { permissionsBoundaryArn } from "../permissions-boundary";
import type { PolicyStatement } from "../policy-document";
import { namedResources, type DeployTarget } from "./deploy-target";

/** Services that a deployment hands roles to. */
const SERVICES_WITH_ROLES = ["ecs-tasks", "events", "lambda", "scheduler", "states"].map(
  (service) => `${service}.amazonaws.com`,
);

/**
 * Making the environment's roles and handing them to their services. What could widen a role works only on roles that
 * carry the boundary, and nothing here can take the boundary off or reach the path of the boundary and the deploy roles.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export function roleStatements(target: DeployTarget): PolicyStatement[] {
  const { roles } = namedResources(target);
  const { location, name } = target;
  return [
    {
      sid: "WidenBoundRoles",
      actions: ["iam:CreateRole", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy"],
      resources: [roles],
      conditions: { StringEquals: { "iam:PermissionsBoundary": permissionsBoundaryArn(location, name) } },
    },
    {
      sid: "ChangeRoles",
      actions: [
        "iam:DeleteRole",
        "iam:DeleteRolePolicy",
        "iam:ListInstanceProfilesForRole",
        "iam:TagRole",
        "iam:UntagRole",
        "iam:UpdateAssumeRolePolicy",
        "iam:UpdateRole",
        "iam:UpdateRoleDescription",
      ],
      resources: [roles],
    },
    {
      sid: "PassRoles",
      actions: ["iam:PassRole"],
      resources: [roles],
      conditions: { StringEquals: { "iam:PassedToService": SERVICES_WITH_ROLES } },
    },
    {
      // Batch's own role, made once in an account, with the first compute environment.
      sid: "CreateBatchRole",
      actions: ["iam:CreateServiceLinkedRole"],
      resources: [
        composeGlobalArn(location, "iam", "role/aws-service-role/batch.amazonaws.com/AWSServiceRoleForBatch"),
      ],
      conditions: { StringEquals: { "iam:AWSServiceName": "batch.amazonaws.com" } },
    },
  ];
}
