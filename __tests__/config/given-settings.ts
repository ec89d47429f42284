import { parseDeploymentConfig, type Environment } from "../../config/deployment-config";
import type { JobConfig } from "../../config/job-config";
import { SettingsError } from "../../config/settings-error";

export const GIVEN = { DEPLOY_ENVIRONMENT: "dev", AWS_REGION: "us-east-1", AWS_ACCOUNT_ID: "123456789012" };

/** Job of the required settings and the given ones. */
export const jobOf = (settings: Environment): JobConfig => parseDeploymentConfig({ ...GIVEN, ...settings }).job;

/** Lines of the error for the required settings and the given ones; empty without an error. */
export function problemsOf(settings: Environment): string[] {
  try {
    parseDeploymentConfig({ ...GIVEN, ...settings });
  } catch (error) {
    if (error instanceof SettingsError) return error.message.split("\n");
    throw error;
  }
  return [];
}
