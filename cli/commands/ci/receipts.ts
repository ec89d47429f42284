import { paginateListObjectsV2, PutObjectCommand, S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import { parsePlanReport, type PlanReport } from "reviewed-terraform";
import { CliError } from "../../cli-error";
import { explainS3Error, readStateObject } from "../../state/remote-state";

/** State bucket of an environment. */
export interface ReceiptBucket {
  readonly stateBucket: string;
  readonly region: string;
}

/** Commit of a pull request that was planned. */
export interface PlannedCommit {
  /** Number of the pull request. */
  readonly number: number;
  readonly headSha: string;
}

const folderOf = ({ number, headSha }: PlannedCommit): string => `reviewed/${number}/${headSha}/`;

/**
 * Stores the report of a plan that a pull request shows. Only the plan role can write receipts, and only plan.yml on
 * main can use that role.
 * @param attempt - run and attempt, like `123-1`
 * @throws CliError when the receipt cannot be written, or exists
 */
export async function writeReceipt(
  { stateBucket: bucket, region }: ReceiptBucket,
  commit: PlannedCommit,
  attempt: string,
  report: PlanReport,
): Promise<void> {
  const key = `${folderOf(commit)}${attempt}/${report.stack}.json`;
  const s3 = new S3Client({ region });
  try {
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: JSON.stringify(report), IfNoneMatch: "*" }));
  } catch (error) {
    const exists = error instanceof S3ServiceException && error.$metadata.httpStatusCode === 412;
    const reason = exists ? "it exists, and is never overwritten; run all jobs again" : explainS3Error(error, bucket);
    throw new CliError([`cannot store s3://${bucket}/${key}: ${reason}`], { cause: error });
  } finally {
    s3.destroy();
  }
}

/** Finds the receipts of the newest run for a commit. @throws CliError when they cannot be read or are invalid */
export async function findReceipts(bucket: ReceiptBucket, commit: PlannedCommit): Promise<PlanReport[]> {
  const keys = (await listKeys(bucket, folderOf(commit))).flatMap((key) => {
    const [, run = "", attempt = ""] = /\/(\d+)-(\d+)\/[^/]+\.json$/.exec(key) ?? [];
    return run === "" ? [] : [{ key, run: Number(run), attempt: Number(attempt) }];
  });
  const [newest] = [...keys].sort((one, other) => other.run - one.run || other.attempt - one.attempt);
  const ofNewest = keys.filter(({ run, attempt }) => run === newest?.run && attempt === newest.attempt);
  return Promise.all(ofNewest.map(({ key }) => readReceipt(bucket, key)));
}

async function listKeys({ stateBucket: bucket, region }: ReceiptBucket, prefix: string): Promise<string[]> {
  const client = new S3Client({ region });
  const keys: string[] = [];
  try {
    for await (const { Contents: objects = [] } of paginateListObjectsV2(
      { client },
      { Bucket: bucket, Prefix: prefix },
    ))
      keys.push(...objects.map(({ Key: key = "" }) => key));
    return keys;
  } catch (error) {
    throw new CliError([`cannot list s3://${bucket}/${prefix}: ${explainS3Error(error, bucket)}`], { cause: error });
  } finally {
    client.destroy();
  }
}

async function readReceipt({ stateBucket: bucket, region }: ReceiptBucket, key: string): Promise<PlanReport> {
  const found = await readStateObject({ bucket, region, key }, key);
  if (found.kind !== "object") throw new CliError([`s3://${bucket}/${key} was deleted; run all jobs again`]);
  return parsePlanReport(found.text, `s3://${bucket}/${key}`);
}
