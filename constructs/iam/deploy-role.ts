import type { Construct } from "constructs";
import { DEPLOY_PATH } from "../../workflow/iam-paths";
import { githubTrustPolicyDocument, type GithubJobs, type GithubRepository } from "./github-trust";
import { Role, type RoleProps } from "./role";

export interface DeployRoleProps extends Omit<RoleProps, "path" | "trustPolicy"> {
  /** Repository whose workflows may assume the role. */
  readonly repository: GithubRepository;
  /** Jobs that may assume the role. */
  readonly jobs: GithubJobs;
}

/** IAM role that jobs of GitHub workflows assume. */
export class DeployRole extends Role {
  /** @throws RangeError if the name or the policy exceeds IAM's limits */
  constructor(scope: Construct, id: string, { repository, jobs, ...props }: DeployRoleProps) {
    super(scope, id, {
      ...props,
      path: DEPLOY_PATH,
      trustPolicy: githubTrustPolicyDocument(props.location, repository, jobs),
    });
  }
}
