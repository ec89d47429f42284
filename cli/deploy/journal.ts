import { DeleteObjectCommand, S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import * as z from "zod";
import { CliError } from "../cli-error";
import { explainS3Error, readStateObject } from "../state/remote-state";
import type { StateLocation } from "../state/synthesized-stack";

const journalSchema = z.object({
  version: z.literal(1),
  /** Addresses that the run was to make. */
  planned: z.array(z.string()),
  /** Address -> what AWS calls it, of what is known to have been made. */
  made: z.record(z.string(), z.string()),
});

/** What an apply tells in the state bucket of what it makes. */
export type JournalText = z.infer<typeof journalSchema>;

/** What a run was about to make when it was killed. */
export interface Journal extends JournalText {
  /** Of the writing that was read; no other may be overwritten or deleted. */
  readonly etag: string | undefined;
}

/** Key of the journal in the bucket of its state. */
export const journalKey = ({ key }: StateLocation): string => `${key}.journal`;

/** Where the journal of a state lies, as the AWS CLI takes it. */
export const journalUrl = (location: StateLocation): string => `s3://${location.bucket}/${journalKey(location)}`;

/** The journal that a run left behind that was killed. @throws CliError when it cannot be read */
export async function findJournal(location: StateLocation): Promise<Journal | undefined> {
  const found = await readStateObject(location, journalKey(location));
  if (found.kind !== "object") return undefined;
  try {
    return { ...journalSchema.parse(JSON.parse(found.text)), etag: found.etag };
  } catch (error) {
    throw new CliError([`${journalUrl(location)} is no journal of an apply; look what it is, and delete it`], {
      cause: error,
    });
  }
}

/**
 * Whether another run has written or ended the journal since it was read, or is just writing it.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export const isOfAnother = (error: unknown): boolean =>
  error instanceof S3ServiceException &&
  error.name !== "NoSuchBucket" &&
  [404, 409, 412].includes(error.$metadata.httpStatusCode ?? 0);

/**
 * Ends a journal, when the state knows all that was made; one that another run has written since is that one's to end.
 * @throws CliError when the bucket does not let go of it
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
        `cannot delete ${journalUrl(location)}: ${explainS3Error(error, bucket)}; what was applied is applied: run the same command again to end the journal`,
      ],
      { cause: error },
    );
  } finally {
    s3.destroy();
  }
}
