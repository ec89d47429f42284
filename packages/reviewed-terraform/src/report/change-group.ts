import type { ChangeGroup, PlanReport, ResourceChange } from "./plan-report";

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

/** Counts the changes by action; a replacement counts once. */
export function countChanges(changes: readonly ResourceChange[]): PlanReport["counts"] {
  const count = (is: (change: ResourceChange) => boolean): number => changes.filter(is).length;
  const has = (action: "create" | "update" | "no-op") => (change: ResourceChange) =>
    change.actions.length === 1 && change.actions[0] === action;
  return {
    create: count(has("create")),
    update: count(has("update")),
    delete: count(({ actions }) => isLoss(actions)),
    replace: count(({ actions }) => isReplacement(actions)),
    other: count(has("no-op")),
  };
}
