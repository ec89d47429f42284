import { z } from "zod";
import { StateBucket } from "../../constructs/state-bucket";
import { onlyOf, synthConstruct } from "./synth-construct";

const { resource } = synthConstruct((scope) => {
  new StateBucket(scope, "state-bucket", { name: "our-states", partition: "aws-cn" });
});

describe("StateBucket", () => {
  it("cannot be destroyed by Terraform, or while it has objects", () => {
    expect(onlyOf(resource, "aws_s3_bucket")).toMatchObject({
      bucket: "our-states",
      force_destroy: false,
      lifecycle: { prevent_destroy: true },
    });
  });

  it("has versioning, encryption, enforced ownership and a public access block", () => {
    expect(onlyOf(resource, "aws_s3_bucket_versioning")).toMatchObject({
      versioning_configuration: { status: "Enabled" },
    });
    expect(onlyOf(resource, "aws_s3_bucket_server_side_encryption_configuration")).toMatchObject({
      rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } }],
    });
    expect(onlyOf(resource, "aws_s3_bucket_ownership_controls")).toMatchObject({
      rule: { object_ownership: "BucketOwnerEnforced" },
    });
    expect(onlyOf(resource, "aws_s3_bucket_public_access_block")).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
  });

  it("denies all access without TLS, to the bucket and its objects", () => {
    const { policy } = z.object({ policy: z.string() }).parse(onlyOf(resource, "aws_s3_bucket_policy"));

    expect(JSON.parse(policy)).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "TlsOnly",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: ["arn:aws-cn:s3:::our-states", "arn:aws-cn:s3:::our-states/*"],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    });
  });

  it("expires old versions, delete markers, receipts and incomplete uploads, but no current state", () => {
    const { rule } = z
      .object({ rule: z.array(z.looseObject({ status: z.literal("Enabled") })) })
      .parse(onlyOf(resource, "aws_s3_bucket_lifecycle_configuration"));

    expect(rule).toEqual([
      expect.objectContaining({
        noncurrent_version_expiration: [{ noncurrent_days: 90 }],
        expiration: [{ expired_object_delete_marker: true }],
      }),
      expect.objectContaining({ filter: [{ prefix: "reviewed/" }], expiration: [{ days: 90 }] }),
      expect.objectContaining({ abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }] }),
    ]);
  });
});
