import { composeGlobalArn } from "../../aws-location";
import type { PolicyStatement } from "../policy-document";
import { serviceRolePath } from "../../../workflow/iam-paths";
import { namedResources, type DeployTarget } from "./deploy-target";

/** Services that a deployment passes roles to. */
const SERVICES_WITH_ROLES = ["ecs-tasks", "events", "lambda", "scheduler", "states"].map(
  (service) => `${service}.amazonaws.com`,
);

/**
 * Allows creating the environment's roles and passing them to their services. Actions that add permissions require
 * the permissions boundary. No action here can remove the boundary or reach the IAM path of the boundary and deploy
 * roles.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export function roleStatements(target: DeployTarget): PolicyStatement[] {
  const { roles } = namedResources(target);
  const { location, jobRoleArn, permissionsBoundaryArn } = target;
  return [
    {
      sid: "WidenBoundRoles",
      actions: ["iam:CreateRole", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy"],
      resources: [roles],
      conditions: { StringEquals: { "iam:PermissionsBoundary": permissionsBoundaryArn } },
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
    ...(jobRoleArn === undefined
      ? []
      : [
          {
            sid: "PassJobRole",
            actions: ["iam:PassRole"],
            resources: [jobRoleArn],
            conditions: { StringEquals: { "iam:PassedToService": ["ecs-tasks.amazonaws.com"] } },
          },
        ]),
    ...attachStatements(target),
    {
      // Batch's service-linked role, created with the first compute environment of an account.
      sid: "CreateBatchRole",
      actions: ["iam:CreateServiceLinkedRole"],
      resources: [
        composeGlobalArn(location, "iam", "role/aws-service-role/batch.amazonaws.com/AWSServiceRoleForBatch"),
      ],
      conditions: { StringEquals: { "iam:AWSServiceName": "batch.amazonaws.com" } },
    },
  ];
}

/**
 * Allows attaching only the given managed policies, only to the job role, and only while it has the boundary.
 * Detaching has no condition on the policy: the settings may no longer contain it.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
 */
function attachStatements({
  location,
  name,
  rolePath,
  permissionsBoundaryArn,
  jobPolicyArns = [],
}: DeployTarget): PolicyStatement[] {
  if (jobPolicyArns.length === 0) return [];
  const resources = [
    composeGlobalArn(location, "iam", `role${serviceRolePath(rolePath)}${name}-job-${location.region}`),
  ];
  const boundary = { "iam:PermissionsBoundary": permissionsBoundaryArn };
  return [
    {
      sid: "AttachJobPolicies",
      actions: ["iam:AttachRolePolicy"],
      resources,
      conditions: { StringEquals: boundary, ArnEquals: { "iam:PolicyARN": jobPolicyArns } },
    },
    { sid: "DetachJobPolicies", actions: ["iam:DetachRolePolicy"], resources },
  ];
}
