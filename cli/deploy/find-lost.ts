import * as z from "zod";
import type { TerraformPlan } from "reviewed-terraform";
import type { Journal } from "./journal";

const idSchema = z.object({ id: z.string() });

/**
 * Finds replacements created by an interrupted apply whose predecessors are still in the state. They cannot be
 * imported, because an address holds one resource, so they are created again.
 */
export const findLost = (
  { resource_changes: changes }: TerraformPlan,
  { made }: Journal,
): readonly { readonly address: string; readonly id: string }[] =>
  changes.flatMap(({ address, deposed, change }) => {
    const isReplaced =
      deposed === undefined && ["create", "delete"].every((step) => change.actions.some((a) => a === step));
    const id = made[address];
    if (!isReplaced || id === undefined) return [];
    return idSchema.safeParse(change.before).data?.id === id ? [] : [{ address, id }];
  });
