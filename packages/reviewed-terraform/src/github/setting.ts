import type * as z from "zod";
import type { Github, GithubParameters } from "./github";
import { GithubError } from "./github-error";

/** Setting of a repository on GitHub, and whether it is made. */
export interface Setting {
  /** Setting, like `main: a pull request is required`. */
  readonly name: string;
  /** `unknown` if GitHub does not show the setting to this token. */
  readonly state: "ok" | "missing" | "unknown";
  /** Action that makes the setting, or the reason why it is unknown; empty for `ok`. */
  readonly advice: string;
}

/** Settings that GitHub returned; undefined for those that do not exist. */
export type Answer<T> = { readonly value: T | undefined } | { readonly refused: GithubError };

/** Reads settings. @throws GithubError when GitHub is unavailable */
export async function readAnswer<T>(
  github: Github,
  route: string,
  schema: z.ZodType<T>,
  parameters: GithubParameters = {},
): Promise<Answer<T>> {
  try {
    return { value: schema.parse(await github.request(route, parameters)) };
  } catch (error) {
    if (!(error instanceof GithubError)) throw error;
    if (error.status === 404) return { value: undefined };
    if (error.status === 403 || error.status === 401) return { refused: error };
    throw error;
  }
}

/** Judges an answer. @param advice - action that makes the setting */
export function judge<T>(name: string, answer: Answer<T>, isMade: (value: T) => boolean, advice: string): Setting {
  if ("refused" in answer)
    return {
      name,
      state: "unknown",
      advice: `${answer.refused.message}; use the token of an administrator of the repository: GITHUB_TOKEN=$(gh auth token)`,
    };
  if (answer.value !== undefined && isMade(answer.value)) return { name, state: "ok", advice: "" };
  return { name, state: "missing", advice };
}

/** Judges a setting that several answers can contain: one that makes it is enough. */
export function judgeAny<T>(
  name: string,
  answers: readonly Answer<T>[],
  isMade: (value: T) => boolean,
  advice: string,
): Setting {
  const judged = answers.map((answer) => judge(name, answer, isMade, advice));
  const find = (state: Setting["state"]): Setting | undefined => judged.find((one) => one.state === state);
  return find("ok") ?? find("unknown") ?? { name, state: "missing", advice };
}
