import { AwsProvider, type AwsProviderConfig } from "@cdktf/provider-aws/lib/provider";
import { S3Backend, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { DeploymentConfig } from "../config/deployment-config";
import { addDependencies } from "../constructs/aspects";
import { stackTags } from "./environment-tags";
import { stateKey } from "../config/state-key";

/** First Terraform version that supports S3 state locking without a DynamoDB table. */
const TERRAFORM_VERSION = ">= 1.10.0";

/**
 * Stack of one environment. It stores its state in the environment's bucket and deploys to one account and region.
 */
export class EnvironmentStack extends TerraformStack {
  /**
   * @param part - part of the environment; the stack is named PART-ENVIRONMENT
   */
  constructor(scope: Construct, part: string, config: DeploymentConfig) {
    const stackName = `${part}-${config.environment}`;
    super(scope, stackName);
    addDependencies(this);
    new AwsProvider(this, "aws", {
      region: config.region,
      allowedAccountIds: [config.accountId],
      defaultTags: [{ tags: stackTags(config, stackName) }],
      ...ignoreTags(config),
    });
    new S3Backend(this, {
      bucket: config.stateBucket,
      key: stateKey(config, part),
      region: config.region,
      encrypt: true,
      ...(config.kmsKeyArn === undefined ? {} : { kmsKeyId: config.kmsKeyArn }),
    });
    // cdktf 0.21 has no property for S3 state locking, which Terraform supports since 1.10.
    this.addOverride("terraform.backend.s3.use_lockfile", true);
    this.addOverride("terraform.required_version", TERRAFORM_VERSION);
  }
}

/** Returns the tags that the provider neither reads nor changes. */
function ignoreTags({ ignoredTags }: DeploymentConfig): Pick<AwsProviderConfig, "ignoreTags"> {
  if (ignoredTags === undefined) return {};
  const { names, prefixes } = ignoredTags;
  return {
    ignoreTags: [
      {
        ...(names.length === 0 ? {} : { keys: [...names] }),
        ...(prefixes.length === 0 ? {} : { keyPrefixes: [...prefixes] }),
      },
    ],
  };
}
