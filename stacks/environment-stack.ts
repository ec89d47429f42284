import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Backend, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { DeploymentConfig } from "../config/deployment-config";
import { environmentTags } from "./environment-tags";
import { stateKey } from "../config/state-key";

/** Oldest Terraform that can lock a state in S3 without a DynamoDB table. */
const TERRAFORM_VERSION = ">= 1.10.0";

/** A stack of one environment: its state lies in the environment's bucket, and it deploys to one account and region. */
export class EnvironmentStack extends TerraformStack {
  /**
   * @param part - which part of the environment this is; the stack is named PART-ENVIRONMENT
   */
  constructor(scope: Construct, part: string, config: DeploymentConfig) {
    const stackName = `${part}-${config.environment}`;
    super(scope, stackName);
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
    // cdktf 0.21 has no property for S3 native locking, which Terraform offers since 1.10.
    this.addOverride("terraform.backend.s3.use_lockfile", true);
    this.addOverride("terraform.required_version", TERRAFORM_VERSION);
  }
}
