import type { ChangeGroup, ResourceChange } from "./plan-report";

type Actions = ResourceChange["actions"];

/** Resource types that grant permissions. */
const PERMISSION_TYPE =
  /^aws_(?:iam_|kms_(?:key|grant)|lambda_(?:permission|function_url)|s3_bucket_(?:policy|acl|public_access_block|ownership_controls)|.+_policy$)/;

const NETWORK_TYPE =
  /^aws_(?:(?:default_)?(?:vpc|subnet|route|security_group|network)|internet_gateway|egress_only|nat_gateway|eip|flow_log|main_route|ec2_|lb|alb)/;

export function isReplacement(actions: Actions): boolean {
  return actions.includes("create") && actions.includes("delete");
}

/** Returns whether a change deletes a resource, or removes it from the state without deleting it. */
export function isLoss(actions: Actions): boolean {
  return (actions.includes("delete") && !actions.includes("create")) || actions.includes("forget");
}

export function findChangeGroup(type: string, actions: Actions): ChangeGroup {
  if (isLoss(actions)) return "destroy";
  if (isReplacement(actions)) return "replace";
  if (PERMISSION_TYPE.test(type)) return "iam";
  return NETWORK_TYPE.test(type) ? "network" : "other";
}
