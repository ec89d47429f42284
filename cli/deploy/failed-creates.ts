import * as z from "zod";
import { findRemoteState, type TerraformState } from "../state/remote-state";
import type { StateLocation } from "../state/synthesized-stack";

const resourceSchema = z.object({
  mode: z.literal("managed"),
  type: z.string(),
  name: z.string(),
  /** Absent for resources of the stack itself. */
  module: z.never().optional(),
  instances: z.tuple([
    z.object({
      status: z.literal("tainted"),
      index_key: z.never().optional(),
      deposed: z.never().optional(),
      attributes: z.looseObject({ id: z.string() }),
    }),
  ]),
});

/**
 * Finds the tainted objects in a state: AWS may have created them, but their create did not succeed.
 * @returns IDs by address. Objects in modules, lists and maps are omitted: the stacks have none.
 */
function findTainted({ resources }: TerraformState): ReadonlyMap<string, string> {
  return new Map(
    resources.flatMap((resource) => {
      const tainted = resourceSchema.safeParse(resource).data;
      return tainted === undefined
        ? []
        : [[`${tainted.type}.${tainted.name}`, tainted.instances[0].attributes.id] as const];
    }),
  );
}

/** Addresses that an apply can have left a tainted object at. */
export interface AppliedCreates {
  /** Planned creates. No object was in the state when they were planned. */
  readonly created: readonly string[];
  /** Planned replacements of objects that earlier attempts left behind, which their record names. */
  readonly repeated: readonly string[];
}

/**
 * Finds the tainted objects that an apply has left in the state.
 * @returns IDs by address
 * @throws CliError when the state cannot be read
 */
export async function findLeftCreates(
  location: StateLocation,
  { created, repeated }: AppliedCreates,
): Promise<Record<string, string>> {
  const found = await findRemoteState(location);
  const tainted = found.kind === "state" ? findTainted(found.state) : new Map<string, string>();
  return Object.fromEntries([...tainted].filter(([address]) => [...created, ...repeated].includes(address)));
}
