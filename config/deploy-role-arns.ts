import type { DeploymentConfig } from "./deployment-config";

/** The ARN of each role of the repository's workflows, by the kind of job that it is for. */
export type DeployRoleArns = Readonly<Record<"plan" | "apply" | "smoke" | "drift", string>>;

/** ARNs of the roles that `poller bootstrap` makes: known without asking AWS, and without synthesizing the stack of them. */
export function deployRoleArns({ partition, accountId, name, region }: DeploymentConfig): DeployRoleArns {
  const arn = (job: string): string =>
    `arn:${partition}:iam::${accountId}:role/job-status-poller-deploy/${name}-${job}-${region}`;
  return { plan: arn("plan"), apply: arn("apply"), smoke: arn("smoke"), drift: arn("drift") };
}
