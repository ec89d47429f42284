import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import {
  S3BucketServerSideEncryptionConfigurationA,
  type S3BucketServerSideEncryptionConfigurationRuleA,
} from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { Construct } from "constructs";
import { resourcePolicy, tlsOnlyStatement } from "./iam/resource-policy";

export interface StateBucketProps {
  /** Name of the bucket, 3 to 63 characters. */
  readonly name: string;
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: string;
  /** KMS key that encrypts the objects. @default S3's own encryption */
  readonly kmsKeyArn?: string | undefined;
}

/**
 * Retention of noncurrent state versions, in days. Older versions are not needed for recovery and may contain old
 * secrets.
 */
const OLD_VERSIONS_EXPIRE_AFTER_DAYS = 90;

/** Retention of the receipts of reviewed plans, in days. A pull request that is merged later is planned again. */
const RECEIPTS_EXPIRE_AFTER_DAYS = 90;

/** Age at which incomplete multipart uploads are aborted, in days; S3 charges for their parts. */
const UPLOADS_ABORT_AFTER_DAYS = 7;

/**
 * S3 bucket for an environment's Terraform state: private, encrypted, TLS only, versioned, protected from deletion.
 */
export class StateBucket extends Construct {
  readonly bucketName: string;

  constructor(scope: Construct, id: string, props: StateBucketProps) {
    super(scope, id);
    this.bucketName = props.name;
    const resource = new S3Bucket(this, "Resource", {
      bucket: props.name,
      forceDestroy: false,
      lifecycle: { preventDestroy: true },
    });
    const bucket = resource.id;
    const versioning = new S3BucketVersioningA(this, "Versioning", {
      bucket,
      versioningConfiguration: { status: "Enabled" },
    });
    new S3BucketServerSideEncryptionConfigurationA(this, "Encryption", {
      bucket,
      rule: [encryptionRule(props.kmsKeyArn)],
    });
    const publicAccessBlock = new S3BucketPublicAccessBlock(this, "PublicAccessBlock", {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketOwnershipControls(this, "Ownership", { bucket, rule: { objectOwnership: "BucketOwnerEnforced" } });
    new S3BucketPolicy(this, "Policy", {
      bucket,
      policy: tlsOnlyPolicy(props),
      // S3 rejects concurrent changes of a bucket's access settings.
      dependsOn: [publicAccessBlock],
    });
    new S3BucketLifecycleConfiguration(this, "Lifecycle", { bucket, rule: LIFECYCLE_RULES, dependsOn: [versioning] });
  }
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html */
function encryptionRule(kmsKeyArn: string | undefined): S3BucketServerSideEncryptionConfigurationRuleA {
  if (kmsKeyArn === undefined) return { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } };
  return {
    applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: kmsKeyArn },
    bucketKeyEnabled: true,
  };
}

const LIFECYCLE_RULES = [
  {
    id: "expire-old-versions",
    status: "Enabled",
    filter: [{}],
    noncurrentVersionExpiration: [{ noncurrentDays: OLD_VERSIONS_EXPIRE_AFTER_DAYS }],
    // Releasing a state lock deletes its object, which leaves a delete marker.
    expiration: [{ expiredObjectDeleteMarker: true }],
  },
  {
    id: "expire-receipts",
    status: "Enabled",
    filter: [{ prefix: "reviewed/" }],
    expiration: [{ days: RECEIPTS_EXPIRE_AFTER_DAYS }],
  },
  {
    id: "abort-incomplete-uploads",
    status: "Enabled",
    filter: [{}],
    abortIncompleteMultipartUpload: [{ daysAfterInitiation: UPLOADS_ABORT_AFTER_DAYS }],
  },
];

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html */
function tlsOnlyPolicy({ partition, name }: StateBucketProps): string {
  const bucketArn = `arn:${partition}:s3:::${name}`;
  return resourcePolicy([tlsOnlyStatement("s3:*", [bucketArn, `${bucketArn}/*`])]);
}
