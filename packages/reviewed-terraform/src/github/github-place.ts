import { DeliveryError } from "../delivery-error";

/** Environment variables of the process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** API address, name and token of a repository. */
export interface GithubPlace {
  /** `https://api.github.com`, or the API of a GitHub Enterprise Server. */
  readonly apiUrl: string;
  readonly owner: string;
  readonly repo: string;
  /** Empty for requests without authentication. */
  readonly token: string;
}

/**
 * Finds the repository by the variables of GitHub's runners.
 * @throws DeliveryError listing all missing variables
 */
export function parseGithubPlace(environment: Environment, tokenIs: "required" | "optional" = "required"): GithubPlace {
  const { GITHUB_API_URL: apiUrl, GITHUB_REPOSITORY: repository = "" } = environment;
  const { GH_TOKEN: ghToken = "", GITHUB_TOKEN: token = ghToken } = environment;
  const [owner = "", repo = "", ...rest] = repository.split("/");
  const problems = [
    ...(token === "" && tokenIs === "required" ? ["GITHUB_TOKEN is not set: in a workflow, pass github.token"] : []),
    ...(owner === "" || repo === "" || rest.length > 0
      ? [`GITHUB_REPOSITORY must be like owner/name, got ${JSON.stringify(repository)}`]
      : []),
  ];
  if (problems.length > 0) throw new DeliveryError(problems);
  return { apiUrl: apiUrl === undefined || apiUrl === "" ? "https://api.github.com" : apiUrl, owner, repo, token };
}

/** URL of the current run; undefined outside GitHub. */
export function findRunUrl(environment: Environment): string | undefined {
  const { GITHUB_SERVER_URL: server = "https://github.com", GITHUB_REPOSITORY: repository = "" } = environment;
  const { GITHUB_RUN_ID: runId = "" } = environment;
  return runId === "" || repository === "" ? undefined : `${server}/${repository}/actions/runs/${runId}`;
}
