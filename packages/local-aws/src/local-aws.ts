import { startBatchEndpoint, type BatchEndpoint, type BatchEndpointOptions } from "./batch/batch-endpoint";
import { limitServiceCalls, type CallBuckets } from "./call-buckets";
import { createScaledClock, type Clock } from "./clock";
import { startDynamoDbEndpoint } from "./dynamodb/dynamodb-endpoint";
import { startEventBus } from "./events/event-bus";
import type { LambdaInvoker } from "./lambda/lambda-invoker";
import { LAMBDA_LOG_STREAM, type LambdaLogLine, type WorkerFunction } from "./lambda/worker-function";
import { createWorkerLambdas } from "./lambda/worker-lambdas";
import type { RandomSource } from "./step-functions/random-source";
import { startStepFunctionsEndpoint, type StepFunctionsEndpoint } from "./step-functions/step-functions-endpoint";
import { checkOptions } from "./check-options";
import { closeAll } from "./close-all";
import type { CallEndpoint } from "./call-endpoint";
import { createResources, type CreatedResources } from "./create-resources";
import type { LocalResources } from "./local-resources";

/** Options that are passed to the Batch endpoint. */
type BatchOptions = Pick<BatchEndpointOptions, "runner" | "lifeCycle" | "faults" | "newJobId" | "onEvent">;

/** Options of {@link startLocalAws} without resources: the caller creates them through the API. */
export interface LocalEndpointsOptions extends BatchOptions {
  /** @default us-east-1 */
  readonly region?: string;
  /** Twelve digits. @default 123456789012 */
  readonly accountId?: string;
  /** Lambda functions, which have no API. @default none */
  readonly functions?: readonly WorkerFunction[];
  /** Clock of all endpoints. @default real time */
  readonly clock?: Clock;
  /** @default 0, any free port */
  readonly stepFunctionsPort?: number;
  /** @default 0, any free port */
  readonly batchPort?: number;
  /** @default 0, any free port */
  readonly dynamoDbPort?: number;
  /** Quotas of calls of Step Functions, such as STEP_FUNCTIONS_QUOTAS. @default no limit */
  readonly stepFunctionsQuotas?: CallBuckets;
  /** Random source for the jitter of retries. @default Math.random */
  readonly random?: RandomSource;
  /** Wraps the functions, for example to make invocations fail. @default not wrapped */
  readonly aroundLambdas?: (lambdas: LambdaInvoker) => LambdaInvoker;
  readonly onLambdaLog?: (line: LambdaLogLine) => void;
  /**
   * Called for each event that could not be delivered. On AWS such an event is sent to a dead-letter queue, and an
   * alarm notifies.
   */
  readonly onEventFailed?: (message: string) => void;
  /** Called with each message published to an SNS topic. */
  readonly onNotification?: (topicArn: string, message: string) => void;
}

/** Options of {@link startLocalAws} with resources, which have the region, the account and the functions. */
export interface LocalAwsOptions extends Omit<LocalEndpointsOptions, "region" | "accountId" | "functions"> {
  readonly resources: LocalResources;
}

/** Loopback endpoints. */
export interface LocalEndpoints {
  readonly stepFunctionsUrl: string;
  /** Also serves CloudWatch Logs. */
  readonly batchUrl: string;
  readonly dynamoDbUrl: string;
  readonly region: string;
  /** Calls the Batch endpoint in process, with the same replies as over HTTP. */
  readonly callBatch: CallEndpoint;
  readonly callStepFunctions: CallEndpoint;
  readonly callDynamoDb: CallEndpoint;
  readonly onExecutionStatusChange: StepFunctionsEndpoint["onExecutionStatusChange"];
  /** Fault script of all endpoints and of the events of Batch. */
  readonly faults: BatchEndpoint["faults"];
  /** Stops all endpoints, kills every job and ends every Lambda function. Idempotent. */
  close(): Promise<void>;
}

/** Endpoints with the created resources: state machine, functions, event rules, tables, queue and job definition. */
export interface LocalAws extends LocalEndpoints, CreatedResources {}

/**
 * Starts the endpoints and creates the resources on them, if there are any.
 * @throws Error if an option is invalid, a port is in use or an endpoint rejects a resource; everything is stopped
 *   again
 */
export function startLocalAws(options: LocalAwsOptions): Promise<LocalAws>;
export function startLocalAws(options?: LocalEndpointsOptions): Promise<LocalEndpoints>;
export async function startLocalAws(options: LocalAwsOptions | LocalEndpointsOptions = {}): Promise<LocalEndpoints> {
  checkOptions(options);
  const closers: (() => Promise<void>)[] = [];
  let closed: Promise<void> | undefined;
  // In reverse order: an endpoint closes before the endpoints that it calls.
  const close = (): Promise<void> => (closed ??= closeAll(closers.toReversed()));
  try {
    const endpoints = await start(options, closers);
    const created = "resources" in options ? await createResources(options.resources, endpoints) : {};
    return { ...created, ...endpoints, close };
  } catch (error) {
    // Report the startup failure, not a failure to close after it.
    await close().catch(() => undefined);
    throw error;
  }
}

