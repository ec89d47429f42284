import type { LocalEnvironment } from "../../local/environment/local-environment";
import { formatDuration } from "../../console/format/format-duration";
import { DUMMY_CREDENTIALS } from "../target/aws-clients";

/** How long a wait takes on endpoints whose time passes faster. */
export const describeWaits = (speed: number): string =>
  speed === 1
    ? "Waits take as long as on AWS; --speed 30 shortens them 30 times."
    : `A minute's wait takes ${formatDuration(60 / speed)}; jobs themselves run in real time.`;

/** What a client must know of the endpoints, by the names of its settings. */
export function listExports(environment: LocalEnvironment) {
  const { stepFunctionsUrl, batchUrl, region, stateMachineArn, jobQueueArn, jobDefinitionArn } = environment;
  return {
    AWS_ENDPOINT_URL_SFN: stepFunctionsUrl,
    AWS_ENDPOINT_URL_BATCH: batchUrl,
    AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: batchUrl,
    AWS_REGION: region,
    // What boto3 and version 1 of the AWS CLI read.
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: DUMMY_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: DUMMY_CREDENTIALS.secretAccessKey,
    stateMachineArn,
    jobQueueArn,
    jobDefinitionArn,
  };
}

/** Lines for a shell; the ARNs' names there are in its own style. */
export function formatExports(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `export ${name.replaceAll(/(?<=[a-z])[A-Z]/g, "_$&").toUpperCase()}=${value}`)
    .join("\n");
}
