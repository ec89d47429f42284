import * as z from "zod";
import { parseJson } from "../../console/model/job-result-schema";
import { CliError } from "../cli-error";
import { errorMessage, errorProperty } from "../error-properties";

type Environment = Readonly<Record<string, string | undefined>>;

const repositorySchema = z.object({
  full_name: z.string().regex(/^[^/]+\/[^/]+$/),
  id: z.number(),
  owner: z.object({ id: z.number() }),
});
type Repository = z.infer<typeof repositorySchema>;

const TIMEOUT_MS = 5_000;

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
  const found = await fetchRepository(typed, environment, interrupt);
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
async function fetchRepository(
  name: string,
  environment: Environment,
  interrupt: AbortSignal,
): Promise<Repository | string> {
  const { GITHUB_API_URL: given = "", GH_TOKEN: ghToken = "", GITHUB_TOKEN: token = ghToken } = environment;
  const url = `${given === "" ? "https://api.github.com" : given}/repos/${name}`;
  try {
    const reply = await fetch(url, {
      headers: {
        accept: "application/vnd.github+json",
        "user-agent": "job-status-poller",
        ...(token === "" ? {} : { authorization: `Bearer ${token}` }),
      },
      signal: AbortSignal.any([interrupt, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    if (reply.ok)
      return repositorySchema.safeParse(parseJson(await reply.text())).data ?? "GitHub's answer is not a repository";
    // A private repository does not exist for others.
    const hint = token === "" ? "; set GITHUB_TOKEN, for example to the output of gh auth token" : "";
    return `GitHub answers ${reply.status}${hint}`;
  } catch (error) {
    interrupt.throwIfAborted();
    const cause: unknown = error instanceof Error ? error.cause : undefined;
    return `GitHub cannot be reached: ${errorProperty(cause, "code") || errorMessage(error)}`;
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
