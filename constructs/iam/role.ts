import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { composeGlobalArn, type AwsLocation } from "../aws-location";
import type { ManagedPolicy } from "./managed-policy";
import { policyDocument, type PolicyStatement } from "./policy-document";

/** Maximum length of a role name, in characters. */
const MAX_ROLE_NAME_LENGTH = 64;

/**
 * Maximum size of all inline policies of a role, in characters without white space.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const MAX_ROLE_POLICY_LENGTH = 10_240;

export interface RoleProps {
  readonly location: AwsLocation;
  /** IAM path, like `/job-status-poller/`. */
  readonly path: string;
  /** Prefix of the role's name; the region is appended, because IAM roles are global. */
  readonly name: string;
  /** Description shown in the IAM console. */
  readonly description: string;
  /** Trust policy, as JSON. */
  readonly trustPolicy: string;
  /** Statements of the inline policy; empty for no inline policy. */
  readonly statements: readonly PolicyStatement[];
  /** Managed policies to attach, by construct ID. @default none */
  readonly managedPolicies?: Readonly<Record<string, ManagedPolicy>>;
  /** Resources that must exist before the role. @default none */
  readonly dependables?: readonly ITerraformDependable[];
}

/** IAM role with only the listed permissions. */
export class Role extends Construct {
  /** Composed ARN, known before the role exists. Resources that use it must also depend on `dependables`. */
  readonly roleArn: string;
  /** The role and its policies. Resources that use the role must depend on these. */
  readonly dependables: readonly ITerraformDependable[];

  /** @throws RangeError if the name or the policy exceeds IAM's limits */
  constructor(scope: Construct, id: string, props: RoleProps) {
    super(scope, id);
    const name = `${props.name}-${props.location.region}`;
    const policy = policyDocument(props.statements);
    checkLengths(name, policy);
    this.roleArn = composeGlobalArn(props.location, "iam", `role${props.path}${name}`);
    const role = new IamRole(this, "Resource", {
      name,
      path: props.path,
      description: props.description,
      assumeRolePolicy: props.trustPolicy,
      dependsOn: [...(props.dependables ?? [])],
    });
    const inline =
      props.statements.length === 0
        ? []
        : [new IamRolePolicy(this, "Policy", { name: "permissions", role: role.name, policy })];
    const attachments = Object.entries(props.managedPolicies ?? {}).map(
      ([policyId, { policyArn }]) => new IamRolePolicyAttachment(this, policyId, { role: role.name, policyArn }),
    );
    this.dependables = [role, ...inline, ...attachments];
  }
}

function checkLengths(name: string, policy: string): void {
  if (name.length > MAX_ROLE_NAME_LENGTH)
    throw new RangeError(
      `name of role ${name} must have at most ${MAX_ROLE_NAME_LENGTH} characters, has ${name.length}; shorten it`,
    );
  if (policy.length > MAX_ROLE_POLICY_LENGTH)
    throw new RangeError(
      `policy of role ${name} must have at most ${MAX_ROLE_POLICY_LENGTH} characters, has ${policy.length}; merge statements`,
    );
}
