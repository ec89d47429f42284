export { startBatchEndpoint, type BatchEndpoint, type BatchEndpointOptions } from "./batch/batch-endpoint";
export type { BatchReply } from "./batch/endpoint/batch-reply";
export type { CallsPerSecond } from "./batch/endpoint/call-limit";
export { InvalidFaultScriptError, parseFaultScript } from "./batch/faults/parse-fault-script";
export type { JobStateChange } from "./batch/jobs/job-store";
export { isTerminal, type JobStatus } from "./batch/jobs/job";
export type { LifeCycleTimes } from "./batch/life-cycle-times";
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
export { VirtualClock, createScaledClock, type Clock } from "./clock";
export { createResources } from "./environment/create-resources";
export { startLocalEnvironment, type LocalEnvironment } from "./environment/local-environment";
export type { SynthesizedEnvironment } from "./environment/synthesized-environment";
export { matchesEventPattern, parseEventPattern } from "./events/event-pattern";
export type { EventRule, EventSchedule, EventTarget } from "./events/event-rule";
export { TARGET_SERVICES } from "./events/event-targets";
export { parseScheduleRate } from "./events/schedule-rate";
export { createScheduledEvent } from "./events/scheduled-event";
export { parseSchedulerInput } from "./events/scheduler-input";
export { parseInputTransformer } from "./events/transform-input";
export { withoutQualifier, type LambdaInvoker, type LambdaResult } from "./lambda/lambda-invoker";
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
