import { DataAwsIamPolicy } from "@cdktf/provider-aws/lib/data-aws-iam-policy";
import { TerraformLocal } from "cdktf";
import type { Construct } from "constructs";
import { composeGlobalArn, type AwsLocation } from "../aws-location";
import { deployPath } from "../../workflow/iam-paths";
import { ManagedPolicy, managedPolicyName, MAX_POLICY_LENGTH } from "./managed-policy";
import { POLICY_VERSION, policyDocument, type PolicyStatement } from "./policy-document";

export interface PermissionsBoundaryProps {
  /** Partition, region and account. */
  readonly location: AwsLocation;
  /** Name of the environment, like `job-status-poller-dev`. */
  readonly name: string;
  /** Prefix of the policy's IAM path. @default "/" */
  readonly rolePath?: string | undefined;
  /** Maximum permissions of a role with this boundary. */
  readonly statements: readonly PolicyStatement[];
  /**
   * Managed policies whose Allow statements are added to the boundary. Terraform reads them when it plans.
   * @default none
   */
  readonly managedPolicyArns?: readonly string[];
}

/**
 * Permissions boundary of the roles that a deployment creates. A pipeline can create only roles with this boundary
 * and cannot change it. Without it, a pipeline could deploy a function with a role of any permissions.
 */
export class PermissionsBoundary extends ManagedPolicy {
  /** @throws SizeError if the policy exceeds IAM's size limit */
  constructor(scope: Construct, id: string, props: PermissionsBoundaryProps) {
    const { location, name, rolePath, statements, managedPolicyArns = [] } = props;
    const description = `The most that roles of ${name} can do`;
    super(scope, id, { location, path: deployPath(rolePath), name: `${name}-boundary`, description, statements });
    if (managedPolicyArns.length > 0) this.addManagedPolicies(statements, managedPolicyArns);
  }

  /**
   * Adds what managed policies allow. Deny statements are left out: in a boundary, they would also limit other roles.
   * A policy that would let roles change IAM is rejected, because the boundary would then limit nothing.
   */
  private addManagedPolicies(statements: readonly PolicyStatement[], arns: readonly string[]): void {
    const local = (id: string, value: string): string =>
      `local.${new TerraformLocal(this, id, value).friendlyUniqueId}`;
    const texts = arns.map(
      (arn) =>
        `data.aws_iam_policy.${new DataAwsIamPolicy(this, arn.replaceAll("/", ":"), { arn }).friendlyUniqueId}.policy`,
    );
    const own = local("own", policyDocument(statements));
    const granted = local(
      "granted",
      `\${flatten([for text in [${texts.join(", ")}] : [for statement in flatten([jsondecode(text).Statement]) : ` +
        `{for key, value in statement : key => value if key != "Sid"} if statement.Effect == "Allow"]])}`,
    );
    const policy = local(
      "policy",
      `\${jsonencode({Version = "${POLICY_VERSION}", Statement = concat(jsondecode(${own}).Statement, ${granted})})}`,
    );
    this.resource.policy = `\${${policy}}`;
    this.resource.lifecycle = {
      precondition: [
        {
          condition:
            `\${alltrue([for statement in ${granted} : try(alltrue([for action in flatten([statement.Action]) : ` +
            // A statement with NotAction has no Action: try returns false.
            `length(regexall("^([*]|[iI][aA][mM]:)", action)) == 0]), false)])}`,
          errorMessage:
            "a managed policy of the job role allows IAM actions, all actions, or NotAction, which the permissions boundary must not allow; use another policy, or an existing role",
        },
        {
          condition: `\${length(${policy}) <= ${MAX_POLICY_LENGTH}}`,
          errorMessage: `the permissions boundary must have at most ${MAX_POLICY_LENGTH} characters, has \${length(${policy})}; the managed policies of the job role (JOB_ROLE_POLICY_ARNS) add \${length(${policy}) - length(${own})}; use smaller policies, or an existing role (JOB_ROLE_ARN)`,
        },
      ],
    };
  }
}

/** Composes the ARN of an environment's permissions boundary, which another stack creates. */
export function permissionsBoundaryArn(location: AwsLocation, name: string, rolePath?: string): string {
  const policyName = managedPolicyName(location, `${name}-boundary`);
  return composeGlobalArn(location, "iam", `policy${deployPath(rolePath)}${policyName}`);
}
