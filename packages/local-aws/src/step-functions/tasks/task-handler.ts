import type { Clock } from "../../clock";
import type { History } from "../execution/history";
import type { Json } from "../json/json";
import type { TaskEvents } from "./task-events";

/** One attempt of a task. */
export interface TaskCall {
  /** Evaluated Parameters or Arguments. */
  readonly input: Json;
  readonly events: TaskEvents;
  /** Aborted when the task times out or the execution ends. */
  readonly signal: AbortSignal;
}

/** Runs the tasks of one Resource. */
export interface TaskHandler {
  /** Name in the message of States.DataLimitExceeded: the ARN of the function, or the service. */
  readonly name: string;
  /** Clock for TimeoutSeconds. */
  readonly timeoutClock: Clock;
  makeEvents(history: History): TaskEvents;
  /** @throws StateFailure if the task fails. Only a submission failure may already have an event. */
  run(call: TaskCall): Promise<Json>;
}

/** Finds the handler of a Resource. If there is none, returns the reason as text. */
export type FindTaskHandler = (resource: string) => TaskHandler | string;
