import { parseDeploymentConfig, type DeploymentConfig } from "../../config/deployment-config";
import { ENVIRONMENTS } from "../../config/environments";
import { SettingsError } from "../../config/settings-error";
import { CliError } from "../cli-error";
import type { CliContext } from "../cli-context";

const NAMES: readonly string[] = ENVIRONMENTS;

/** @throws CliError for an unknown environment */
export function checkEnvironmentName(environment: string): void {
  if (NAMES.includes(environment)) return;
  throw new CliError([`--environment must be ${NAMES.join(" or ")}, got ${JSON.stringify(environment)}`]);
}

/**
 * Reads the settings of an environment without synthesis.
 * @throws CliError listing every missing or invalid setting, or for an unknown environment
 */
export function readConfig(environment: string, context: CliContext): DeploymentConfig {
  checkEnvironmentName(environment);
  return explainSettings(() => parseDeploymentConfig({ ...context.environment, DEPLOY_ENVIRONMENT: environment }));
}

/** Converts errors of settings to a CliError with a line for each. */
export function explainSettings<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    throw new CliError(error.message.split("\n"), { cause: error });
  }
}
