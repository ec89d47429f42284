import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Backend, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { DeploymentConfig } from "../config/deployment-config";
import { addDependencies } from "../constructs/aspects";
import { environmentTags } from "./environment-tags";
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
      defaultTags: [
        {
          tags: {
            ...environmentTags(config),
            Stack: stackName,
            ManagedBy: "terraform",
          },
        },
      ],
    });
    new S3Backend(this, {
      bucket: config.stateBucket,
      key: stateKey(config, part),
      region: config.region,
      encrypt: true,
    });
    // cdktf 0.21 has no property for S3 state locking, which Terraform supports since 1.10.
    this.addOverride("terraform.backend.s3.use_lockfile", true);
    this.addOverride("terraform.required_version", TERRAFORM_VERSION);
  }
}
