import { GetObjectCommand, NoSuchKey, S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import * as z from "zod";
import { explainLock, parseLock, type LockInfo } from "reviewed-terraform/terraform";
import { CliError } from "../cli-error";
import { errorMessage } from "../error-properties";
import { placeOf } from "../terraform/terraform-place";
import { CREDENTIAL_ADVICE, explainAwsError } from "../target/explain-aws-error";
import type { StateLocation, SynthesizedStack } from "./synthesized-stack";

const outputSchema = z.object({ value: z.unknown(), sensitive: z.boolean().default(false) });

/** Fields read from a Terraform state; version 4 since Terraform 0.12. */
const stateSchema = z.object({
  version: z.literal(4),
  lineage: z.string(),
  serial: z.number(),
  outputs: z.record(z.string(), outputSchema).default({}),
  resources: z.array(z.looseObject({ mode: z.string(), type: z.string(), name: z.string().default("") })).default([]),
});

export type TerraformState = z.infer<typeof stateSchema>;

/** Result of looking up a state. */
export type StateFound =
  | { readonly kind: "state"; readonly state: TerraformState }
  | { readonly kind: "no state" }
  | { readonly kind: "no bucket" };

/**
 * Reads a state directly from its bucket, without Terraform: takes a second instead of a minute.
 * @throws CliError when S3 returns an error or the object is not a state
 */
export async function findRemoteState(location: StateLocation): Promise<StateFound> {
  const found = await readStateObject(location, location.key);
  if (found.kind !== "object") return found;
  return { kind: "state", state: parseState(found.text, `s3://${location.bucket}/${location.key}`) };
}

/** Finds the lock of a state. @throws CliError like {@link findRemoteState} */
export async function findRemoteLock(location: StateLocation): Promise<LockInfo | undefined> {
  const found = await readStateObject(location, `${location.key}.tflock`);
  return found.kind === "object" ? parseLock(found.text) : undefined;
}

/**
 * Checks that no state is locked before the first stack is changed.
 * @throws CliError when the bucket does not exist or a state is locked
 */
export async function checkStates(stacks: readonly SynthesizedStack[]): Promise<void> {
  const locks: string[] = [];
  for (const stack of stacks) {
    const lock = await findLockAdvice(stack);
    if (lock !== undefined) locks.push(lock);
  }
  if (locks.length > 0) throw new CliError(locks);
}

/**
 * Describes the lock of a stack's state, with advice.
 * @returns undefined when the state is not locked
 * @throws CliError when the bucket does not exist
 */
export async function findLockAdvice(stack: SynthesizedStack): Promise<string | undefined> {
  const { environment, state } = stack;
  if ((await findRemoteState(state)).kind === "no bucket")
    throw new CliError([
      `the state bucket ${state.bucket} does not exist; create it with: npm run poller -- bootstrap --environment ${environment}`,
    ]);
  const lock = await findRemoteLock(state);
  return lock === undefined ? undefined : explainLock(lock, placeOf(stack));
}

/** Result of looking up an object next to a state. */
export type ObjectFound =
  | {
      readonly kind: "object";
      readonly text: string;
      /** Version of the object, for conditional requests. */
      readonly etag: string | undefined;
    }
  | Exclude<StateFound, { kind: "state" }>;

/** Reads an object in the bucket of a state. @throws CliError like {@link findRemoteState} */
export async function readStateObject({ bucket, region }: StateLocation, key: string): Promise<ObjectFound> {
  const s3 = new S3Client({ region });
  try {
    const { Body: body, ETag: etag } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return { kind: "object", text: (await body?.transformToString()) ?? "", etag };
  } catch (error) {
    if (error instanceof NoSuchKey) return { kind: "no state" };
    if (error instanceof S3ServiceException && error.name === "NoSuchBucket") return { kind: "no bucket" };
    throw new CliError([`cannot read s3://${bucket}/${key}: ${explainS3Error(error, bucket)}`], { cause: error });
  } finally {
    s3.destroy();
  }
}

/** @throws CliError when the text is not a Terraform state of version 4 */
export function parseState(text: string, source: string): TerraformState {
  try {
    return stateSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new CliError(
      [`${source} is not a Terraform state of version 4; if it was damaged, restore an older version of it`],
      { cause: error },
    );
  }
}

const FORBIDDEN = 403;

/** Explains an S3 error with advice. */
export function explainS3Error(error: unknown, bucket: string): string {
  // Also the status of wrong credentials and of a wrong clock.
  const isDenied = error instanceof S3ServiceException && error.$metadata.httpStatusCode === FORBIDDEN;
  if (isDenied && !Object.hasOwn(CREDENTIAL_ADVICE, error.name))
    return `access denied; check that the credentials belong to the account of ${bucket} and may read it; if the bucket belongs to another account, set STATE_BUCKET to another name`;
  return explainAwsError(error) ?? errorMessage(error);
}
