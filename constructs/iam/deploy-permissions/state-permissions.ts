import type { PolicyStatement } from "../policy-document";
import type { DeployTarget } from "./deploy-target";

/**
 * Allows reading state, but not locking it.
 * @param keys - S3 object keys of the state files
 * @see https://developer.hashicorp.com/terraform/language/backend/s3#permissions-required
 */
export function readStateStatements(target: DeployTarget, keys: readonly string[]): PolicyStatement[] {
  const bucket = bucketArn(target);
  return [
    // Terraform lists workspaces. Without this permission, S3 returns 403 instead of 404 for a missing state.
    { sid: "ListStates", actions: ["s3:ListBucket"], resources: [bucket] },
    { sid: "ReadStates", actions: ["s3:GetObject"], resources: keys.map((key) => `${bucket}/${key}`) },
    ...keyStatements(target, "DecryptStates", ["kms:Decrypt"]),
  ];
}

/**
 * Allows storing the receipts of reviewed plans. The condition rejects requests that could overwrite one.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
 */
export function writeReceiptStatements(target: DeployTarget): PolicyStatement[] {
  return [
    {
      sid: "WriteReceipts",
      actions: ["s3:PutObject"],
      resources: [receipts(target)],
      conditions: { Null: { "s3:if-none-match": "false" } },
    },
    ...keyStatements(target, "EncryptReceipts", ["kms:GenerateDataKey"]),
  ];
}

/** Allows reading the receipts of reviewed plans, and the locks, journals and records of begun applies. */
export function readReviewStatements(target: DeployTarget, keys: readonly string[]): PolicyStatement[] {
  return [
    {
      sid: "ReadReviews",
      actions: ["s3:GetObject"],
      resources: [receipts(target), ...besideStates(target, keys)],
    },
  ];
}

/**
 * Allows writing state, its lock, the apply journal and the record of a begun apply, which are objects next to the
 * state. It does not allow access to old versions of the state.
 */
export function writeStateStatements(target: DeployTarget, keys: readonly string[]): PolicyStatement[] {
  const states = keys.map((key) => `${bucketArn(target)}/${key}`);
  return [
    { sid: "WriteStates", actions: ["s3:PutObject"], resources: states },
    {
      sid: "LockStates",
      actions: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
      resources: besideStates(target, keys),
    },
    ...keyStatements(target, "EncryptStates", ["kms:GenerateDataKey"]),
  ];
}

/**
 * Allows using the KMS key, only through S3 and only for the state bucket, which S3 names in the encryption context.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
 */
function keyStatements(target: DeployTarget, sid: string, actions: readonly string[]): PolicyStatement[] {
  const { location, kmsKeyArn } = target;
  if (kmsKeyArn === undefined) return [];
  const bucket = bucketArn(target);
  const conditions = {
    StringEquals: { "kms:ViaService": `s3.${location.region}.amazonaws.com` },
    // With a bucket key, the context is the bucket, otherwise the object.
    StringLike: { "kms:EncryptionContext:aws:s3:arn": [bucket, `${bucket}/*`] },
  };
  return [{ sid, actions, resources: [kmsKeyArn], conditions }];
}

/** Objects that `plan.yml` on main stores: one for each plan that a pull request has shown. */
const receipts = (target: DeployTarget): string => `${bucketArn(target)}/reviewed/*`;

const besideStates = (target: DeployTarget, keys: readonly string[]): string[] =>
  keys.flatMap((key) => ["tflock", "journal", "begun"].map((suffix) => `${bucketArn(target)}/${key}.${suffix}`));

function bucketArn({ location, stateBucket }: DeployTarget): string {
  return `arn:${location.partition}:s3:::${stateBucket}`;
}
