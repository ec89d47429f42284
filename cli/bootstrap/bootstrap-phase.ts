import { readFile } from "node:fs/promises";
import * as z from "zod";
import { CliError } from "../cli-error";
import { parseState, type StateFound, type TerraformState } from "../state/remote-state";
import type { SynthesizedStack } from "../state/synthesized-stack";

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
  const local = await readKnownState(remote, localStateFile);
  const isKnown = local?.resources.some(({ type }) => type === "aws_s3_bucket") === true;
  // An interrupted run may have created the bucket without saving its state.
  return { kind: "local", adoptBucket: remote.kind === "no state" && !isKnown };
}

/** Returns the last known state: the remote one, or the local one of an interrupted first run. */
export async function readKnownState(remote: StateFound, localStateFile: string): Promise<TerraformState | undefined> {
  if (remote.kind === "state") return remote.state;
  const text = await readFile(localStateFile, "utf8").catch(() => undefined);
  return text === undefined ? undefined : parseState(text, localStateFile);
}

/** State file of the first run, until the state is moved to the bucket. */
export const LOCAL_STATE_FILE = "bootstrap.tfstate";

const bucketsSchema = z.object({
  resource: z.object({ aws_s3_bucket: z.record(z.string(), z.looseObject({ bucket: z.string() })) }),
});

/**
 * Returns the stack with a local backend, because its bucket does not exist yet.
 * @param adoptBucket - imports the existing bucket instead of creating it
 */
export function makeLocalStack({ name, json, state }: SynthesizedStack, adoptBucket: boolean): object {
  const terraform = { ...json.terraform, backend: { local: { path: LOCAL_STATE_FILE } } };
  if (!adoptBucket) return { ...json, terraform };
  const buckets = bucketsSchema.safeParse(json).data?.resource.aws_s3_bucket ?? {};
  const [id] = Object.entries(buckets).find(([, { bucket }]) => bucket === state.bucket) ?? [];
  if (id === undefined)
    throw new CliError([`${name} does not create the bucket ${state.bucket}, which its backend requires`]);
  return { ...json, terraform, import: [{ to: `aws_s3_bucket.${id}`, id: state.bucket }] };
}
