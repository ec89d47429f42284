import { composeGlobalArn, type AwsLocation } from "../aws-location";
import { POLICY_VERSION } from "./policy-document";

/** Issuer of tokens of github.com, without `https://`. */
export const GITHUB_ISSUER = "token.actions.githubusercontent.com";

/** Required audience of the tokens; the one that aws-actions/configure-aws-credentials requests. */
export const GITHUB_AUDIENCE = "sts.amazonaws.com";

/** GitHub repository. */
export interface GithubRepository {
  /** `OWNER/NAME`. */
  readonly repository: string;
  /** Numeric GitHub IDs of owner and repository. @default tokens without IDs are expected */
  readonly ids?: { readonly ownerId: string; readonly repositoryId: string };
  /** Issuer of the tokens, without `https://`. @default the issuer of github.com */
  readonly issuer?: string;
  /**
   * Repository and version of the workflow files that hold the jobs, like `refs/tags/v1`. Set it if the repository
   * calls the workflows of another one. @default the repository itself, on main
   */
  readonly workflows?: { readonly repository: string; readonly ref: string };
}

/** Last part of a token's `sub` claim: the workflow runs that may assume a role. */
export type GithubSubject = "pull_request" | `environment:${string}` | `ref:refs/heads/${string}`;

/** Jobs that may assume a role. */
export interface GithubJobs {
  /** At least one; all of one kind. */
  readonly subjects: readonly [GithubSubject, ...GithubSubject[]];
  /** Names of the files in `.github/workflows` that hold the jobs. Only their version in `workflows` counts. */
  readonly workflows: readonly [string, ...string[]];
}

const MAIN = "refs/heads/main";

/**
 * Returns the trust policy that allows jobs of one repository to assume a role.
 *
 * `sub` is the event or the GitHub environment of the run. `job_workflow_ref` is the file that holds the job: a
 * workflow that a pull request or a branch has changed has another one. For a called workflow, it is the repository
 * and version of the called file, while all other claims are those of the caller. `ref` is the branch of the run: a
 * branch can call the files on main. The ref of a pull request is not fixed, so it is not compared.
 *
 * A `sub` claim names the repository as `repo:OWNER/NAME` or as `repo:OWNER@OWNER_ID/NAME@REPOSITORY_ID`. A
 * repository sends one of the two forms, so both are listed when the IDs are known. Claims are compared exactly: a
 * pattern could match unintended branches, and the operators `...IfExists` and `ForAllValues` accept a token
 * without the claim.
 * @see https://docs.github.com/en/actions/reference/security/oidc
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
 */
export function githubTrustPolicyDocument(
  location: AwsLocation,
  repository: GithubRepository,
  jobs: GithubJobs,
): string {
  return JSON.stringify({
    Version: POLICY_VERSION,
    Statement: [
      {
        Effect: "Allow",
        Principal: { Federated: oidcProviderArn(location, repository.issuer) },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: { StringEquals: requiredClaims(repository, jobs) },
      },
    ],
  });
}

function requiredClaims(repository: GithubRepository, { subjects, workflows }: GithubJobs): Record<string, unknown> {
  const subs = repositoryClaims(repository).flatMap((claim) => subjects.map((subject) => `${claim}:${subject}`));
  const environments = subjects.flatMap((subject) => /^environment:(.+)$/.exec(subject)?.[1] ?? []);
  const { repository: name, ids, issuer = GITHUB_ISSUER } = repository;
  const holder = repository.workflows ?? { repository: name, ref: MAIN };
  const claims = {
    aud: GITHUB_AUDIENCE,
    sub: subs,
    job_workflow_ref: workflows.map((file) => `${holder.repository}/.github/workflows/${file}@${holder.ref}`),
    ...(subjects.includes("pull_request") ? {} : { ref: MAIN }),
    ...(environments.length === 0 ? {} : { environment: environments }),
    ...(ids === undefined ? {} : { repository_id: ids.repositoryId, repository_owner_id: ids.ownerId }),
  };
  return Object.fromEntries(Object.entries(claims).map(([claim, value]) => [`${issuer}:${claim}`, value]));
}

/** Composes the ARN of the account's OIDC provider for GitHub. */
function oidcProviderArn(location: AwsLocation, issuer = GITHUB_ISSUER): string {
  return composeGlobalArn(location, "iam", `oidc-provider/${issuer}`);
}

/** @throws RangeError if the repository does not have the form `owner/name` */
function repositoryClaims({ repository, ids }: GithubRepository): string[] {
  const [owner, name, ...rest] = repository.split("/");
  if (!owner || !name || rest.length > 0 || /[*?@:]/.test(repository))
    throw new RangeError(`the GitHub repository must be like owner/name, got ${repository}`);
  const byName = `repo:${repository}`;
  return ids === undefined ? [byName] : [byName, `repo:${owner}@${ids.ownerId}/${name}@${ids.repositoryId}`];
}
