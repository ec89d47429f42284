import { randomUUID } from "node:crypto";
import { createArns, nameOf } from "../arn";
import type { Clock } from "../clock";
import { LogStore } from "../logs/log-store";
import { isLogsRequest, serveLogs } from "../logs/logs-protocol";
import { startLoopbackServer } from "../loopback-server";
import type { ServiceFaults } from "../service-faults";
import { type BatchContext, DEFAULT_LIFE_CYCLE_TIMES, type LifeCycleTimes } from "./batch-context";
import { limitCalls, type CallsPerSecond } from "./endpoint/call-limit";
import { ComputeEnvironmentStore } from "./resources/compute-environment";
import { computeEnvironmentOperations } from "./resources/compute-environment-operations";
import type { BatchReply } from "./endpoint/operation";
import { createBatchDispatch, type BatchDispatch } from "./endpoint/dispatch";
import { FaultScript } from "./faults/fault-script";
import { createServiceFaults } from "./faults/service-call-faults";
import { isFaultsRequest, serveFaults } from "./faults/faults-protocol";
import { JobDefinitionStore } from "./resources/job-definition";
import { jobDefinitionOperations } from "./resources/job-definition-operations";
import { createJobEvents, type JobEvent } from "./jobs/job-events";
import { JobEngine } from "./jobs/job-engine";
import { jobOperations } from "./jobs/job-operations";
import { JobQueueStore } from "./resources/job-queue";
import { jobQueueOperations } from "./resources/job-queue-operations";
import { JobStore, type JobStateChange } from "./jobs/job-store";
import { QUEUE_DELETED } from "./jobs/job-texts";
import { createProcessRunner } from "./runner/process-runner";
import type { JobRunner } from "./runner/runner";
import { SchedulingPolicyStore, schedulingPolicyOperations } from "./resources/scheduling-policy";
import { tagOperations } from "./resources/tag-operations";

export interface BatchEndpointOptions {
  readonly clock: Clock;
  readonly region: string;
  readonly accountId: string;
  /** @default 0, any free port */
  readonly port?: number;
  /** @default local processes */
  readonly runner?: JobRunner;
  readonly lifeCycle?: Partial<LifeCycleTimes>;
  /** Fault script to load at start; see docs/faults.md. @default no faults */
  readonly faults?: unknown;
  /** Account-wide request rates above which calls are throttled. @default no limit */
  readonly callsPerSecond?: CallsPerSecond;
  /** @default random UUIDs */
  readonly newJobId?: () => string;
  /** Called on every job status change, including children of array jobs. */
  readonly onEvent?: (change: JobStateChange) => void;
  /** Called with each event that Batch sends to EventBridge, with the faults of events applied. */
  readonly onJobEvent?: (event: JobEvent) => void;
}

export interface BatchEndpoint {
  /** `http://127.0.0.1:PORT`. Also serves the operations of CloudWatch Logs that read the log of a job. */
  readonly url: string;
  /**
   * Calls an operation in process, with the same reply as over HTTP: `call("SubmitJob", { jobName: ... })`. Never
   * rejects.
   */
  call(operation: string, input: unknown): Promise<BatchReply>;
  /** Fault script of this endpoint; served over HTTP at /_faults. */
  readonly faults: Pick<FaultScript, "load" | "describe">;
  /** Faults of the same script for calls of Step Functions and DynamoDB. */
  readonly serviceFaults: ServiceFaults;
  /** Adds a line to a log stream, which is created if it does not exist. */
  writeLog(logGroupName: string, logStreamName: string, line: string): void;
  /** Stops listening, kills every job, and waits until all of them have ended. */
  close(): Promise<void>;
}

/**
 * Starts a local AWS Batch endpoint on the loopback interface. It serves the control plane and the data plane, and
 * runs jobs with the given runner.
 * @throws Error if the port is in use or not permitted, or if the fault script is invalid
 */
export async function startBatchEndpoint(options: BatchEndpointOptions): Promise<BatchEndpoint> {
  const closing = new AbortController();
  const runner = options.runner ?? createProcessRunner({ clock: options.clock });
  const logs = new LogStore(createArns(options.region, options.accountId));
  const faults = new FaultScript(options.clock, closing.signal);
  if (options.faults !== undefined) faults.load(options.faults);
  const { dispatch, engine } = assemble(options, { runner, logs, faults }, closing.signal);
  const server = await startLoopbackServer({
    name: "the Batch endpoint",
    port: options.port ?? 0,
    handle: async (request) => {
      if (isFaultsRequest(request)) return serveFaults(request, faults);
      return isLogsRequest(request) ? serveLogs(request, logs) : dispatch.serve(request);
    },
  });
  return {
    url: server.url,
    call: (operation, input) => dispatch.call(operation, input),
    faults,
    serviceFaults: createServiceFaults(faults),
    writeLog: (logGroupName, logStreamName, line) => {
      const nowMs = options.clock.now();
      logs.open(logGroupName, logStreamName, nowMs).add(nowMs, line);
    },
    close: async () => {
      closing.abort();
      await Promise.all([server.close(), engine.close()]);
    },
  };
}

function assemble(
  options: BatchEndpointOptions,
  { runner, logs, faults }: { readonly runner: JobRunner; readonly logs: LogStore; readonly faults: FaultScript },
  closing: AbortSignal,
): { dispatch: BatchDispatch; engine: JobEngine } {
  const { clock, region, accountId } = options;
  const context: BatchContext = {
    clock,
    arns: createArns(region, accountId),
    times: { ...DEFAULT_LIFE_CYCLE_TIMES, ...options.lifeCycle },
    faults,
    newJobId: options.newJobId ?? randomUUID,
    closing,
  };
  const environments = new ComputeEnvironmentStore();
  const policies = new SchedulingPolicyStore();
  const queues = new JobQueueStore();
  const definitions = new JobDefinitionStore();
  const jobs = new JobStore(clock, (change, job, previous) => {
    options.onEvent?.(change);
    const { onJobEvent } = options;
    if (onJobEvent === undefined) return;
    const nowMs = clock.now();
    for (const event of createJobEvents(job, previous, { region, accountId, nowMs }))
      faults.sendEvent(event, onJobEvent);
  });
  const engine = new JobEngine({ context, store: jobs, runner, logs });
  const operations = [
    ...jobOperations({ context, queues, definitions, jobs }, engine),
    ...jobDefinitionOperations(context, definitions),
    ...jobQueueOperations(context, queues, { environments, policies }, (queue) => {
      for (const job of [...jobs.ofQueue(queue).newestFirst()]) engine.terminate(job, QUEUE_DELETED);
    }),
    ...computeEnvironmentOperations(context, environments, queues),
    ...schedulingPolicyOperations(context, policies, queues),
    ...tagOperations(
      (arn) => environments.find(arn) ?? queues.find(arn) ?? policies.find(arn) ?? findOther(arn, definitions, jobs),
    ),
  ];
  const dispatch = createBatchDispatch(limitCalls(operations, options.callsPerSecond ?? {}, clock), faults);
  return { dispatch, engine };
}

function findOther(arn: string, definitions: JobDefinitionStore, jobs: JobStore) {
  const definition = definitions.find(arn);
  if (definition !== undefined) return definition;
  const job = jobs.find(nameOf(arn));
  return job?.jobArn === arn ? job : undefined;
}
