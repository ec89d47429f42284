import { deployRoleArns } from "../../../config/deploy-role-arns";
import { parseSettingsLines } from "../../../config/settings-lines";
import type { CliContext } from "../../cli-context";
import { EXIT_CODE } from "../../exit-code";
import { createScreen } from "../../screen";
import { explainSettings, readConfig } from "../../state/read-config";
import type { EnvironmentOptions } from "./ci-options";
import { writeEnvironmentVariables, writeOutputs } from "./step-output";

/** Environment variable with all settings of an environment, one per line. */
const SETTINGS = "SETTINGS";

/**
 * Checks the settings of an environment and passes them to later steps: the settings in `$GITHUB_ENV`; roles, region
 * and state bucket in `$GITHUB_OUTPUT`. Requires no credentials.
 * @returns exit code
 * @throws CliError listing every missing or invalid setting
 */
export async function writeEnvironment(options: EnvironmentOptions, context: CliContext): Promise<number> {
  const settings = explainSettings(() => parseSettingsLines(SETTINGS, context.environment[SETTINGS] ?? ""));
  const { environment } = options;
  const config = readConfig(environment, { ...context, environment: { ...context.environment, ...settings } });
  const roles = config.github === undefined ? [] : Object.entries(deployRoleArns(config));
  const outputs = {
    region: config.region,
    state_bucket: config.stateBucket,
    ...Object.fromEntries(roles.map(([job, arn]) => [`${job}_role_arn`, arn])),
  };
  await writeOutputs(context, outputs);
  await writeEnvironmentVariables(context, { ...settings, DEPLOY_ENVIRONMENT: environment });
  createScreen(context, options).result(outputs);
  return EXIT_CODE.succeeded;
}
