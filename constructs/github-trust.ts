import { composeGlobalArn, type AwsLocation } from "./aws-location";
import { POLICY_VERSION } from "./policy-document";

/** Issuer of the tokens that GitHub gives to workflows, without `https://`. */
export const GITHUB_ISSUER = "token.actions.githubusercontent.com";

/** Whom the tokens must be meant for; aws-actions/configure-aws-credentials asks for this one. */
export const GITHUB_AUDIENCE = "sts.amazonaws.com";

/** A repository on GitHub. */
export interface GithubRepository {
  /** `OWNER/NAME`. */
  readonly repository: string;
  /** Numbers that GitHub gives owner and repository. @default the tokens are expected to hold none */
  readonly ids?: { readonly ownerId: string; readonly repositoryId: string };
}

/** The end of a token's `sub`: which runs of the repository's workflows a role is for. */
export type GithubSubject = "pull_request" | `environment:${string}` | `ref:refs/heads/${string}`;

/**
 * The trust policy that lets workflows of one repository assume a role.
 *
 * A `sub` names the repository either as `repo:OWNER/NAME`, or with numbers that a later owner of the same names does not
 * get: `repo:OWNER@OWNER_ID/NAME@REPOSITORY_ID`. Each repository sends one of the two, so both are listed when the numbers
 * are known. All is compared whole: a pattern would let in branches and repositories that nobody thought of.
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

/** ARN of the account's provider for GitHub; there can be only one, so it needs no name. */
function githubOidcProviderArn(location: AwsLocation): string {
  return composeGlobalArn(location, "iam", `oidc-provider/${GITHUB_ISSUER}`);
}

/** @throws RangeError when the repository is not written like `owner/name` */
function repositoryClaims({ repository, ids }: GithubRepository): string[] {
  const [owner, name, ...rest] = repository.split("/");
  if (!owner || !name || rest.length > 0 || /[*?@:]/.test(repository))
    throw new RangeError(`the GitHub repository must be like owner/name, got ${repository}`);
  const byName = `repo:${repository}`;
  return ids === undefined ? [byName] : [byName, `repo:${owner}@${ids.ownerId}/${name}@${ids.repositoryId}`];
}
