import type { SucceedState } from "../definition/state-schemas";
import { computeOutput, selectInput } from "./data-flow";
import type { StateOutcome, StateRun } from "./state-run";

/** Ends the execution successfully. */
export async function runSucceed(state: SucceedState, run: StateRun): Promise<StateOutcome> {
  const result = await computeOutput(state, { result: selectInput(state.InputPath, run) }, run);
  return { ...result, next: undefined };
}
