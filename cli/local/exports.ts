import type { LocalAws } from "local-aws";
import { formatDuration } from "../../console/format/format-duration";
import { DUMMY_CREDENTIALS } from "../target/dummy-credentials";

/** Describes the duration of waits at a given speed. */
export const describeWaits = (speed: number): string =>
  speed === 1
    ? "Waits take as long as on AWS; --speed 30 shortens them 30 times."
    : `A minute's wait takes ${formatDuration(60 / speed)}; jobs themselves run in real time.`;

/** Client settings of the endpoints. */
export function listExports(environment: LocalAws) {
  const { stepFunctionsUrl, batchUrl, region, stateMachineArn, jobQueueArn, jobDefinitionArn } = environment;
  return {
    AWS_ENDPOINT_URL_SFN: stepFunctionsUrl,
    AWS_ENDPOINT_URL_BATCH: batchUrl,
    AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: batchUrl,
    AWS_REGION: region,
    // For boto3 and version 1 of the AWS CLI.
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: DUMMY_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: DUMMY_CREDENTIALS.secretAccessKey,
    stateMachineArn,
    jobQueueArn,
    jobDefinitionArn,
  };
}

/**
 * Renders export lines for a shell, with upper-case variable names. AWS_PROFILE is unset, because the SDKs prefer the
 * credentials of a profile.
 */
export function formatExports(values: Readonly<Record<string, string>>): string {
  const exports = Object.entries(values).map(
    ([name, value]) => `export ${name.replaceAll(/(?<=[a-z])[A-Z]/g, "_$&").toUpperCase()}=${value}`,
  );
  return [...exports, "unset AWS_PROFILE"].join("\n");
}
