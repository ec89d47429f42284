import type { TaskState } from "../definition/state-schemas";
import type { History } from "../execution/history";
import { evaluateJsonata, evaluateTyped } from "../jsonata/evaluate-jsonata";
import { type Json, type JsonObject, jsonText, toNumber } from "../json/json";
import { getPath } from "../json/path-scope";
import type { Callback } from "../tasks/callback-tokens";
import { runTask } from "../tasks/run-task";
import type { FindTaskHandler, TaskHandler } from "../tasks/task-handler";
import { applyTemplate, computeOutput, pathScope, selectInput } from "./data-flow";
import { RetryPolicy } from "./retry-policy";
import { StateFailure, runtimeFailure } from "./state-failure";
import type { StateOutcome, StateRun } from "./state-run";

/** A visit to a Task state. */
export interface TaskRun extends StateRun {
  readonly findTaskHandler: FindTaskHandler;
  readonly history: History;
  /** Called before every retry, to increment `$$.State.RetryCount`. */
  readonly onRetry: () => void;
  /** Writes the event of a failed JSONata expression, if `failure` is one. */
  readonly onFailure: (failure: StateFailure) => void;
}

/** Runs the task with the retries of its Retry field. Each attempt evaluates the input again. */
export async function runTaskState(state: TaskState, run: TaskRun): Promise<StateOutcome> {
  const policy = new RetryPolicy(state.Retry ?? [], run.random);
  for (;;) {
    try {
      return await attempt(state, run);
    } catch (error) {
      if (!(error instanceof StateFailure)) throw error;
      run.onFailure(error);
      const delayMs = policy.findDelayMs(error);
      if (delayMs === undefined) throw error;
      await run.clock.sleep(delayMs, run.signal);
      run.onRetry();
    }
  }
}

async function attempt(state: TaskState, run: TaskRun): Promise<StateOutcome> {
  const handler = run.findTaskHandler(state.Resource);
  if (typeof handler === "string") throw runtimeFailure(handler);
  const callback = handler.issueToken?.(run.signal);
  if (callback === undefined) return perform(state, run, handler);
  try {
    const context = (): JsonObject => ({ ...run.context(), Task: { Token: callback.token } });
    return await perform(state, { ...run, context }, handler, callback);
  } finally {
    callback.close();
  }
}

async function perform(
  state: TaskState,
  run: TaskRun,
  handler: TaskHandler,
  callback?: Callback,
): Promise<StateOutcome> {
  const selected = run.language === "JSONPath" ? selectInput(state.InputPath, run) : run.input;
  const input =
    run.language === "JSONPath"
      ? applyTemplate(state.Parameters, selected, run)
      : await evaluateJsonata(state.Arguments ?? run.input, "Arguments", run);
  const timeoutSeconds = await findSeconds("TimeoutSeconds", state, selected, run);
  const heartbeatSeconds = await findSeconds("HeartbeatSeconds", state, selected, run);
  const { history, signal } = run;
  const result = await runTask(handler, { input, timeoutSeconds, heartbeatSeconds, callback, history, signal });
  const shown = run.language === "JSONPath" ? applyTemplate(state.ResultSelector, result, run) : result;
  return { ...(await computeOutput(state, { result: shown, states: { result } }, run)), next: state.Next };
}

/** Returns the value of a limit, given as a number, as a path or as a JSONata expression. */
async function findSeconds(
  field: "TimeoutSeconds" | "HeartbeatSeconds",
  state: TaskState,
  input: Json,
  run: TaskRun,
): Promise<number | undefined> {
  const path = state[`${field}Path`];
  if (path !== undefined) {
    const value = getPath(path, pathScope(input, run));
    const seconds = toNumber(value);
    if (seconds !== undefined && Number.isInteger(seconds) && seconds > 0) return seconds;
    throw runtimeFailure(`The ${field}Path field must refer to a positive integer, but ${path} is ${jsonText(value)}`);
  }
  const given = state[field];
  if (typeof given !== "string") return given;
  return evaluateTyped(given, field, run, {
    name: "number",
    is: (value): value is number => typeof value === "number" && value > 0,
  });
}
