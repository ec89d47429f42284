import type { DeploymentConfig } from "../config/deployment-config";
import { SizeError } from "../constructs/size-error";

/** Members of the configuration without the value of a setting, by the setting. */
const WITHOUT: Readonly<Record<string, (config: DeploymentConfig) => Partial<DeploymentConfig>>> = {
  JOB_COMMAND: ({ job }) => (job.command === undefined ? {} : { job: { ...job, command: [] } }),
  JOB_ENVIRONMENT: ({ job }) => ({ job: { ...job, environment: {} } }),
  JOB_SECRETS: ({ job }) => ({ job: { ...job, secrets: {} } }),
  JOB_SECRETS_KMS_KEY_ARNS: ({ job }) => ({ job: { ...job, secretKeyArns: [] } }),
  JOB_ROLE_POLICY: ({ job }) => ({ job: { ...job, rolePolicy: [] } }),
  JOB_QUEUE_ARNS: () => ({ otherJobQueueArns: [] }),
  JOB_DEFINITION_ARNS: () => ({ otherJobDefinitionArns: [] }),
};

/**
 * Creates a construct. If its document exceeds a limit, the error names the settings that make it large.
 * @param measure - returns the size of the document with a configuration
 * @throws SizeError that names the settings
 */
export function nameLargeSettings<Result>(
  config: DeploymentConfig,
  measure: (config: DeploymentConfig) => number,
  create: () => Result,
): Result {
  try {
    return create();
  } catch (error) {
    if (!(error instanceof SizeError)) throw error;
    const shares = Object.entries(WITHOUT)
      .map(([setting, without]) => ({ setting, share: measure(config) - measure({ ...config, ...without(config) }) }))
      .filter(({ share }) => share > 0)
      .toSorted((one, other) => other.share - one.share);
    throw error.explainedBy(shares.map(({ setting, share }) => `${setting} adds ${share}`).join(", "));
  }
}
