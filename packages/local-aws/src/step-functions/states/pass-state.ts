import type { PassState } from "../definition/state-schemas";
import { applyTemplate, computeOutput, selectInput } from "./data-flow";
import type { StateOutcome, StateRun } from "./state-run";

/** Passes its input or a fixed Result to its output. */
export async function runPass(state: PassState, run: StateRun): Promise<StateOutcome> {
  const parameters = applyTemplate(state.Parameters, selectInput(state.InputPath, run), run);
  const handedOn = await computeOutput(state, { result: state.Result ?? parameters }, run);
  return { ...handedOn, next: state.Next };
}