async function start(
  options: LocalAwsOptions | LocalEndpointsOptions,
  closers: (() => Promise<void>)[],
): Promise<Omit<LocalEndpoints, "close">> {
  const { clock = createScaledClock(1) } = options;
  const { region, accountId, functions, events } = placeOf(options);
  let sendToBus: (event: object) => void = () => undefined;
  const batch = await startBatch(options, { clock, region, accountId }, (event) => {
    sendToBus(event);
  });
  const callBatch: CallEndpoint = (operation, input) => batch.call(operation, input);
  closers.push(() => batch.close());
  const { serviceFaults } = batch;
  const dynamoDb = await startDynamoDbEndpoint({
    clock,
    region,
    accountId,
    port: options.dynamoDbPort ?? 0,
    faults: serviceFaults,
  });
  const callDynamoDb: CallEndpoint = (operation, input) => dynamoDb.call(operation, input);
  closers.push(() => dynamoDb.close());
  const endpoints: Record<string, string> = {
    AWS_ENDPOINT_URL_BATCH: batch.url,
    AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.url,
  };
  const workers = createWorkerLambdas(functions, {
    clock,
    extraEnvironment: endpoints,
    onLog: (line) => {
      batch.writeLog(`/aws/lambda/${line.functionName}`, LAMBDA_LOG_STREAM, line.line);
      options.onLambdaLog?.(line);
    },
  });
  closers.push(() => workers.close());
  const lambdas = options.aroundLambdas?.(workers) ?? workers;
  const stepFunctions = await startStepFunctionsEndpoint({
    clock,
    region,
    accountId,
    port: options.stepFunctionsPort ?? 0,
    lambdas,
    callBatch,
    callDynamoDb,
    faults: limitServiceCalls(serviceFaults, options.stepFunctionsQuotas ?? {}, clock),
    ...(options.random !== undefined && { random: options.random }),
  });
  const callStepFunctions: CallEndpoint = (operation, input) => stepFunctions.call(operation, input);
  closers.push(() => stepFunctions.close());
  // The endpoint and the functions call each other. Its address is known only here, before any function runs.
  endpoints["AWS_ENDPOINT_URL_SFN"] = stepFunctions.url;
  const bus = startEventBus({
    clock,
    targets: {
      lambdas,
      startExecution: (stateMachineArn, input) => startExecution(callStepFunctions, stateMachineArn, input),
      publish: (topicArn, message) => options.onNotification?.(topicArn, message),
    },
    ...events,
    ...(options.onEventFailed === undefined ? {} : { onFailed: options.onEventFailed }),
  });
  closers.push(() => bus.close());
  const { onExecutionStatusChange } = stepFunctions;
  onExecutionStatusChange((event) => {
    bus.put(event);
  });
  sendToBus = (event) => {
    bus.put(event);
  };
  const calls = { callBatch, callStepFunctions, callDynamoDb };
  const urls = { stepFunctionsUrl: stepFunctions.url, batchUrl: batch.url, dynamoDbUrl: dynamoDb.url };
  const { faults } = batch;
  return { ...urls, region, ...calls, onExecutionStatusChange, faults };
}

/** Returns the region, the account, the functions and the events, from the resources if there are any. */
function placeOf(options: LocalAwsOptions | LocalEndpointsOptions) {
  const {
    region = "us-east-1",
    accountId = "123456789012",
    functions = [],
  } = "resources" in options ? options.resources : options;
  const noEvents: NonNullable<LocalResources["events"]> = { rules: [], schedules: [] };
  const events = "resources" in options ? (options.resources.events ?? noEvents) : noEvents;
  return { region, accountId, functions, events };
}

async function startExecution(call: CallEndpoint, stateMachineArn: string, input: unknown): Promise<void> {
  const { status, body } = await call("StartExecution", { stateMachineArn, input: JSON.stringify(input) });
  if (status !== 200) throw new Error(`StartExecution failed: ${JSON.stringify(body)}`);
}

function startBatch(
  { batchPort, ...options }: LocalAwsOptions | LocalEndpointsOptions,
  place: { readonly clock: Clock; readonly region: string; readonly accountId: string },
  onJobEvent: (event: object) => void,
): Promise<BatchEndpoint> {
  const { runner, lifeCycle, faults, newJobId, onEvent } = options;
  return startBatchEndpoint({
    ...place,
    port: batchPort ?? 0,
    onJobEvent,
    ...(runner !== undefined && { runner }),
    ...(lifeCycle !== undefined && { lifeCycle }),
    ...(faults !== undefined && { faults }),
    ...(newJobId !== undefined && { newJobId }),
    ...(onEvent !== undefined && { onEvent }),
  });
}
