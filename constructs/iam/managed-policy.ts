import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { Construct } from "constructs";
import type { AwsLocation } from "../aws-location";
import { checkPolicyLength, policyDocument, type PolicyStatement } from "./policy-document";

/**
 * Maximum size of a managed policy, in characters without white space.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const MAX_POLICY_LENGTH = 6144;

export interface ManagedPolicyProps {
  /** Partition, region and account. */
  readonly location: AwsLocation;
  /** IAM path, like `/job-status-poller-deploy/`. */
  readonly path: string;
  /** Prefix of the policy's name; the region is appended, because IAM policies are global. */
  readonly name: string;
  /** Description shown in the IAM console. A change forces replacement. */
  readonly description: string;
  /** Statements of the policy; at most 6,144 characters as JSON. */
  readonly statements: readonly PolicyStatement[];
}

/** Customer managed policy, for use by several roles. */
export class ManagedPolicy extends Construct {
  readonly policyArn: string;
  protected readonly resource: IamPolicy;

  /** @throws SizeError if the policy exceeds IAM's size limit */
  constructor(scope: Construct, id: string, props: ManagedPolicyProps) {
    super(scope, id);
    const name = managedPolicyName(props.location, props.name);
    const policy = policyDocument(props.statements);
    checkPolicyLength(`policy ${name}`, policy, MAX_POLICY_LENGTH);
    this.resource = new IamPolicy(this, "Resource", {
      name,
      path: props.path,
      description: props.description,
      policy,
    });
    this.policyArn = this.resource.arn;
  }
}

/** Returns the name of a managed policy; it contains the region, because IAM policies are global. */
export function managedPolicyName({ region }: AwsLocation, name: string): string {
  return `${name}-${region}`;
}
