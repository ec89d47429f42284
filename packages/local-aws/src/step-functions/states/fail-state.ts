import type { FailState } from "../definition/state-schemas";
import { getPathOrIntrinsic } from "../json/payload-template";
import { jsonText } from "../json/json";
import { evaluateTyped } from "../jsonata/evaluate-jsonata";
import { pathScope } from "./data-flow";
import { runtimeFailure } from "./state-failure";
import type { StateRun } from "./state-run";

/** Error and cause of a Fail state. Both are optional. */
interface Failure {
  readonly error: string | undefined;
  readonly cause: string | undefined;
}

export async function runFail(state: FailState, run: StateRun): Promise<Failure> {
  return {
    error: await read("Error", state.Error, state.ErrorPath, run),
    cause: await read("Cause", state.Cause, state.CausePath, run),
  };
}

async function read(
  field: string,
  text: string | undefined,
  path: string | undefined,
  run: StateRun,
): Promise<string | undefined> {
  if (path !== undefined) {
    const value = getPathOrIntrinsic(path, `${field}Path`, pathScope(run.input, run), run.random);
    if (typeof value === "string") return value;
    throw runtimeFailure(`The ${field}Path field must refer to a string, but ${path} is ${jsonText(value)}`);
  }
  if (text === undefined || run.language === "JSONPath") return text;
  return evaluateTyped(text, field, run, { name: "string", is: (value) => typeof value === "string" });
}
