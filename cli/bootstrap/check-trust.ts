import * as z from "zod";
import type { TerraformPlan } from "reviewed-terraform";
import { parseJson } from "../../console/model/job-result-schema";
import { CliError } from "../cli-error";

/** Repository that a trust policy names. */
interface TrustedRepository {
  /** `OWNER/NAME`. */
  readonly name: string;
  /** `OWNER_ID/REPOSITORY_ID`; undefined if the policy does not compare the IDs. */
  readonly ids: string | undefined;
}

const roleSchema = z.object({ name: z.string(), assume_role_policy: z.string() });
const claimSchema = z.union([z.string(), z.array(z.string())]);
const policySchema = z.object({
  Statement: z.array(
    z.looseObject({
      Condition: z.looseObject({ StringEquals: z.record(z.string(), claimSchema).default({}) }).optional(),
    }),
  ),
});

/**
 * Checks that no role that exists trusts another repository. A repository that was renamed has the same IDs.
 * @throws CliError that names the role and both repositories
 */
export function checkTrust({ resource_changes: changes }: TerraformPlan, environment: string): void {
  for (const { type, change } of changes) {
    if (type !== "aws_iam_role") continue;
    const [before, after] = [change.before, change.after].map((role) => roleSchema.safeParse(role).data);
    if (before === undefined || after === undefined) continue;
    const [is, shall] = [before, after].map((role) => findRepository(role.assume_role_policy));
    if (is === undefined || shall === undefined || isSame(is, shall)) continue;
    throw new CliError([
      `the role ${before.name} trusts the repository ${describe(is)}, not ${describe(shall)}, so nothing was changed; --yes does not approve this`,
      "If another team deploys from that repository, set another POLLER_NAME and bootstrap again.",
      ...(is.ids !== undefined && shall.ids === undefined
        ? ["If the repository was renamed, set GITHUB_REPOSITORY_OWNER_ID and GITHUB_REPOSITORY_ID."]
        : []),
      `To move this poller to another repository, delete its roles first, on a terminal: unset GITHUB_REPOSITORY, and run npm run poller -- bootstrap --environment ${environment}; then bootstrap again with the new repository.`,
    ]);
  }
}

/** Finds the repository in the claims of a trust policy; undefined for a policy of another form. */
function findRepository(trustPolicy: string): TrustedRepository | undefined {
  const statements = policySchema.safeParse(parseJson(trustPolicy)).data?.Statement ?? [];
  const claims = statements.flatMap(({ Condition }) => Object.entries(Condition?.StringEquals ?? {}));
  const valuesOf = (claim: string): readonly string[] =>
    claims.filter(([key]) => key.endsWith(`:${claim}`)).flatMap(([, values]) => [values].flat());
  const [, owner, repository] =
    valuesOf("sub")
      .map((sub) => /^repo:([^/@:]+)(?:@\d+)?\/([^/@:]+)(?:@\d+)?:/.exec(sub))
      .find((match) => match !== null) ?? [];
  if (owner === undefined || repository === undefined) return undefined;
  const [ownerId, repositoryId] = [valuesOf("repository_owner_id")[0], valuesOf("repository_id")[0]];
  const ids = ownerId === undefined || repositoryId === undefined ? undefined : `${ownerId}/${repositoryId}`;
  return { name: `${owner}/${repository}`, ids };
}

/** GitHub does not distinguish names by case. */
const isSame = (one: TrustedRepository, other: TrustedRepository): boolean =>
  one.ids === undefined || other.ids === undefined
    ? one.name.toLowerCase() === other.name.toLowerCase()
    : one.ids === other.ids;

const describe = ({ name, ids }: TrustedRepository): string => (ids === undefined ? name : `${name} (IDs ${ids})`);
