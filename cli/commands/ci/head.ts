import { fetchBranchSha, openGithub, parseGithubPlace, type RetryClock } from "reviewed-terraform";
import type { CliContext } from "../../cli-context";

/** Commit that a run deploys. */
export interface DeployedCommit {
  /** Empty outside GitHub. */
  readonly sha: string;
  /** Newest commit of the branch; the same outside GitHub. */
  readonly newest: string;
  readonly branch: string;
}

/** Finds the commit of this run and the newest of its branch. @throws GithubError when GitHub does not answer */
export async function findDeployedCommit(context: CliContext, clock: RetryClock): Promise<DeployedCommit> {
  const { GITHUB_SHA: sha = "", GITHUB_REF_NAME: branch = "main" } = context.environment;
  if (sha === "") return { sha, newest: sha, branch };
  const github = await openGithub(parseGithubPlace(context.environment), clock, context.interrupt);
  return { sha, newest: await fetchBranchSha(github, branch), branch };
}

/** Whether the run deploys the newest commit. */
export const isNewest = ({ sha, newest }: DeployedCommit): boolean => sha === newest;

/** Explains why an older commit is not applied. */
export const describeOld = ({ sha, newest, branch }: DeployedCommit): string =>
  `${sha.slice(0, 7)} is not the newest commit of ${branch}, which is ${newest.slice(0, 7)}; applying it would undo later merges, so nothing was applied; to deploy ${branch}, run the workflow Deploy manually`;
