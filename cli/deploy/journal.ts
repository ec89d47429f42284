import { DeleteObjectCommand, PutObjectCommand, S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import * as z from "zod";
import { CliError } from "../cli-error";
import { explainS3Error, readStateObject } from "../state/remote-state";
import type { StateLocation } from "../state/synthesized-stack";
import type { ApplyMessage } from "../terraform/apply-log";

const journalSchema = z.object({
  version: z.literal(1),
  /** Addresses that the run was to make. */
  planned: z.array(z.string()),
  /** Address -> what AWS calls it, of what is known to have been made. */
  made: z.record(z.string(), z.string()),
});

/** What a run was about to make when it was killed. */
export type Journal = z.infer<typeof journalSchema>;

const keyOf = ({ key }: StateLocation): string => `${key}.journal`;

/** Where the journal of a state lies, as the AWS CLI takes it. */
export const journalUrl = (location: StateLocation): string => `s3://${location.bucket}/${keyOf(location)}`;

/** The journal that a run left behind that was killed. @throws CliError when it cannot be read */
export async function findJournal(location: StateLocation): Promise<Journal | undefined> {
  const text = await readStateObject(location, keyOf(location));
  if (typeof text !== "string") return undefined;
  try {
    return journalSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new CliError([`${journalUrl(location)} is no journal of an apply; look what it is, and delete it`], {
      cause: error,
    });
  }
}

/** Ends a journal, when the state knows all that was made. @throws CliError when the bucket does not let go of it */
export async function endJournal(location: StateLocation): Promise<void> {
  const s3 = new S3Client({ region: location.region });
  try {
    await removeJournal(s3, location);
  } finally {
    s3.destroy();
  }
}

async function removeJournal(s3: S3Client, location: StateLocation): Promise<void> {
  const { bucket } = location;
  await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: keyOf(location) })).catch((error: unknown): never => {
    throw new CliError(
      [
        `cannot delete ${journalUrl(location)}: ${explainS3Error(error, bucket)}; what was applied is applied: run the same command again to end the journal`,
      ],
      { cause: error },
    );
  });
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html */
const isTaken = (error: unknown): boolean =>
  error instanceof S3ServiceException && [409, 412].includes(error.$metadata.httpStatusCode ?? 0);

/**
 * Tells in the state bucket, while an apply runs, what it makes: Terraform writes a state there at most every 20 seconds.
 * @see https://developer.hashicorp.com/terraform/language/backend
 */
export class ApplyJournal {
  private readonly planned: readonly string[];
  private readonly made: Record<string, string>;
  private readonly s3: S3Client;
  private writing: Promise<void> | undefined;
  private isBehind = false;
  private readonly isFirst: boolean;

  /** @param left - journal of a run before, which holds until this one has ended */
  constructor(
    private readonly location: StateLocation,
    planned: readonly string[],
    left: Journal | undefined,
  ) {
    this.planned = [...new Set([...(left?.planned ?? []), ...planned])];
    this.made = { ...left?.made };
    this.isFirst = left === undefined;
    this.s3 = new S3Client({ region: location.region });
  }

  /**
   * Before anything is made.
   * @throws CliError when the bucket does not take it, or has one of another run by now, which is under way or was killed
   */
  async begin(): Promise<void> {
    const { bucket } = this.location;
    await this.put(this.isFirst ? { IfNoneMatch: "*" } : {}).catch((error: unknown): never => {
      if (isTaken(error))
        throw new CliError(
          [
            `${journalUrl(this.location)} says that another apply has begun since this one was planned; run the same command again when it has ended`,
          ],
          { cause: error },
        );
      throw new CliError(
        [
          `cannot write ${journalUrl(this.location)}: ${explainS3Error(error, bucket)}; roles that bootstrap made before need another bootstrap`,
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
   * @param isWritten - whether the state knows all that was made: then the journal is over
   * @throws CliError when the bucket does not let go of it
   */
  async end(isWritten: boolean): Promise<void> {
    while (this.writing !== undefined) await this.writing;
    try {
      if (isWritten) await removeJournal(this.s3, this.location);
    } finally {
      this.s3.destroy();
    }
  }

  private write(): void {
    if (this.writing !== undefined) {
      this.isBehind = true;
      return;
    }
    this.isBehind = false;
    this.writing = this.put()
      // What was planned is written already, and by that it is found too.
      .catch(() => undefined)
      .then(() => {
        this.writing = undefined;
        if (this.isBehind) this.write();
      });
  }

  private async put(condition: { readonly IfNoneMatch?: "*" } = {}): Promise<void> {
    const journal: Journal = { version: 1, planned: [...this.planned], made: this.made };
    const { bucket } = this.location;
    const command = { Bucket: bucket, Key: keyOf(this.location), Body: JSON.stringify(journal), ...condition };
    await this.s3.send(new PutObjectCommand(command));
  }
}
