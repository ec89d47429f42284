import type { Construct } from "constructs";
import { githubTrustPolicyDocument, type GithubRepository, type GithubSubject } from "./github-trust";
import { Role, type RoleProps } from "./role";

/** IAM path of the deploy roles and their policies. The deploy roles have no permissions on this path. */
export const DEPLOY_PATH = "/job-status-poller-deploy/";

export interface DeployRoleProps extends Omit<RoleProps, "path" | "trustPolicy"> {
  /** Repository whose workflows may assume the role. */
  readonly repository: GithubRepository;
  /** Workflow runs that may assume the role. */
  readonly subjects: readonly [GithubSubject, ...GithubSubject[]];
}

/** IAM role that jobs of GitHub workflows assume. */
export class DeployRole extends Role {
  /** @throws RangeError if the name or the policy exceeds IAM's limits */
  constructor(scope: Construct, id: string, { repository, subjects, ...props }: DeployRoleProps) {
    super(scope, id, {
      ...props,
      path: DEPLOY_PATH,
      trustPolicy: githubTrustPolicyDocument(props.location, repository, subjects),
    });
  }
}
