import { devNull } from "node:os";

/** A Lambda function as it was synthesized. */
export interface WorkerFunction {
  readonly functionArn: string;
  readonly functionName: string;
  /** Absolute path of the bundled CommonJS file. */
  readonly codeFile: string;
  /** `index.NAME`, NAME being an export of `codeFile`. */
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Memory of the function, in MiB; the limit of the worker's heap. */
  readonly memoryMiB: number;
  /** Time limit of one invocation, in seconds: of real time while it works, of the clock while it pauses. */
  readonly timeoutSeconds: number;
}

/** A line that a function wrote to stdout or stderr. */
export interface LambdaLogLine {
  readonly functionName: string;
  readonly line: string;
}

/**
 * Environment of a function: what Lambda sets, what the function was given, and nothing of this process; its
 * credentials are made up, so that no Lambda can reach an AWS account from here.
 */
export function makeEnvironment(
  fn: WorkerFunction,
  extraEnvironment: Readonly<Record<string, string>>,
): Record<string, string> {
  const [, , , region = ""] = fn.functionArn.split(":");
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
    // A worker's os.homedir is the user's, whatever HOME is here: the SDK would take settings from their ~/.aws.
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EXECUTION_ENV: "AWS_Lambda_nodejs22.x",
    AWS_LAMBDA_FUNCTION_NAME: fn.functionName,
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(fn.memoryMiB),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${fn.functionName}`,
    AWS_LAMBDA_LOG_STREAM_NAME: "local",
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    ...fn.environment,
    ...extraEnvironment,
  };
}
