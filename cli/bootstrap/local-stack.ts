import * as z from "zod";
import { CliError } from "../cli-error";
import type { SynthesizedStack } from "../state/synthesized-stack";

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
