import { DeleteObjectCommand, S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import * as z from "zod";
import { CliError } from "../cli-error";
import { explainS3Error, readStateObject } from "../state/remote-state";
import type { StateLocation } from "../state/synthesized-stack";

const journalSchema = z.object({
  version: z.literal(1),
  /** Addresses that the run planned to create. */
  planned: z.array(z.string()),
  /** IDs of the created resources, by address. */
  made: z.record(z.string(), z.string()),
});

/** Content of the journal object in the state bucket. */
export type JournalText = z.infer<typeof journalSchema>;

/** Journal of an interrupted run. */
export interface Journal extends JournalText {
  /** ETag of the version that was read; only this version may be overwritten or deleted. */
  readonly etag: string | undefined;
}

/** Object key of the journal in the state bucket. */
export const journalKey = ({ key }: StateLocation): string => `${key}.journal`;

/** S3 URI of the journal. */
export const journalUrl = (location: StateLocation): string => `s3://${location.bucket}/${journalKey(location)}`;

/** Finds the journal of an interrupted run. @throws CliError when it cannot be read */
export async function findJournal(location: StateLocation): Promise<Journal | undefined> {
  const found = await readStateObject(location, journalKey(location));
  if (found.kind !== "object") return undefined;
  try {
    return { ...journalSchema.parse(JSON.parse(found.text)), etag: found.etag };
  } catch (error) {
    throw new CliError([`${journalUrl(location)} is not a valid apply journal; check its content and delete it`], {
      cause: error,
    });
  }
}

/**
 * Whether an S3 error means that another run has written or deleted the journal since it was read.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export const isOfAnother = (error: unknown): boolean =>
  error instanceof S3ServiceException &&
  error.name !== "NoSuchBucket" &&
  [404, 409, 412].includes(error.$metadata.httpStatusCode ?? 0);

/**
 * Deletes a journal after its resources are in the state. Keeps a journal that another run has written since.
 * @throws CliError when the object cannot be deleted
 */
export async function endJournal(location: StateLocation, { etag }: Pick<Journal, "etag">): Promise<void> {
  const { bucket, region } = location;
  const s3 = new S3Client({ region });
  try {
    await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: journalKey(location), IfMatch: etag }));
  } catch (error) {
    if (isOfAnother(error)) return;
    throw new CliError(
      [
        `cannot delete ${journalUrl(location)}: ${explainS3Error(error, bucket)}; the changes were applied: run the same command again to delete the journal`,
      ],
      { cause: error },
    );
  } finally {
    s3.destroy();
  }
}
