import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import { composeGlobalArn, type AwsLocation } from "../aws-location";
import type { ManagedPolicy } from "./managed-policy";
import { checkPolicyLength, policyDocument, type PolicyStatement } from "./policy-document";

/** Maximum length of a role name, in characters. */
const MAX_ROLE_NAME_LENGTH = 64;

/**
 * Maximum size of all inline policies of a role, in characters without white space.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const MAX_ROLE_POLICY_LENGTH = 10_240;

export interface RoleProps {
  /** Partition, region and account. */
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
  /** ARNs of existing managed policies to attach. @default none */
  readonly managedPolicyArns?: readonly string[];
}

/** IAM role with only the listed permissions. A dependency on it is one on the role and its policies. */
export class Role extends Construct {
  readonly resource: IamRole;
  /** Composed ARN, known before the role exists. Resources that use it must also depend on this construct. */
  readonly roleArn: string;

  /** @throws RangeError if the name exceeds IAM's limit, SizeError if the policy does */
  constructor(scope: Construct, id: string, props: RoleProps) {
    super(scope, id);
    const name = `${props.name}-${props.location.region}`;
    const policy = policyDocument(props.statements);
    checkLengths(name, policy);
    this.roleArn = composeGlobalArn(props.location, "iam", `role${props.path}${name}`);
    this.resource = new IamRole(this, "Resource", {
      name,
      path: props.path,
      description: props.description,
      assumeRolePolicy: props.trustPolicy,
    });
    const role = this.resource.name;
    if (props.statements.length > 0) new IamRolePolicy(this, "Policy", { name: "permissions", role, policy });
    for (const [policyId, { policyArn }] of Object.entries(props.managedPolicies ?? {}))
      new IamRolePolicyAttachment(this, policyId, { role, policyArn });
    // The ARN is the ID: the address of an attachment does not depend on the other policies.
    for (const policyArn of props.managedPolicyArns ?? [])
      new IamRolePolicyAttachment(this, policyArn.replaceAll("/", ":"), { role, policyArn });
  }
}

function checkLengths(name: string, policy: string): void {
  if (name.length > MAX_ROLE_NAME_LENGTH)
    throw new RangeError(
      `name of role ${name} must have at most ${MAX_ROLE_NAME_LENGTH} characters, has ${name.length}; shorten it`,
    );
  checkPolicyLength(`policy of role ${name}`, policy, MAX_ROLE_POLICY_LENGTH);
}
