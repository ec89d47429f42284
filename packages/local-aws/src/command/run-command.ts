import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { constants } from "node:os";
import { dirname, resolve } from "node:path";
import { parseArgs } from "node:util";
import * as z from "zod";
import manifest from "../../package.json";
import { createScaledClock } from "../clock";
import { describeIssue } from "../describe-issue";
import type { WorkerFunction } from "../lambda/worker-function";
import { startLocalAws, type LocalEndpoints } from "../local-aws";
import { findRunner } from "./find-runner";

export const HELP = `Usage: local-aws [options] [-- COMMAND [ARGUMENT...]]

Serves AWS Batch, Step Functions, DynamoDB and the CloudWatch Logs of jobs on 127.0.0.1. With a command, runs it with the
environment variables of the endpoints and ends with its exit code. Without one, prints the variables and runs until Ctrl-C.
A signal is passed on to the command. A second one kills it.

  --speed NUMBER     seconds on the clock of the endpoints per real second (default 1)
  --region REGION    region of the account (default us-east-1)
  --account DIGITS   account ID (default 123456789012)
  --faults FILE      fault script, see docs/faults.md
  --functions FILE   Lambda functions: a JSON list of name, file and handler, see README.md
  --runner NAME      process, docker or podman (default process)
  -h, --help         print this text
  -v, --version      print the version
`;

/** Streams, environment and interruption of the command, for tests. */
export interface CommandContext {
  readonly environment: NodeJS.ProcessEnv;
  readonly write: (text: string) => void;
  /** Calls the listener for each signal that ends the command, such as SIGINT. */
  readonly onSignal: (listener: (signal: NodeJS.Signals) => void) => void;
  /** Whether standard input is a terminal, which sends SIGINT to the command itself. */
  readonly isTerminal: boolean;
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
  const { values, positionals: command } = parseOptions(args);
  if (values.help || values.version) {
    context.write(values.help ? HELP : `${manifest.version}\n`);
    return 0;
  }
  const { region, account: accountId } = values;
  if (!/^\d{12}$/.test(accountId)) throw new Error(`--account must have 12 digits, got ${accountId}`);
  if (!(Number(values.speed) > 0 && Number(values.speed) < Infinity))
    throw new Error(`--speed must be a number above 0, got ${values.speed}`);
  const signals = collectSignals(context);
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
    return await use(aws, command, context, signals);
  } finally {
    await aws.close();
  }
}

/** @throws Error that names the option */
function parseOptions(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        speed: { type: "string", default: "1" },
        region: { type: "string", default: "us-east-1" },
        account: { type: "string", default: "123456789012" },
        faults: { type: "string" },
        functions: { type: "string" },
        runner: { type: "string", default: "process" },
        help: { type: "boolean", short: "h", default: false },
        version: { type: "boolean", short: "v", default: false },
      },
    });
  } catch (error) {
    // The first sentence names the option. The next one explains how to pass it as an argument.
    const [problem = ""] = (error instanceof Error ? error.message : String(error)).split(/\.\s/);
    throw new Error(`${problem}; --help lists the options, and a command follows --`);
  }
}

/** Signals of this process. Those that arrive before there is a listener are passed to it at once. */
interface Signals {
  listen(listener: (signal: NodeJS.Signals) => void): void;
}

function collectSignals({ onSignal }: CommandContext): Signals {
  const early: NodeJS.Signals[] = [];
  let receive = (signal: NodeJS.Signals): void => {
    early.push(signal);
  };
  onSignal((signal) => {
    receive(signal);
  });
  return {
    listen: (listener) => {
      receive = listener;
      early.splice(0).forEach(listener);
    },
  };
}

/** Runs the given command, or prints the variables and waits for a signal. */
async function use(
  aws: LocalEndpoints,
  command: readonly string[],
  context: CommandContext,
  signals: Signals,
): Promise<number> {
  const variables = listVariables(aws);
  const [program, ...args] = command;
  const environment = { ...context.environment, ...variables };
  if (program !== undefined) return runProgram(program, args, { ...context, environment }, signals);
  context.write(
    Object.entries(variables)
      .map(([name, value]) => `export ${name}=${value}\n`)
      .join(""),
  );
  return new Promise((finish) => {
    signals.listen(() => {
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

/**
 * Runs a program and passes signals on to it.
 * @returns its exit code, or 128 and the number of the signal that ended it, as a shell does
 */
function runProgram(
  program: string,
  args: readonly string[],
  { environment, isTerminal }: CommandContext,
  signals: Signals,
): Promise<number> {
  return new Promise((finish, fail) => {
    const child = spawn(program, args, { stdio: "inherit", env: environment });
    let received = 0;
    signals.listen((signal) => {
      received += 1;
      if (received > 1) child.kill("SIGKILL");
      // The terminal has sent it to the program as well.
      else if (signal !== "SIGINT" || !isTerminal) child.kill(signal);
    });
    child.once("error", ({ message }) => {
      fail(new Error(`cannot run ${program}: ${message}`));
    });
    child.once("exit", (exitCode, signal) => {
      finish(exitCode ?? 128 + (signal === null ? 0 : constants.signals[signal]));
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
