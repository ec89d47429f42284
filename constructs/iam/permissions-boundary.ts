import type { Construct } from "constructs";
import { composeGlobalArn, type AwsLocation } from "../aws-location";
import { DEPLOY_PATH } from "./deploy-role";
import { ManagedPolicy, managedPolicyName } from "./managed-policy";
import type { PolicyStatement } from "./policy-document";

export interface PermissionsBoundaryProps {
  /** Partition, region and account. */
  readonly location: AwsLocation;
  /** Name of the environment, like `job-status-poller-dev`. */
  readonly name: string;
  /** Maximum permissions of a role with this boundary. */
  readonly statements: readonly PolicyStatement[];
}

/**
 * Permissions boundary of the roles that a deployment creates. A pipeline can create only roles with this boundary
 * and cannot change it. Without it, a pipeline could deploy a function with a role of any permissions.
 */
export class PermissionsBoundary extends ManagedPolicy {
  /** @throws RangeError if the policy exceeds IAM's size limit */
  constructor(scope: Construct, id: string, { location, name, statements }: PermissionsBoundaryProps) {
    const description = `The most that roles of ${name} can do`;
    super(scope, id, { location, path: DEPLOY_PATH, name: `${name}-boundary`, description, statements });
  }
}

/** Composes the ARN of an environment's permissions boundary, which another stack creates. */
export function permissionsBoundaryArn(location: AwsLocation, name: string): string {
  return composeGlobalArn(location, "iam", `policy${DEPLOY_PATH}${managedPolicyName(location, `${name}-boundary`)}`);
}
