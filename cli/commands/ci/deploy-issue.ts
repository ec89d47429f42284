import { createScaledClock } from "local-aws";
import { findRunUrl, type RetryClock } from "reviewed-terraform";
import type { CliContext } from "../../cli-context";
import { createScreen } from "../../screen";
import { checkEnvironmentName } from "../../state/read-config";
import { CI_EXIT_CODE } from "./ci-exit-code";
import type { EnvironmentOptions } from "./ci-options";
import { keepIssue } from "./keep-issue";

export interface DeployIssueOptions extends EnvironmentOptions {
  /** Result of the jobs. */
  readonly result: "success" | "failure" | "cancelled";
}

/**
 * Keeps one issue per environment about failed deployments: opens it, updates it, and closes it after a success.
 * @returns exit code
 */
export async function keepDeployIssue(
  options: DeployIssueOptions,
  context: CliContext,
  clock: RetryClock = createScaledClock(1),
): Promise<number> {
  const { environment, result } = options;
  checkEnvironmentName(environment);
  const issue = {
    topic: `deploy:${environment}`,
    title: `Deploy of ${environment} failed`,
    text: result === "success" ? "" : describe(options, context),
    closing: `A deployment of ${environment} succeeded: ${findRunUrl(context.environment) ?? ""}`,
  };
  createScreen(context, options).say(await keepIssue(issue, context, clock));
  return CI_EXIT_CODE.succeeded;
}

function describe({ environment, result }: DeployIssueOptions, { environment: variables }: CliContext): string {
  const { GITHUB_SHA: sha = "", GITHUB_ACTOR: actor = "" } = variables;
  const by = actor === "" ? "" : ` by @${actor}`;
  return [
    `The deployment of commit ${sha} to ${environment}${by} ended with: ${result}.`,
    `Log and summary: ${findRunUrl(variables) ?? "not available"}`,
    "docs/delivery.md explains the messages of a refused deployment, and how to continue one that failed half-way.",
    "This issue is updated by each failed deployment, and closed by the next one that succeeds.",
  ].join("\n\n");
}
