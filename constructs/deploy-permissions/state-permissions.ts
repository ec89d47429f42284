import type { PolicyStatement } from "../policy-document";
import type { DeployTarget } from "./deploy-target";

/**
 * Reading states, without locking them.
 * @param keys - keys of the states in the bucket
 * @see https://developer.hashicorp.com/terraform/language/backend/s3#permissions-required
 */
export function readStateStatements(target: DeployTarget, keys: readonly string[]): PolicyStatement[] {
  const bucket = bucketArn(target);
  return [
    // Terraform lists workspaces; and without it, S3 answers 403 instead of 404 for a state that is not there yet.
    { sid: "ListStates", actions: ["s3:ListBucket"], resources: [bucket] },
    { sid: "ReadStates", actions: ["s3:GetObject"], resources: keys.map((key) => `${bucket}/${key}`) },
  ];
}

/**
 * Writing states under a lock, and with a journal of what an apply makes, which are objects beside the state; old versions
 * of a state stay out of reach.
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
