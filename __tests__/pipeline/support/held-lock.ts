import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import * as z from "zod";
import type { Cloud } from "../../e2e/support/cloud";
import type { Pipeline } from "./pipeline";
import { AWS_CLIENT } from "./story";

const BUCKET = "job-status-poller-dev-state-123456789012-us-east-1";
const stateSchema = z.object({ resources: z.array(z.looseObject({ type: z.string() })) });
const LOCK_ID = "5ad8f8b4-9b1e-8e7a-3a3b-2c1d5e6f7a8b";

/** Creates the lock of a run that died while it held it. @returns the lock ID */
export async function holdLock(pipeline: Pipeline, part: string): Promise<string> {
  const path = `dev/${part}.tfstate`;
  const lock = {
    ID: LOCK_ID,
    Operation: "OperationTypeApply",
    Info: "",
    Who: "ann@laptop",
    Version: "1.11.4",
    Created: "2026-11-22T08:00:00Z",
    Path: `${BUCKET}/${path}`,
  };
  await withS3(pipeline, (s3) =>
    s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: `${path}.tflock`, Body: JSON.stringify(lock) })),
  );
  return LOCK_ID;
}

/** Returns the state lock written by Terraform; undefined if the state is not locked. */
export function findLock(pipeline: Pipeline, part: string): Promise<string | undefined> {
  const lock = { Bucket: BUCKET, Key: `dev/${part}.tfstate.tflock` };
  return withS3(pipeline, (s3) =>
    s3.send(new GetObjectCommand(lock)).then(
      ({ Body }) => Body?.transformToString(),
      () => undefined,
    ),
  );
}

/** Reads the roles from the state of the bootstrap. */
export function readStateBackend(pipeline: Pipeline): Promise<unknown> {
  const state = { Bucket: BUCKET, Key: "dev/state-backend.tfstate" };
  return withS3(pipeline, async (s3) => {
    const { Body: body } = await s3.send(new GetObjectCommand(state));
    const { resources } = stateSchema.parse(JSON.parse((await body?.transformToString()) ?? ""));
    return { resources: resources.filter(({ type }) => type === "aws_iam_role") };
  });
}

/** Creates the bucket for the states and receipts of an environment in which nothing is deployed. */
export function createStateBucket(cloud: Cloud, pollerName: string): Promise<void> {
  const bucket = BUCKET.replace("job-status-poller", pollerName);
  return withS3({ cloud }, async (s3) => {
    await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  });
}

async function withS3<T>({ cloud }: Pick<Pipeline, "cloud">, act: (s3: S3Client) => Promise<T>): Promise<T> {
  const s3 = new S3Client({ ...AWS_CLIENT, endpoint: cloud.motoUrl, forcePathStyle: true });
  try {
    return await act(s3);
  } finally {
    s3.destroy();
  }
}
