import { parseDeploymentConfig, type DeploymentConfig } from "../../config/deployment-config";
import { ENVIRONMENTS } from "../../config/environments";
import { SettingsError } from "../../config/settings-error";
import { CliError } from "../cli-error";
import type { CliContext } from "../cli-context";

const NAMES: readonly string[] = ENVIRONMENTS;

/** @throws CliError for a name that is no environment's */
export function checkEnvironmentName(environment: string): void {
  if (NAMES.includes(environment)) return;
  throw new CliError([`--environment must be ${NAMES.join(" or ")}, got ${JSON.stringify(environment)}`]);
}

/**
 * What the settings of this process say about an environment, without synthesis.
 * @throws CliError that names every setting that is missing or wrong, or for an unknown environment
 */
export function readConfig(environment: string, context: CliContext): DeploymentConfig {
  checkEnvironmentName(environment);
  return explainSettings(() => parseDeploymentConfig({ ...context.environment, DEPLOY_ENVIRONMENT: environment }));
}

/** Problems with settings are the caller's to mend: a line for each, without a stack trace. */
export function explainSettings<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    throw new CliError(error.message.split("\n"), { cause: error });
  }
}
