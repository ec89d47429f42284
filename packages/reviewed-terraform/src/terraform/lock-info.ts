import * as z from "zod";
import type { TerraformPlace } from "./terraform-place";

/** State lock. */
export interface LockInfo {
  readonly id: string;
  readonly who: string;
  readonly operation: string;
  /** `2026-11-22 08:00:00 +0000 UTC`, or in ISO 8601 */
  readonly created: string;
}

/** Lock file of a state, as written by Terraform. */
const lockSchema = z.object({
  ID: z.string(),
  Operation: z.string().default(""),
  Who: z.string().default(""),
  Created: z.string().default(""),
});

/** Parses a lock file; an invalid file is a lock with unknown details. */
export function parseLock(text: string): LockInfo {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  const { ID: id = "LOCK_ID", Operation = "", Who: who = "", Created = "" } = lockSchema.safeParse(json).data ?? {};
  return tidy({ id, who, operation: Operation, created: Created });
}

/** Parses the "Lock Info:" block of Terraform's error; undefined if there is none. */
export function findLockInfo(output: string): LockInfo | undefined {
  const block = /Lock Info:([\s\S]*)/.exec(output)?.[1];
  if (block === undefined) return undefined;
  const field = (name: string): string => new RegExp(`^.*?\\b${name}:[ \\t]*(.*)$`, "m").exec(block)?.[1]?.trim() ?? "";
  const id = field("ID");
  if (id === "") return undefined;
  return tidy({ id, who: field("Who"), operation: field("Operation"), created: field("Created") });
}

const tidy = ({ id, who, operation, created }: LockInfo): LockInfo => ({
  id,
  who,
  operation: operation.replace(/^OperationType/, "").toLowerCase(),
  created: created.replace(/\.\d+/, ""),
});

/** Describes a lock in one line: owner, creation time and how to release it. */
export function explainLock({ id, who, operation, created }: LockInfo, place: TerraformPlace): string {
  const doing = operation === "" ? "" : ` (${operation})`;
  return `the state of ${place.stackName} is locked by ${who || "somebody"}${doing} since ${created || "an unknown time"}, lock ${id}; wait until it is released, or, if that run was killed: ${place.unlock(id)}`;
}
