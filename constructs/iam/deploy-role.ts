import type { Construct } from "constructs";
import { deployPath } from "../../workflow/iam-paths";
import { githubTrustPolicyDocument, type GithubJobs, type GithubRepository } from "./github-trust";
import { Role, type RoleProps } from "./role";

export interface DeployRoleProps extends Omit<RoleProps, "path" | "trustPolicy"> {
  /** Repository whose workflows may assume the role. */
  readonly repository: GithubRepository;
  /** Prefix of the role's IAM path. @default "/" */
  readonly rolePath?: string | undefined;
  /** Jobs that may assume the role. */
  readonly jobs: GithubJobs;
}

/** IAM role that jobs of GitHub workflows assume. */
export class DeployRole extends Role {
  /** @throws RangeError if the name or the policy exceeds IAM's limits */
  constructor(scope: Construct, id: string, { repository, jobs, rolePath, ...props }: DeployRoleProps) {
    super(scope, id, {
      ...props,
      path: deployPath(rolePath),
      trustPolicy: githubTrustPolicyDocument(props.location, repository, jobs),
    });
  }
}
