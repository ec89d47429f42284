import { createScaledClock } from "local-aws";
import {
  checkEnvironmentSettings,
  checkRepositorySettings,
  openGithub,
  parseGithubPlace,
  type RetryClock,
} from "reviewed-terraform";
import type { CliContext } from "../../cli-context";
import { createScreen } from "../../screen";
import { checkEnvironmentName } from "../../state/read-config";
import { CI_EXIT_CODE } from "./ci-exit-code";
import type { EnvironmentOptions } from "./ci-options";

/** Environments whose deployments require an approval. */
const WITH_REVIEWERS = ["prod"];

/**
 * Checks the settings on GitHub that docs/delivery.md describes, and prints a line for each. Changes nothing.
 * @returns exit code; 2 when a setting is missing or cannot be read
 * @throws DeliveryError when the token cannot read the repository
 */
export async function checkSettings(
  options: EnvironmentOptions,
  context: CliContext,
  clock: RetryClock = createScaledClock(1),
): Promise<number> {
  const { environment } = options;
  checkEnvironmentName(environment);
  const github = await openGithub(parseGithubPlace(context.environment), clock, context.interrupt);
  const settings = [
    ...(await checkRepositorySettings(github)),
    ...(await checkEnvironmentSettings(github, environment, WITH_REVIEWERS.includes(environment))),
  ];
  const screen = createScreen(context, options);
  if (screen.json) screen.result(settings);
  else
    for (const { name, state, advice } of settings)
      context.stdout.write(`${state.padEnd(7)}  ${name}${advice === "" ? "" : `: ${advice}`}\n`);
  return settings.every(({ state }) => state === "ok") ? CI_EXIT_CODE.succeeded : CI_EXIT_CODE.endedOtherwise;
}
