import { composeGlobalArn, type AwsLocation } from "../aws-location";
import { POLICY_VERSION } from "./policy-document";

/** Issuer of GitHub Actions tokens, without `https://`. */
export const GITHUB_ISSUER = "token.actions.githubusercontent.com";

/** Required audience of the tokens; the one that aws-actions/configure-aws-credentials requests. */
export const GITHUB_AUDIENCE = "sts.amazonaws.com";

/** GitHub repository. */
export interface GithubRepository {
  /** `OWNER/NAME`. */
  readonly repository: string;
  /** Numeric GitHub IDs of owner and repository. @default tokens without IDs are expected */
  readonly ids?: { readonly ownerId: string; readonly repositoryId: string };
}

/** Last part of a token's `sub` claim: the workflow runs that may assume a role. */
export type GithubSubject = "pull_request" | `environment:${string}` | `ref:refs/heads/${string}`;

/**
 * Returns the trust policy that allows workflows of one repository to assume a role.
 *
 * A `sub` claim names the repository as `repo:OWNER/NAME` or as `repo:OWNER@OWNER_ID/NAME@REPOSITORY_ID`. A later
 * owner of the same names has other IDs. A repository sends one of the two forms, so both are listed when the IDs are
 * known. Claims are compared exactly: a pattern could match unintended branches and repositories.
 * @param subjects - at least one
 * @see https://docs.github.com/en/actions/reference/security/oidc
 */
export function githubTrustPolicyDocument(
  location: AwsLocation,
  repository: GithubRepository,
  subjects: readonly [GithubSubject, ...GithubSubject[]],
): string {
  return JSON.stringify({
    Version: POLICY_VERSION,
    Statement: [
      {
        Effect: "Allow",
        Principal: { Federated: githubOidcProviderArn(location) },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: {
            [`${GITHUB_ISSUER}:aud`]: GITHUB_AUDIENCE,
            [`${GITHUB_ISSUER}:sub`]: subjects.flatMap((subject) =>
              repositoryClaims(repository).map((claim) => `${claim}:${subject}`),
            ),
          },
        },
      },
    ],
  });
}

/** Composes the ARN of the account's OIDC provider for GitHub. */
function githubOidcProviderArn(location: AwsLocation): string {
  return composeGlobalArn(location, "iam", `oidc-provider/${GITHUB_ISSUER}`);
}

/** @throws RangeError if the repository does not have the form `owner/name` */
function repositoryClaims({ repository, ids }: GithubRepository): string[] {
  const [owner, name, ...rest] = repository.split("/");
  if (!owner || !name || rest.length > 0 || /[*?@:]/.test(repository))
    throw new RangeError(`the GitHub repository must be like owner/name, got ${repository}`);
  const byName = `repo:${repository}`;
  return ids === undefined ? [byName] : [byName, `repo:${owner}@${ids.ownerId}/${name}@${ids.repositoryId}`];
}
