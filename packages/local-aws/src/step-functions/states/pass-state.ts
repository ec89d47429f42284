import type { PassState } from "../definition/state-schemas";
import { applyTemplate, computeOutput, selectInput } from "./data-flow";
import type { StateOutcome, StateRun } from "./state-run";

/** Passes its input or a fixed Result to its output. */
export async function runPass(state: PassState, run: StateRun): Promise<StateOutcome> {
  const parameters = applyTemplate(state.Parameters, selectInput(state.InputPath, run), run);
  const result = await computeOutput(state, { result: state.Result ?? parameters }, run);
  return { ...result, next: state.Next };
}
