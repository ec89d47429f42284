import { HeadBucketCommand, S3Client } from "@aws-sdk/client-s3";
import type { Cloud } from "../../e2e/support/cloud";
import { AWS_CLIENT, LIMIT_MS, needed } from "../support/story";
import { waitUntil } from "../../../testing/wait-until";

const BUCKET = "job-status-poller-dev-state-123456789012-us-east-1";

export const bootstrapping = needed("bootstrap: an administrator bootstraps the environment", async ({ clone }) => {
  const { exitCode, output } = await clone.poller(["bootstrap", "--environment", "dev", "--yes"]);

  expect(output).toContain("apply_role_arn");
  expect(exitCode).toBe(0);
});

/** Terraform waits a minute for the bucket's lifecycle rules, but state can already be read and written. */
export async function waitForStateBucket({ motoUrl }: Cloud): Promise<void> {
  const s3 = new S3Client({ ...AWS_CLIENT, endpoint: motoUrl, forcePathStyle: true });
  const isThere = (): Promise<boolean> =>
    s3.send(new HeadBucketCommand({ Bucket: BUCKET })).then(
      () => true,
      () => false,
    );
  await waitUntil("the state bucket is there", isThere, LIMIT_MS, 500);
  s3.destroy();
}
