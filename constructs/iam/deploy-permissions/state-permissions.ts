import type { PolicyStatement } from "../policy-document";
import type { DeployTarget } from "./deploy-target";

/**
 * Allows reading state, but not locking it.
 * @param keys - S3 object keys of the state files
 * @see https://developer.hashicorp.com/terraform/language/backend/s3#permissions-required
 */
export function readStateStatements(target: DeployTarget, keys: readonly string[]): PolicyStatement[] {
  const bucket = bucketArn(target);
  return [
    // Terraform lists workspaces. Without this permission, S3 returns 403 instead of 404 for a missing state.
    { sid: "ListStates", actions: ["s3:ListBucket"], resources: [bucket] },
    { sid: "ReadStates", actions: ["s3:GetObject"], resources: keys.map((key) => `${bucket}/${key}`) },
  ];
}

/**
 * Allows writing state, its lock and the apply journal, which are objects next to the state. It does not allow access
 * to old versions of the state.
 */
export function writeStateStatements(target: DeployTarget, keys: readonly string[]): PolicyStatement[] {
  const states = keys.map((key) => `${bucketArn(target)}/${key}`);
  return [
    { sid: "WriteStates", actions: ["s3:PutObject"], resources: states },
    {
      sid: "LockStates",
      actions: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
      resources: states.flatMap((state) => [`${state}.tflock`, `${state}.journal`]),
    },
  ];
}

function bucketArn({ location, stateBucket }: DeployTarget): string {
  return `arn:${location.partition}:s3:::${stateBucket}`;
}
