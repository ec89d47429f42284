import * as z from "zod";
import { parseSettingsLines } from "../../../config/settings-lines";
import { SettingsError } from "../../../config/settings-error";
import { CliError } from "../../cli-error";
import type { CliContext } from "../../cli-context";
import { EXIT_CODE } from "../../exit-code";
import { createScreen } from "../../screen";
import { synthesizeStack } from "../../state/synthesized-stack";
import type { EnvironmentOptions } from "./ci-options";
import { writeEnvironmentVariables, writeOutputs } from "./step-output";

/** Variable with all settings of an environment, one a line, as repositories keep them on GitHub. */
const SETTINGS = "SETTINGS";

const outputsSchema = z.object({ output: z.record(z.string(), z.object({ value: z.string() })).default({}) });

/**
 * Checks the settings of an environment, and tells later steps what they need: the settings by `$GITHUB_ENV`, roles,
 * region and state bucket by `$GITHUB_OUTPUT`. Needs no credentials: all of it is known before anything is deployed.
 * @returns exit code
 * @throws CliError that names every setting that is missing or wrong
 */
export async function writeEnvironment(options: EnvironmentOptions, context: CliContext): Promise<number> {
  const settings = readSettings(context);
  const { environment } = options;
  const withSettings = { ...context, environment: { ...context.environment, ...settings } };
  const { json, state } = await synthesizeStack("state-backend", environment, withSettings);
  const roles = Object.entries(outputsSchema.parse(json).output)
    .filter(([name]) => name.endsWith("_role_arn"))
    .map(([name, { value }]) => [name, value] as const);
  const outputs = { region: state.region, state_bucket: state.bucket, ...Object.fromEntries(roles) };
  await writeOutputs(context, outputs);
  await writeEnvironmentVariables(context, { ...settings, DEPLOY_ENVIRONMENT: environment });
  createScreen(context, options).result(outputs);
  return EXIT_CODE.succeeded;
}

function readSettings({ environment }: CliContext): Readonly<Record<string, string>> {
  try {
    return parseSettingsLines(SETTINGS, environment[SETTINGS] ?? "");
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    throw new CliError(error.message.split("\n"), { cause: error });
  }
}
