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
