export { formatArn, parseArn, withoutQualifier } from "./arn";
export { startBatchEndpoint, type BatchEndpoint, type BatchEndpointOptions } from "./batch/batch-endpoint";
export type { BatchReply } from "./batch/endpoint/operation";
export type { CallsPerSecond } from "./batch/endpoint/call-limit";
export { InvalidFaultScriptError, parseFaultScript } from "./batch/faults/fault-schemas";
export type { JobStateChange } from "./batch/jobs/job-store";
export type { JobEvent } from "./batch/jobs/job-events";
export type { ServiceFaults } from "./service-faults";
export { isTerminal, type JobStatus } from "./batch/jobs/job";
export type { LifeCycleTimes } from "./batch/batch-context";
export {
  createContainerEngine,
  ENGINE_NAMES,
  EngineError,
  type ContainerEngine,
  type EngineName,
} from "./batch/runner/container-engine";
export { removeLeftoverContainers } from "./batch/runner/container-owner";
export { createContainerRunner, type ContainerRunnerOptions } from "./batch/runner/container-runner";
export { readEngineInfo, type EngineInfo } from "./batch/runner/engine-info";
export { createProcessRunner } from "./batch/runner/process-runner";
export type { JobExit, JobProcess, JobRun, JobRunner } from "./batch/runner/runner";
export { createSimulatedRunner, type SimulatedRun } from "./batch/runner/simulated-runner";
export { limitServiceCalls, STEP_FUNCTIONS_QUOTAS, type CallBuckets } from "./call-buckets";
export { VirtualClock, createScaledClock, type Clock } from "./clock";
export {
  startDynamoDbEndpoint,
  type DynamoDbEndpoint,
  type DynamoDbEndpointOptions,
} from "./dynamodb/dynamodb-endpoint";
export {
  startLocalAws,
  type LocalAws,
  type LocalAwsOptions,
  type LocalEndpoints,
  type LocalEndpointsOptions,
} from "./local-aws";
export type { LocalResources, LocalTable } from "./local-resources";
export { matchesEventPattern, parseEventPattern } from "./events/event-pattern";
export type { EventRule, EventSchedule, EventTarget } from "./events/event-bus";
export { isTargetArn } from "./events/event-targets";
export { createScheduledEvent, parseScheduleRate, parseSchedulerInput } from "./events/schedule";
export { parseInputTransformer } from "./events/transform-input";
export type { LambdaInvoker, LambdaResult } from "./lambda/lambda-invoker";
export type { WorkerFunction } from "./lambda/worker-function";
export { createWorkerLambdas, type WorkerLambdas } from "./lambda/worker-lambdas";
export { startLoopbackServer, type LoopbackReply, type LoopbackRequest, type LoopbackServer } from "./loopback-server";
export type { ExecutionStatusChange } from "./step-functions/endpoint/execution-status-change";
export type { RandomSource } from "./step-functions/random-source";
export {
  startStepFunctionsEndpoint,
  type StepFunctionsEndpoint,
  type StepFunctionsEndpointOptions,
} from "./step-functions/step-functions-endpoint";
