import { startBatchEndpoint, type BatchEndpoint, type BatchEndpointOptions } from "../batch/batch-endpoint";
import type { Clock } from "../clock";
import { startEventBus } from "../events/event-bus";
import type { LambdaInvoker } from "../lambda/lambda-invoker";
import type { LambdaLogLine } from "../lambda/worker-function";
import { createWorkerLambdas } from "../lambda/worker-lambdas";
import type { RandomSource } from "../step-functions/random-source";
import { startStepFunctionsEndpoint, type StepFunctionsEndpoint } from "../step-functions/step-functions-endpoint";
import { closeAll } from "./close-all";
import { createResources, type CallEndpoint, type CreatedResources } from "./create-resources";
import type { SynthesizedEnvironment } from "./synthesized-environment";

/** What the Batch endpoint is told beside what the stacks say. */
type BatchOptions = Pick<BatchEndpointOptions, "runner" | "lifeCycle" | "faults" | "newJobId" | "onEvent">;

export interface LocalEnvironmentOptions extends BatchOptions {
  readonly synthesized: SynthesizedEnvironment;
  /** What both endpoints live by. */
  readonly clock: Clock;
  /** @default 0, any free port */
  readonly stepFunctionsPort?: number;
  /** @default 0, any free port */
  readonly batchPort?: number;
  /** Jitter of retries. @default Math.random */
  readonly random?: RandomSource;
  /** Wraps the functions, for example to let invocations fail. @default not wrapped */
  readonly aroundLambdas?: (lambdas: LambdaInvoker) => LambdaInvoker;
  readonly onLambdaLog?: (line: LambdaLogLine) => void;
  /** Told of each event that nobody took: on AWS it is in a dead-letter queue then, and an alarm goes off. */
  readonly onEventGivenUp?: (message: string) => void;
  /** Takes what an SNS topic would send to its subscribers. */
  readonly onNotification?: (topicArn: string, message: string) => void;
}

/** An environment's state machine, Lambdas, event rules, queue and job definition on two loopback endpoints. */
export interface LocalEnvironment extends CreatedResources {
  readonly stepFunctionsUrl: string;
  /** Also answers CloudWatch Logs. */
  readonly batchUrl: string;
  readonly region: string;
  /** The same as over HTTP, in the same process. */
  readonly callBatch: CallEndpoint;
  readonly callStepFunctions: CallEndpoint;
  readonly onExecutionStatusChange: StepFunctionsEndpoint["onExecutionStatusChange"];
  /** How Batch misbehaves. */
  readonly faults: BatchEndpoint["faults"];
  /** Stops both endpoints, kills every job and ends every Lambda; nothing is left. Idempotent. */
  close(): Promise<void>;
}

/**
 * Starts both endpoints, and creates on them what was synthesized.
 * @throws Error when a port is in use, or an endpoint refuses a resource; nothing is left running then
 */
export async function startLocalEnvironment(options: LocalEnvironmentOptions): Promise<LocalEnvironment> {
  const closers: (() => Promise<void>)[] = [];
  let closed: Promise<void> | undefined;
  // In the reverse order: an endpoint goes before what it calls.
  const close = (): Promise<void> => (closed ??= closeAll(closers.toReversed()));
  try {
    return { ...(await start(options, closers)), close };
  } catch (error) {
    // The failure to start says more than a failure to close after it.
    await close().catch(() => undefined);
    throw error;
  }
}

async function start(
  options: LocalEnvironmentOptions,
  closers: (() => Promise<void>)[],
): Promise<Omit<LocalEnvironment, "close">> {
  const { synthesized, clock } = options;
  const { region, accountId } = synthesized;
  const batch = await startBatch(options);
  const callBatch: CallEndpoint = (operation, input) => batch.call(operation, input);
  closers.push(() => batch.close());
  const endpoints: Record<string, string> = { AWS_ENDPOINT_URL_BATCH: batch.url };
  const workers = createWorkerLambdas(synthesized.functions, {
    clock,
    extraEnvironment: endpoints,
    ...(options.onLambdaLog === undefined ? {} : { onLog: options.onLambdaLog }),
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
    ...(options.random !== undefined && { random: options.random }),
  });
  const callStepFunctions: CallEndpoint = (operation, input) => stepFunctions.call(operation, input);
  closers.push(() => stepFunctions.close());
  // The endpoint calls the functions and they call it: its address is known only now, before any of them runs.
  endpoints["AWS_ENDPOINT_URL_SFN"] = stepFunctions.url;
  const events = startEventBus({
    clock,
    targets: {
      lambdas,
      startExecution: (stateMachineArn, input) => startExecution(callStepFunctions, stateMachineArn, input),
      publish: (topicArn, message) => options.onNotification?.(topicArn, message),
    },
    ...synthesized.events,
    ...(options.onEventGivenUp === undefined ? {} : { onGivenUp: options.onEventGivenUp }),
  });
  closers.push(() => events.close());
  const { onExecutionStatusChange } = stepFunctions;
  onExecutionStatusChange((event) => {
    events.put(event);
  });
  const resources = await createResources(synthesized, callBatch, callStepFunctions);
  const urls = { stepFunctionsUrl: stepFunctions.url, batchUrl: batch.url };
  const { faults } = batch;
  return { ...resources, ...urls, region, callBatch, callStepFunctions, onExecutionStatusChange, faults };
}

async function startExecution(call: CallEndpoint, stateMachineArn: string, input: unknown): Promise<void> {
  const { status, body } = await call("StartExecution", { stateMachineArn, input: JSON.stringify(input) });
  if (status !== 200) throw new Error(`StartExecution was refused: ${JSON.stringify(body)}`);
}

function startBatch({ synthesized, clock, batchPort, ...options }: LocalEnvironmentOptions): Promise<BatchEndpoint> {
  const { region, accountId } = synthesized;
  const { runner, lifeCycle, faults, newJobId, onEvent } = options;
  return startBatchEndpoint({
    clock,
    region,
    accountId,
    port: batchPort ?? 0,
    ...(runner !== undefined && { runner }),
    ...(lifeCycle !== undefined && { lifeCycle }),
    ...(faults !== undefined && { faults }),
    ...(newJobId !== undefined && { newJobId }),
    ...(onEvent !== undefined && { onEvent }),
  });
}
