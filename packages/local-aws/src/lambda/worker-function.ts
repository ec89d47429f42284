import { devNull } from "node:os";
import { parseArn } from "../arn";

/** Lambda function that runs in a worker thread. */
export interface WorkerFunction {
  readonly functionArn: string;
  readonly functionName: string;
  /** Absolute path of the bundled CommonJS file. */
  readonly codeFile: string;
  /** `index.NAME`, where NAME is an export of `codeFile`. */
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Memory of the function, in MiB. Limits the heap of the worker. */
  readonly memoryMiB: number;
  /** Time limit of one invocation, in seconds: real time during work, time of the clock during pauses. */
  readonly timeoutSeconds: number;
}

/** Log stream of every local function. */
export const LAMBDA_LOG_STREAM = "local";

/** Line that a function wrote to stdout or stderr. */
export interface LambdaLogLine {
  readonly functionName: string;
  readonly line: string;
}

/**
 * Creates the environment of a function: the variables of Lambda and of the function, without the environment of this
 * process. The credentials are invalid, so that no function can access an AWS account.
 */
export function createEnvironment(
  fn: WorkerFunction,
  extraEnvironment: Readonly<Record<string, string>>,
): Record<string, string> {
  const region = parseArn(fn.functionArn)?.region ?? "";
  return {
    TZ: ":UTC",
    LANG: "en_US.UTF-8",
    PATH: "/usr/local/bin:/usr/bin:/bin",
    _HANDLER: fn.handler,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_SESSION_TOKEN: "local",
    // os.homedir in a worker is the home of the user, regardless of HOME. The SDK would read settings from ~/.aws.
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EXECUTION_ENV: "AWS_Lambda_nodejs22.x",
    AWS_LAMBDA_FUNCTION_NAME: fn.functionName,
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(fn.memoryMiB),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${fn.functionName}`,
    AWS_LAMBDA_LOG_STREAM_NAME: LAMBDA_LOG_STREAM,
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    ...fn.environment,
    ...extraEnvironment,
  };
}
