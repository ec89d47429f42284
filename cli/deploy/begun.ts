import { DeleteObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import * as z from "zod";
import { CliError } from "../cli-error";
import { explainS3Error, readStateObject } from "../state/remote-state";
import type { StateLocation } from "../state/synthesized-stack";

const begunSchema = z.object({
  version: z.literal(1),
  /** Commit that the apply deployed. */
  commit: z.string(),
  /** Digest and SHA-256 of cdk.tf.json of the approved plan. */
  digest: z.string(),
  configHash: z.string(),
  /** IDs of tainted objects that an apply since the record created, by address. */
  failed: z.record(z.string(), z.string()).default({}),
});

/**
 * Record that an apply began a plan and has not completed it. Only the apply role can write it, so no artefact or
 * report of a pull request can claim what it says.
 */
export type Begun = z.infer<typeof begunSchema>;

const begunKey = ({ key }: StateLocation): string => `${key}.begun`;
const begunUrl = (location: StateLocation): string => `s3://${location.bucket}/${begunKey(location)}`;

/** Finds the record of a begun apply. @throws CliError when it cannot be read */
export async function findBegun(location: StateLocation): Promise<Begun | undefined> {
  const found = await readStateObject(location, begunKey(location));
  if (found.kind !== "object") return undefined;
  try {
    return begunSchema.parse(JSON.parse(found.text));
  } catch (error) {
    throw new CliError([`${begunUrl(location)} is not a valid record of an apply; check its content and delete it`], {
      cause: error,
    });
  }
}

/**
 * Records a plan before it is applied, and failed creates after it.
 * @throws CliError when the record cannot be written
 */
export const recordBegun = (location: StateLocation, begun: Omit<Begun, "version">): Promise<void> =>
  change(
    location,
    (s3, place) => s3.send(new PutObjectCommand({ ...place, Body: JSON.stringify({ ...begun, version: 1 }) })),
    "write",
    "; roles of an older bootstrap do not have this permission: run bootstrap again",
  );

/** Deletes the record after a complete apply. @throws CliError when it cannot be deleted */
export const clearBegun = (location: StateLocation): Promise<void> =>
  change(location, (s3, place) => s3.send(new DeleteObjectCommand(place)), "delete", "");

async function change(
  location: StateLocation,
  send: (s3: S3Client, place: { readonly Bucket: string; readonly Key: string }) => Promise<unknown>,
  verb: string,
  advice: string,
): Promise<void> {
  const s3 = new S3Client({ region: location.region });
  try {
    await send(s3, { Bucket: location.bucket, Key: begunKey(location) });
  } catch (error) {
    const reason = explainS3Error(error, location.bucket);
    throw new CliError([`cannot ${verb} ${begunUrl(location)}: ${reason}${advice}`], { cause: error });
  } finally {
    s3.destroy();
  }
}
