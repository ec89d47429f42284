import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { startDynamoDbEndpoint } from "../src/dynamodb/dynamodb-endpoint";
import { startBatchEndpoint } from "../src/batch/batch-endpoint";
import type { JobRunner } from "../src/batch/runner/runner";
import { createScaledClock, type Clock } from "../src/clock";
import { closeAll } from "../src/close-all";
import { startStepFunctionsEndpoint } from "../src/step-functions/step-functions-endpoint";
import { startLogsEndpoint } from "./logs-endpoint";
import { createEventForwarder } from "./forward-events";
import { createMinistackLambdas } from "./ministack-lambdas";
import { findFreePort, startServer } from "./server";

export const ACCOUNT_ID = "123456789012";
export const REGION = "us-east-1";

/** Speed of the job life cycle and of waits, relative to real time. */
export const SPEED = 30;

export interface EmulatorOptions {
  /** Folder with the `python` of a virtual environment in which requirements.txt is installed. */
  readonly programs: string;
  /** Creates the runner of the jobs. @default local processes */
  readonly createRunner?: (clock: Clock) => JobRunner;
}

/**
 * Emulated AWS account on this machine: Batch, Step Functions and DynamoDB of this package, Lambda of MiniStack and
 * other services of moto. Events of Batch reach the targets of the rules in moto.
 */
export interface Emulators {
  readonly motoUrl: string;
  readonly ministackUrl: string;
  readonly batchUrl: string;
  /**
   * Environment variables for Terraform, the AWS SDKs and the AWS CLI: endpoints, credentials, region and account.
   */
  readonly environment: Readonly<Record<string, string>>;
  /** Stops all servers. Nothing is kept. */
  stop(): Promise<void>;
}

/** @throws Error with the output of a server that does not start; everything is stopped again */
export async function startEmulators(options: EmulatorOptions): Promise<Emulators> {
  const closers: (() => Promise<void>)[] = [];
  const stop = (): Promise<void> => closeAll(closers.toReversed());
  try {
    return { ...(await start(options, closers)), stop };
  } catch (error) {
    await stop().catch(() => undefined);
    throw error;
  }
}

async function start(
  { programs, createRunner }: EmulatorOptions,
  closers: (() => Promise<void>)[],
): Promise<Omit<Emulators, "stop">> {
  const clock = createScaledClock(SPEED);
  // MiniStack does not delete the code of its functions.
  const temporary = await mkdtemp(join(tmpdir(), "local-aws-"));
  closers.push(() => rm(temporary, { recursive: true, force: true }));
  let forward: (event: object) => void = () => undefined;
  const batch = await startBatchEndpoint({
    clock,
    region: REGION,
    accountId: ACCOUNT_ID,
    ...(createRunner !== undefined && { runner: createRunner(clock) }),
    onJobEvent: (event) => {
      forward(event);
    },
  });
  closers.push(() => batch.close());
  const faults = batch.serviceFaults;
  const dynamoDb = await startDynamoDbEndpoint({ clock, region: REGION, accountId: ACCOUNT_ID, faults });
  closers.push(() => dynamoDb.close());
  const common = {
    ...process.env,
    // MiniStack runs functions with the `node` in PATH.
    PATH: `${dirname(process.execPath)}:${process.env["PATH"] ?? ""}`,
    PYTHONDONTWRITEBYTECODE: "1",
    TMPDIR: temporary,
  };
  const python = join(programs, "python");
  const motoPort = await findFreePort();
  const moto = await startServer(
    python,
    [join(__dirname, "moto_server.py"), "-H", "127.0.0.1", "-p", String(motoPort)],
    {
      port: motoPort,
      healthPath: "/moto-api/data.json",
      // Modules refer to policies of AWS, such as AWSBatchServiceRole.
      environment: { ...common, MOTO_IAM_LOAD_MANAGED_POLICIES: "true" },
    },
  );
  closers.push(() => moto.stop());
  const logs = await startLogsEndpoint(batch, moto.url);
  closers.push(() => logs.close());
  const [ministackPort, stepFunctionsPort] = [await findFreePort(), await findFreePort()];
  const ministack = await startServer(python, [join(__dirname, "ministack_server.py")], {
    port: ministackPort,
    healthPath: "/_ministack/health",
    environment: {
      ...common,
      GATEWAY_PORT: String(ministackPort),
      BIND_HOST: "127.0.0.1",
      MINISTACK_ACCOUNT_ID: ACCOUNT_ID,
      LOG_LEVEL: "WARNING",
      // Functions inherit these variables.
      AWS_ENDPOINT_URL_BATCH: batch.url,
      AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.url,
      AWS_ENDPOINT_URL_SFN: `http://127.0.0.1:${stepFunctionsPort}`,
    },
  });
  closers.push(() => ministack.stop());
  const lambdas = createMinistackLambdas(ministack.url);
  const stepFunctions = await startStepFunctionsEndpoint({
    clock,
    region: REGION,
    accountId: ACCOUNT_ID,
    port: stepFunctionsPort,
    lambdas,
    callBatch: (operation, input) => batch.call(operation, input),
    callDynamoDb: (operation, input) => dynamoDb.call(operation, input),
    faults,
  });
  closers.push(() => stepFunctions.close());
  const events = createEventForwarder({
    motoUrl: moto.url,
    region: REGION,
    clock,
    targets: {
      lambdas,
      startExecution: async (stateMachineArn, input) => {
        const start = { stateMachineArn, input: JSON.stringify(input) };
        const { status, body } = await stepFunctions.call("StartExecution", start);
        if (status !== 200) throw new Error(`StartExecution failed: ${JSON.stringify(body)}`);
      },
      publish: () => undefined,
    },
    onFailed: (message) => {
      process.stderr.write(`emulators: ${message}\n`);
    },
  });
  forward = (event) => {
    events.put(event);
  };
  closers.push(() => events.close());
  return {
    motoUrl: moto.url,
    ministackUrl: ministack.url,
    batchUrl: batch.url,
    environment: {
      AWS_ENDPOINT_URL: moto.url,
      AWS_ENDPOINT_URL_LAMBDA: ministack.url,
      AWS_ENDPOINT_URL_BATCH: batch.url,
      AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: logs.url,
      AWS_ENDPOINT_URL_SFN: stepFunctions.url,
      AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.url,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_REGION: REGION,
      // boto3 and the AWS CLI do not read AWS_REGION.
      AWS_DEFAULT_REGION: REGION,
      AWS_ACCOUNT_ID: ACCOUNT_ID,
    },
  };
}
