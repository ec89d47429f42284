import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parseArgs } from "node:util";
import * as z from "zod";
import { createScaledClock } from "../clock";
import { describeIssue } from "../describe-issue";
import type { WorkerFunction } from "../lambda/worker-function";
import { startLocalAws, type LocalEndpoints } from "../local-aws";
import { findRunner } from "./find-runner";

export const HELP = `Usage: local-aws [options] [-- COMMAND [ARGUMENT...]]

Serves AWS Batch, Step Functions, DynamoDB and the CloudWatch Logs of jobs on 127.0.0.1. With a command, runs it with the
environment variables of the endpoints and ends with its exit code. Without one, prints the variables and runs until Ctrl-C.

  --speed NUMBER     seconds on the clock of the endpoints per real second (default 1)
  --region REGION    region of the account (default us-east-1)
  --account DIGITS   account ID (default 123456789012)
  --faults FILE      fault script, see docs/faults.md
  --functions FILE   Lambda functions: a JSON list of name, file and handler, see README.md
  --runner NAME      process, docker or podman (default process)
  --help             print this text
`;

/** Streams, environment and interruption of the command, for tests. */
export interface CommandContext {
  readonly environment: NodeJS.ProcessEnv;
  readonly write: (text: string) => void;
  /** Aborted by Ctrl-C. */
  readonly interrupt: AbortSignal;
}

const functionsSchema = z.array(
  z.strictObject({
    name: z.string().regex(/^[\w-]{1,64}$/, "must be a function name"),
    file: z.string().min(1),
    handler: z.string().default("index.handler"),
    environment: z.record(z.string(), z.string()).default({}),
    memoryMiB: z.int().min(128).default(128),
    timeoutSeconds: z.int().min(1).max(900).default(3),
  }),
);

/**
 * Runs the command `local-aws`.
 * @returns the exit code
 * @throws Error with a message for the user if an option or a file is invalid
 */
export async function runCommand(args: readonly string[], context: CommandContext): Promise<number> {
  const { values, positionals: command } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      speed: { type: "string", default: "1" },
      region: { type: "string", default: "us-east-1" },
      account: { type: "string", default: "123456789012" },
      faults: { type: "string" },
      functions: { type: "string" },
      runner: { type: "string", default: "process" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    context.write(HELP);
    return 0;
  }
  const { region, account: accountId } = values;
  if (!/^\d{12}$/.test(accountId)) throw new Error(`--account must have 12 digits, got ${accountId}`);
  const clock = createScaledClock(Number(values.speed));
  const createRunner = await findRunner(values.runner, context.environment);
  const functions = values.functions === undefined ? [] : readFunctions(values.functions, region, accountId);
  const aws = await startLocalAws({
    clock,
    region,
    accountId,
    functions,
    ...(values.faults !== undefined && { faults: readJson(values.faults) }),
    ...(createRunner !== undefined && { runner: createRunner(clock) }),
  });
  try {
    return await use(aws, command, context);
  } finally {
    await aws.close();
  }
}

/** Runs the given command, or prints the variables and waits for the interruption. */
async function use(aws: LocalEndpoints, command: readonly string[], context: CommandContext): Promise<number> {
  const variables = listVariables(aws);
  const [program, ...args] = command;
  if (program !== undefined) return runProgram(program, args, { ...context.environment, ...variables }, context);
  context.write(
    Object.entries(variables)
      .map(([name, value]) => `export ${name}=${value}\n`)
      .join(""),
  );
  if (context.interrupt.aborted) return 0;
  return new Promise((finish) => {
    context.interrupt.addEventListener("abort", () => {
      finish(0);
    });
  });
}

/** Environment variables that point the AWS SDKs and the AWS CLI to the endpoints. */
const listVariables = (aws: LocalEndpoints): Readonly<Record<string, string>> => ({
  AWS_ENDPOINT_URL_BATCH: aws.batchUrl,
  AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: aws.batchUrl,
  AWS_ENDPOINT_URL_SFN: aws.stepFunctionsUrl,
  AWS_ENDPOINT_URL_DYNAMODB: aws.dynamoDbUrl,
  AWS_REGION: aws.region,
  AWS_DEFAULT_REGION: aws.region,
  AWS_ACCESS_KEY_ID: "local",
  AWS_SECRET_ACCESS_KEY: "local",
});

function runProgram(
  program: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  { interrupt }: CommandContext,
): Promise<number> {
  return new Promise((finish, fail) => {
    const child = spawn(program, args, { stdio: "inherit", env: environment });
    interrupt.addEventListener("abort", () => child.kill("SIGTERM"));
    child.once("error", ({ message }) => {
      fail(new Error(`cannot run ${program}: ${message}`));
    });
    child.once("exit", (exitCode) => {
      finish(exitCode ?? 1);
    });
  });
}

function readFunctions(file: string, region: string, accountId: string): WorkerFunction[] {
  const parsed = functionsSchema.safeParse(readJson(file), { error: describeIssue });
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `${path.join(".") || "the list"} ${message}`);
    throw new Error(`${file}: ${problems.join("; ")}`);
  }
  return parsed.data.map(({ name, file: codeFile, ...settings }) => ({
    ...settings,
    functionName: name,
    functionArn: `arn:aws:lambda:${region}:${accountId}:function:${name}`,
    codeFile: resolve(dirname(file), codeFile),
  }));
}

/** @throws Error that names the file if it cannot be read or is not JSON */
function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new Error(`cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
