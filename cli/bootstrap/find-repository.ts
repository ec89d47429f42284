import { createScaledClock } from "local-aws";
import { GithubError, openGithub, parseGithubPlace } from "reviewed-terraform";
import * as z from "zod";
import { CliError } from "../cli-error";
import { errorMessage } from "../error-properties";

type Environment = Readonly<Record<string, string | undefined>>;

const repositorySchema = z.object({
  full_name: z.string().regex(/^[^/]+\/[^/]+$/),
  id: z.number(),
  owner: z.object({ id: z.number() }),
});
type Repository = z.infer<typeof repositorySchema>;

const TIMEOUT_MS = 5_000;
/** The name is used as it is typed when GitHub does not answer, so that a retry is not worth the wait. */
const NO_RETRIES_MS = 0;

/**
 * Finds the exact name of the repository. GitHub accepts any letter case, but the tokens of its workflows contain the
 * exact name, and AWS compares it with the trust policies of the roles.
 * @param say - prints a line of progress
 * @returns GITHUB_REPOSITORY as GitHub writes it; nothing without a repository, or when GitHub does not show it
 * @throws CliError when GitHub has another repository than the settings name
 * @see https://docs.github.com/en/rest/repos/repos#get-a-repository
 */
export async function findRepository(
  environment: Environment,
  interrupt: AbortSignal,
  say: (line: string) => void,
): Promise<{ readonly GITHUB_REPOSITORY?: string }> {
  const { GITHUB_REPOSITORY: typed = "" } = environment;
  // The settings report a name with another format.
  if (!/^[\w-]+\/[\w.-]+$/.test(typed)) return {};
  const found = await fetchRepository(environment, interrupt);
  if (typeof found === "string") {
    say(
      `GITHUB_REPOSITORY ${typed} could not be checked (${found}); its letter case must be that of GitHub, because AWS compares it exactly`,
    );
    return {};
  }
  const problems = findProblems(typed, environment, found);
  if (problems.length > 0) throw new CliError(problems);
  const { full_name: exact } = found;
  if (exact !== typed) say(`GITHUB_REPOSITORY is ${typed}, but GitHub writes ${exact}; the roles will trust ${exact}`);
  return { GITHUB_REPOSITORY: exact };
}

/** Fetches a repository. @returns the reason when GitHub does not show it */
async function fetchRepository(environment: Environment, interrupt: AbortSignal): Promise<Repository | string> {
  const place = parseGithubPlace(environment, "optional");
  const signal = AbortSignal.any([interrupt, AbortSignal.timeout(TIMEOUT_MS)]);
  try {
    const github = await openGithub(place, createScaledClock(1), signal, NO_RETRIES_MS);
    const reply = await github.request("GET /repos/{owner}/{repo}");
    return repositorySchema.safeParse(reply).data ?? "GitHub's answer is not a repository";
  } catch (error) {
    interrupt.throwIfAborted();
    if (!(error instanceof GithubError)) throw error;
    if (error.status === undefined) return `GitHub cannot be reached: ${errorMessage(error.cause)}`;
    // A private repository does not exist for others.
    const hint = place.token === "" ? "; set GITHUB_TOKEN, for example to the output of gh auth token" : "";
    return `GitHub answers ${error.status}${hint}`;
  }
}

/** Finds differences that are not only the letter case. */
function findProblems(typed: string, environment: Environment, { full_name: exact, id, owner }: Repository): string[] {
  const problems =
    exact.toLowerCase() === typed.toLowerCase()
      ? []
      : [
          `the repository ${typed} is now ${exact} on GitHub; set GITHUB_REPOSITORY=${exact} if you mean this repository`,
        ];
  const ids = { GITHUB_REPOSITORY_OWNER_ID: owner.id, GITHUB_REPOSITORY_ID: id };
  for (const [setting, actual] of Object.entries(ids)) {
    const { [setting]: set = "" } = environment;
    if (set !== "" && set !== String(actual))
      problems.push(`${setting} is ${set}, but ${exact} has ${actual} on GitHub; set ${setting}=${actual}`);
  }
  return problems;
}
