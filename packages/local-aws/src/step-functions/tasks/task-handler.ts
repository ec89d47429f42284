import type { Clock } from "../../clock";
import type { History } from "../execution/history";
import type { Json } from "../json/json";
import type { Callback, CallbackTokens } from "./callback-tokens";
import type { TaskEvents } from "./task-events";
import type { Arns } from "../../arn";
import type { LambdaInvoker } from "../../lambda/lambda-invoker";
import type { CallEndpoint } from "../../call-endpoint";

/** One attempt of a task. */
export interface TaskCall {
  /** Evaluated Parameters or Arguments. */
  readonly input: Json;
  readonly events: TaskEvents;
  /** Aborted when the task times out or the execution ends. */
  readonly signal: AbortSignal;
  /** Token of this attempt. Set only for `.waitForTaskToken` tasks. */
  readonly callback?: Callback | undefined;
  /** Maximum time between two heartbeats. Undefined for no limit. */
  readonly heartbeatSeconds?: number | undefined;
}

/** Runs the tasks of one Resource. */
export interface TaskHandler {
  /** Name in the message of States.DataLimitExceeded: the ARN of the function, or the service. */
  readonly name: string;
  /** Clock for TimeoutSeconds. */
  readonly timeoutClock: Clock;
  makeEvents(history: History): TaskEvents;
  /**
   * Creates the token of one attempt. Set only for `.waitForTaskToken` tasks.
   * @param signal - aborted when the execution ends
   */
  readonly issueToken?: (signal: AbortSignal) => Callback;
  /** @throws StateFailure if the task fails. Only a submission failure may already have an event. */
  run(call: TaskCall): Promise<Json>;
}

/** Finds the handler of a Resource. If there is none, returns the reason as text. */
export type FindTaskHandler = (resource: string) => TaskHandler | string;

/** Dependencies of task handlers. */
export interface TaskEnvironment {
  readonly region: string;
  readonly arns: Arns;
  readonly clock: Clock;
  /**
   * Clock for TimeoutSeconds of Lambda tasks. A function runs in real time, regardless of the speed of `clock`. On a
   * clock that runs 1,000 times faster, a function of 100 ms would exceed a limit of 60 s.
   */
  readonly lambdaClock: Clock;
  readonly lambdas: LambdaInvoker;
  readonly callBatch: CallEndpoint | undefined;
  readonly callDynamoDb: CallEndpoint | undefined;
  readonly tokens: CallbackTokens;
}
