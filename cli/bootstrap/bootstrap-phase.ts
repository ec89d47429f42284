import { readFile } from "node:fs/promises";
import { parseState, type StateFound } from "../state/remote-state";

/** Progress of an earlier bootstrap. */
export type BootstrapPhase =
  /** The state is in the bucket, as for any other stack. */
  | { readonly kind: "remote" }
  /** The state is in a local file until it is moved to the bucket. */
  | { readonly kind: "local"; readonly adoptBucket: boolean };

/**
 * Finds the phase to resume.
 * @param remote - remote state of the stack
 * @param localStateFile - state file of an interrupted first run; may not exist
 */
export async function findPhase(remote: StateFound, localStateFile: string): Promise<BootstrapPhase> {
  if (remote.kind === "state") return { kind: "remote" };
  const text = await readFile(localStateFile, "utf8").catch(() => undefined);
  const isKnown =
    text !== undefined && parseState(text, localStateFile).resources.some(({ type }) => type === "aws_s3_bucket");
  // An interrupted run may have created the bucket without saving its state.
  return { kind: "local", adoptBucket: remote.kind === "no state" && !isKnown };
}
