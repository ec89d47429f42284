import type { State, PassState, SucceedState } from "../definition/state-schemas";
import { languageOf } from "../definition/query-language";
import { exceedsDataLimit, type Json, type JsonObject, jsonText } from "../json/json";
import { isTooDeep } from "../json/scan-json";
import { computeOutput, applyTemplate, selectInput } from "../states/data-flow";
import { matchesError } from "../states/retry-policy";
import { runChoice } from "../states/choice-state";
import { runFail } from "../states/fail-state";
import { ReportedFailure, StateFailure, dataLimitFailure, runtimeFailure } from "../states/state-failure";
import type { StateOutcome, StateRun } from "../states/state-run";
import { type TaskRun, runTaskState } from "../states/task-state";
import { runWait } from "../states/wait-state";
import { createContextObject } from "./context-object";
import type { Execution } from "./execution";
import { type HistoryEvent, inputDetails, outputDetails } from "./history-event";
import type { Clock } from "../../clock";
import type { RandomSource } from "../random-source";
import type { FindTaskHandler } from "../tasks/task-handler";

/** Dependencies shared by all executions. */
export interface Interpreter {
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly findTaskHandler: FindTaskHandler;
}

interface Visit {
  readonly name: string;
  readonly input: Json;
  readonly variables: JsonObject;
}

/**
 * Enters, runs and exits a state, and writes the events.
 * @returns undefined if the execution has failed in the state
 */
export async function visitState(
  execution: Execution,
  interpreter: Interpreter,
  visit: Visit,
): Promise<StateOutcome | undefined> {
  const { definition } = execution.options.revision;
  const { history } = execution;
  const state = definition.States[visit.name];
  if (state === undefined) throw new StateFailure("States.Runtime", `There is no state ${visit.name}`);
  const previousEventId = history.lastId === 1 ? 0 : history.lastId;
  const entered = history.add(
    `${state.Type}StateEntered`,
    { stateEnteredEventDetails: { name: visit.name, ...inputDetails(jsonText(visit.input)) } },
    previousEventId,
  );
  const run = makeRun(execution, interpreter, visit, state, entered);
  try {
    if (state.Type === "Fail") {
      const { error, cause } = await runFail(state, run);
      execution.fail(error, cause);
      return undefined;
    }
    const outcome = await runAndCatch(state, run, entered);
    exitState(execution, state, visit.name, outcome);
    return outcome;
  } catch (error) {
    if (!(error instanceof StateFailure)) throw error;
    // The attempts of a task have already written this event.
    if (state.Type !== "Task") run.onFailure(error);
    execution.fail(error.error, describeCause(error, visit.name, entered.id));
    return undefined;
  }
}

function makeRun(
  execution: Execution,
  { clock, random, findTaskHandler }: Interpreter,
  { name, input, variables }: Visit,
  state: State,
  entered: HistoryEvent,
): TaskRun {
  const enteredAtMs = clock.now();
  const { history, signal } = execution;
  let retries = 0;
  return {
    name,
    language: languageOf(execution.options.revision.definition, state),
    input,
    variables,
    clock,
    random,
    signal,
    history,
    findTaskHandler,
    context: () =>
      createContextObject(execution, { name, enteredAtMs, retryCount: state.Type === "Task" ? retries : undefined }),
    onRetry: () => {
      retries += 1;
    },
    onFailure: (failure) => {
      const { error = "", options } = failure;
      if (options.location === undefined) return;
      const cause = describeCause(failure, name, entered.id) ?? "";
      history.add(
        "EvaluationFailed",
        { evaluationFailedEventDetails: { error, cause, location: options.location, state: name } },
        // AWS links a failed expression to the event before the state, and an unusable value to the state.
        options.isInvalidValue === true ? entered.id : entered.previousEventId,
      );
    },
  };
}

async function runAndCatch(
  state: Exclude<State, { Type: "Fail" }>,
  run: TaskRun,
  entered: HistoryEvent,
): Promise<StateOutcome> {
  try {
    return await runByType(state, run);
  } catch (error) {
    if (!(error instanceof StateFailure) || state.Type !== "Task") throw error;
    const index = state.Catch?.findIndex(({ ErrorEquals }) => matchesError(ErrorEquals, error)) ?? -1;
    const catcher = state.Catch?.[index];
    if (catcher === undefined) throw error;
    const noCause = error instanceof ReportedFailure ? null : "";
    const errorOutput = { Error: error.error ?? null, Cause: describeCause(error, run.name, entered.id) ?? noCause };
    return {
      ...(await computeOutput(
        catcher,
        { result: errorOutput, states: { errorOutput }, place: `Catch[${index}]/` },
        run,
      )),
      next: catcher.Next,
    };
  }
}

function runByType(state: Exclude<State, { Type: "Fail" }>, run: TaskRun): Promise<StateOutcome> {
  switch (state.Type) {
    case "Pass":
      return runPass(state, run);
    case "Task":
      return runTaskState(state, run);
    case "Choice":
      return runChoice(state, run);
    case "Wait":
      return runWait(state, run);
    case "Succeed":
      return runSucceed(state, run);
  }
}

function exitState(execution: Execution, state: State, name: string, { output, assigned }: StateOutcome): void {
  const text = jsonText(output);
  // All variables that a state assigns have the limit of one output.
  if (exceedsDataLimit(text) || (assigned !== undefined && exceedsDataLimit(jsonText(assigned))))
    throw dataLimitFailure(name);
  if (isTooDeep(text)) throw runtimeFailure("The output of the state is nested too deep: the maximum is 1000");
  execution.history.add(`${state.Type}StateExited`, {
    stateExitedEventDetails: {
      name,
      ...outputDetails(text),
      ...(assigned === undefined || Object.keys(assigned).length === 0 ? {} : describeVariables(assigned)),
    },
  });
}

function describeVariables(assigned: JsonObject): JsonObject {
  const texts = Object.entries(assigned).map(([name, value]): [string, Json] => [name, jsonText(value)]);
  return { assignedVariables: Object.fromEntries(texts), assignedVariablesDetails: { truncated: false } };
}

function describeCause({ causeText, options }: StateFailure, name: string, enteredId: number): string | undefined {
  if (options.namesState !== true || causeText === undefined) return causeText;
  return `An error occurred while executing the state '${name}' (entered at the event id #${enteredId}). ${causeText}`;
}

/** Passes its input or a fixed Result to its output. */
async function runPass(state: PassState, run: StateRun): Promise<StateOutcome> {
  const parameters = applyTemplate(state.Parameters, selectInput(state.InputPath, run), run);
  const result = await computeOutput(state, { result: state.Result ?? parameters }, run);
  return { ...result, next: state.Next };
}

/** Ends the execution successfully. */
async function runSucceed(state: SucceedState, run: StateRun): Promise<StateOutcome> {
  const result = await computeOutput(state, { result: selectInput(state.InputPath, run) }, run);
  return { ...result, next: undefined };
}
