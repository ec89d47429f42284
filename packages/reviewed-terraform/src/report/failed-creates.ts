import * as z from "zod";
import type { PlannedChange, PlannedResource, TerraformPlan } from "../terraform/terraform-plan";

/**
 * Whether a change replaces an object whose create did not succeed. Terraform keeps such an object in the state as
 * _tainted_, because AWS may have created it.
 * @see https://developer.hashicorp.com/terraform/internals/json-format#change-representation
 */
export const isTainted = ({ action_reason: reason }: PlannedResource): boolean => reason === "replace_because_tainted";

const idSchema = z.object({ id: z.string() });

/**
 * Finds the replacements of objects that an earlier apply left behind when their create failed.
 * @param failed - IDs of these objects by address, from a record that only the apply can write. An object with
 *   another ID, or without one, is not found: it may have existed before.
 * @returns addresses
 */
export function findFailedCreates(
  { resource_changes: changes }: TerraformPlan,
  failed: Readonly<Record<string, string>>,
): ReadonlySet<string> {
  const found = changes.filter((resource) => {
    const { address, deposed, change } = resource;
    const id = idSchema.safeParse(change.before).data?.id;
    const isReplaced = change.actions.includes("create") && change.actions.includes("delete");
    return isReplaced && isTainted(resource) && deposed === undefined && id !== undefined && failed[address] === id;
  });
  return new Set(found.map(({ address }) => address));
}

/** Returns a plan in which the given replacements are creates, as if their objects did not exist. */
export function withoutFailedCreates(plan: TerraformPlan, addresses: ReadonlySet<string>): TerraformPlan {
  const changes = plan.resource_changes.map((resource): PlannedResource => {
    if (!addresses.has(resource.address) || !isTainted(resource)) return resource;
    const { after, after_unknown, after_sensitive } = resource.change;
    const replaced = { before: null, before_sensitive: false, replace_paths: [] };
    const change: PlannedChange = { actions: ["create"], after, after_unknown, after_sensitive, ...replaced };
    return { ...resource, action_reason: undefined, change };
  });
  return { ...plan, resource_changes: changes };
}
