import { formatArn } from "../workflow/arn";
import { deployPath } from "../workflow/iam-paths";
import type { DeploymentConfig } from "./deployment-config";

/** ARNs of the workflow roles, by kind of job. */
export type DeployRoleArns = Readonly<Record<"plan" | "main_plan" | "apply" | "smoke" | "drift", string>>;

/** Returns the ARNs of the roles that `poller bootstrap` creates, without AWS requests or synthesis. */
export function deployRoleArns({ partition, accountId, name, region, rolePath }: DeploymentConfig): DeployRoleArns {
  const arn = (job: string): string =>
    formatArn({
      partition,
      service: "iam",
      region: "",
      accountId,
      resource: `role${deployPath(rolePath)}${name}-${job}-${region}`,
    });
  return {
    plan: arn("plan"),
    main_plan: arn("main-plan"),
    apply: arn("apply"),
    smoke: arn("smoke"),
    drift: arn("drift"),
  };
}
