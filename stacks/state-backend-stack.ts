import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { DeploymentConfig, GithubConfig } from "../config/deployment-config";
import { addPermissionsBoundary } from "../constructs/aspects";
import { submitTarget } from "../constructs/iam/batch-permissions";
import { boundaryStatements } from "../constructs/iam/deploy-permissions/boundary-statements";
import type { DeployTarget } from "../constructs/iam/deploy-permissions/deploy-target";
import { executionStatements } from "../constructs/iam/execution-role-permissions";
import { PermissionsBoundary } from "../constructs/iam/permissions-boundary";
import { policyDocument, type PolicyStatement } from "../constructs/iam/policy-document";
import { StateBucket } from "../constructs/state-bucket";
import { addDeployRoles } from "./deploy-roles";
import { EnvironmentStack } from "./environment-stack";
import { environmentTags } from "./environment-tags";
import { nameLargeSettings } from "./large-settings";
import { resourceNames } from "./resource-names";
import { roleRules } from "./role-rules";

/** Output with the organization's permissions boundary, if the settings name one. */
const PERMISSIONS_BOUNDARY_OUTPUT = "permissions_boundary_arn";

/**
 * Prerequisites of a deployment: the state bucket, the permissions boundary, and the roles of the pipelines. It is
 * deployed by `poller bootstrap` with an administrator's credentials, and no pipeline can change it. Its own state is
 * migrated to the bucket that it creates.
 */
export class StateBackendStack extends EnvironmentStack {
  constructor(scope: Construct, config: DeploymentConfig) {
    super(scope, "state-backend", config);
    addPermissionsBoundary(this, config.permissionsBoundaryArn);
    const target = deployTarget(config);
    const bucket = new StateBucket(this, "state-bucket", {
      name: config.stateBucket,
      partition: config.partition,
      kmsKeyArn: config.kmsKeyArn,
    });
    const statementsOf = (one: DeploymentConfig): PolicyStatement[] => boundaryStatements(deployTarget(one));
    nameLargeSettings(
      config,
      (one) => policyDocument(statementsOf(one)).length,
      () =>
        new PermissionsBoundary(this, "permissions-boundary", {
          location: config,
          name: config.name,
          rolePath: config.rolePath,
          statements: statementsOf(config),
          managedPolicyArns: target.jobPolicyArns ?? [],
        }),
    );
    new TerraformOutput(this, "state_bucket", { value: bucket.bucketName, description: "Name of the state bucket" });
    if (config.permissionsBoundaryArn !== undefined)
      new TerraformOutput(this, PERMISSIONS_BOUNDARY_OUTPUT, {
        value: config.permissionsBoundaryArn,
        description: "Permissions boundary of all roles, in place of the environment's own",
      });
    if (config.github !== undefined) this.addDelivery(config, config.github, target);
  }

  private addDelivery(config: DeploymentConfig, github: GithubConfig, target: DeployTarget): void {
    const roleArns = addDeployRoles(this, config, github, target);
    for (const [role, value] of Object.entries(roleArns))
      new TerraformOutput(this, `${role}_role_arn`, {
        value,
        description: `ARN of the role of the ${role} jobs on GitHub`,
      });
  }
}

function deployTarget(config: DeploymentConfig): DeployTarget {
  const { jobQueueArns, jobDefinitionArns } = resourceNames(config);
  return {
    name: config.name,
    stateBucket: config.stateBucket,
    ...submitTarget(config, jobQueueArns, jobDefinitionArns),
    ...jobPermissions(config),
    subscribesEmail: config.notification?.email !== undefined,
    ...roleRules(config),
    kmsKeyArn: config.kmsKeyArn,
    tags: environmentTags(config),
  };
}

/** Returns the permissions that the settings of the created job definition need. */
function jobPermissions({
  jobDefinitionArn,
  job,
}: DeploymentConfig): Pick<DeployTarget, "jobStatements" | "jobPolicyArns" | "jobRoleArn"> {
  if (jobDefinitionArn !== undefined) return { jobStatements: [] };
  return {
    jobStatements: [...executionStatements(job), ...job.rolePolicy],
    jobPolicyArns: job.rolePolicyArns,
    ...(job.roleArn === undefined ? {} : { jobRoleArn: job.roleArn }),
  };
}
