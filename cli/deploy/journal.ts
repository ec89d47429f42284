import { DeleteObjectCommand, PutObjectCommand, S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import * as z from "zod";
import type { ApplyMessage } from "reviewed-terraform";
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
type JournalText = z.infer<typeof journalSchema>;

/** Journal of an interrupted run. */
export interface Journal extends JournalText {
  /** ETag of the version that was read; only this version may be overwritten or deleted. */
  readonly etag: string | undefined;
}

/** Object key of the journal in the state bucket. */
const journalKey = ({ key }: StateLocation): string => `${key}.journal`;

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
const isOfAnother = (error: unknown): boolean =>
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

/**
 * Writes the created resources to the state bucket during an apply, because Terraform saves its state there at most
 * every 20 seconds. Each write is conditional on the version that this run knows, so that two recoveries of one
 * journal lose no entries.
 * @see https://developer.hashicorp.com/terraform/language/backend
 */
export class ApplyJournal {
  private readonly planned: Set<string>;
  private readonly made: Record<string, string>;
  private readonly s3: S3Client;
  private etag: string | undefined;
  private writing: Promise<void> | undefined;
  private isBehind = false;

  /** @param left - journal of an interrupted run, valid until this run has ended */
  constructor(
    private readonly location: StateLocation,
    planned: readonly string[],
    left: Journal | undefined,
  ) {
    this.planned = new Set([...(left?.planned ?? []), ...planned]);
    this.made = { ...left?.made };
    this.etag = left?.etag;
    this.s3 = new S3Client({ region: location.region });
  }

  /**
   * Writes the planned addresses, before the apply.
   * @throws CliError when the journal cannot be written, or another run has written one
   */
  async begin(): Promise<void> {
    const { bucket } = this.location;
    await this.put().catch((error: unknown): never => {
      if (isOfAnother(error))
        throw new CliError(
          [
            `${journalUrl(this.location)} shows that another apply has started since this plan; run the same command again after it has ended`,
          ],
          { cause: error },
        );
      throw new CliError(
        [
          `cannot write ${journalUrl(this.location)}: ${explainS3Error(error, bucket)}; roles of an older bootstrap do not have this permission: run bootstrap again`,
        ],
        { cause: error },
      );
    });
  }

  push(message: ApplyMessage): void {
    if (message.type !== "apply_complete" || message.hook.action !== "create") return;
    const { resource, id_value: id } = message.hook;
    if (id === undefined) return;
    this.made[resource.addr] = id;
    this.write();
  }

  /**
   * @param isWritten - whether all created resources are in the state; the journal is then deleted
   * @throws CliError when it cannot be deleted
   */
  async end(isWritten: boolean): Promise<void> {
    while (this.writing !== undefined) await this.writing;
    this.s3.destroy();
    if (isWritten) await endJournal(this.location, { etag: this.etag });
  }

  private write(): void {
    if (this.writing !== undefined) {
      this.isBehind = true;
      return;
    }
    this.isBehind = false;
    this.writing = this.putMerged()
      // Ignored: the planned addresses are already written and are enough for a recovery.
      .catch(() => undefined)
      .then(() => {
        this.writing = undefined;
        if (this.isBehind) this.write();
      });
  }

  /** Writes the journal, merged with a version that another recovery wrote before this run got the lock. */
  private async putMerged(): Promise<void> {
    try {
      await this.put();
    } catch (error) {
      if (!isOfAnother(error)) throw error;
      const found = await findJournal(this.location);
      for (const address of found?.planned ?? []) this.planned.add(address);
      Object.assign(this.made, { ...found?.made, ...this.made });
      this.etag = found?.etag;
      await this.put();
    }
  }

  private async put(): Promise<void> {
    const journal: JournalText = { version: 1, planned: [...this.planned], made: this.made };
    const { bucket: Bucket } = this.location;
    const condition = this.etag === undefined ? { IfNoneMatch: "*" } : { IfMatch: this.etag };
    const command = { Bucket, Key: journalKey(this.location), Body: JSON.stringify(journal), ...condition };
    const { ETag: etag } = await this.s3.send(new PutObjectCommand(command));
    this.etag = etag;
  }
}
