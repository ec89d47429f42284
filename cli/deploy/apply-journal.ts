import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { CliError } from "../cli-error";
import { explainS3Error } from "../state/remote-state";
import type { StateLocation } from "../state/synthesized-stack";
import type { ApplyMessage } from "../terraform/apply-log";
import {
  endJournal,
  findJournal,
  isOfAnother,
  journalKey,
  journalUrl,
  type Journal,
  type JournalText,
} from "./journal";

/**
 * Tells in the state bucket, while an apply runs, what it makes: Terraform writes a state there at most every 20 seconds.
 * Each writing replaces the one that this run knows, and no other: two recoveries of one journal lose nothing of each other.
 * @see https://developer.hashicorp.com/terraform/language/backend
 */
export class ApplyJournal {
  private readonly planned: Set<string>;
  private readonly made: Record<string, string>;
  private readonly s3: S3Client;
  private etag: string | undefined;
  private writing: Promise<void> | undefined;
  private isBehind = false;

  /** @param left - journal of a run before, which holds until this one has ended */
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
   * Before anything is made.
   * @throws CliError when the bucket does not take it, or has one of another run by now, which is under way or was killed
   */
  async begin(): Promise<void> {
    const { bucket } = this.location;
    await this.put().catch((error: unknown): never => {
      if (isOfAnother(error))
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
      // What was planned is written already, and by that it is found too.
      .catch(() => undefined)
      .then(() => {
        this.writing = undefined;
        if (this.isBehind) this.write();
      });
  }

  /** Another run that planned to recover this journal may have written it, just before this one got the lock. */
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
