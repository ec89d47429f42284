import { waitFor } from "../../wait-for";
import { exceedsDataLimit, type Json, jsonText } from "../json/json";
import type { History } from "../execution/history";
import { ReportedFailure, StateFailure, dataLimitFailure } from "../states/state-failure";
import type { Callback } from "./callback-tokens";
import type { TaskHandler } from "./task-handler";

interface TaskAttempt {
  readonly input: Json;
  /** Undefined for no limit. */
  readonly timeoutSeconds: number | undefined;
  /** Maximum time between two heartbeats. Undefined for no limit. */
  readonly heartbeatSeconds: number | undefined;
  /** Token of a `.waitForTaskToken` task. */
  readonly callback: Callback | undefined;
  readonly history: History;
  readonly signal: AbortSignal;
}

/** Thrown by a handler that has already written the failure event of the submission. */
export class SubmitFailure extends StateFailure {}

/**
 * Runs one attempt of a task and writes its events.
 * @throws StateFailure States.Timeout after `timeoutSeconds`, States.DataLimitExceeded, or the failure of the task
 */
export async function runTask(handler: TaskHandler, attempt: TaskAttempt): Promise<Json> {
  const { input, timeoutSeconds, heartbeatSeconds, callback, history } = attempt;
  const parameters = jsonText(input);
  if (exceedsDataLimit(parameters)) throw dataLimitFailure(handler.name);
  const events = handler.makeEvents(history);
  events.scheduled(parameters, { timeoutSeconds, heartbeatSeconds });
  events.started();
  try {
    const result = await withTimeout(handler, timeoutSeconds, attempt.signal, (signal) =>
      handler.run({ input, events, signal, callback, heartbeatSeconds }),
    );
    const output = jsonText(result);
    if (exceedsDataLimit(output)) throw dataLimitFailure(handler.name);
    events.succeeded(output);
    return result;
  } catch (error) {
    if (!(error instanceof StateFailure)) throw error;
    if (isTimeout(error)) events.timedOut("States.Timeout");
    else if (error instanceof SubmitFailure) events.submitFailed(error.error, error.causeText);
    else events.failed(error.error, error.causeText);
    throw error;
  }
}

const isTimeout = (failure: StateFailure): boolean =>
  failure.error === "States.Timeout" && !(failure instanceof ReportedFailure);

async function withTimeout(
  { timeoutClock }: TaskHandler,
  timeoutSeconds: number | undefined,
  signal: AbortSignal,
  run: (signal: AbortSignal) => Promise<Json>,
): Promise<Json> {
  if (timeoutSeconds === undefined) return run(signal);
  const task = new AbortController();
  const timer = new AbortController();
  const onAbort = (): void => {
    task.abort(signal.reason);
  };
  signal.addEventListener("abort", onAbort, { once: true });
  void timeoutClock.sleep(timeoutSeconds * 1000, timer.signal).then(
    () => {
      task.abort(new StateFailure("States.Timeout", undefined));
    },
    () => undefined,
  );
  try {
    return await waitFor(run(task.signal), task.signal);
  } finally {
    timer.abort();
    signal.removeEventListener("abort", onAbort);
  }
}
