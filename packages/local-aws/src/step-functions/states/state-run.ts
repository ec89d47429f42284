import type { Clock } from "../../clock";
import type { QueryLanguage } from "../definition/query-language";
import type { Json, JsonObject } from "../json/json";
import type { RandomSource } from "../random-source";

/** Context of one visit to a state, for the evaluation of its fields. */
export interface StateRun {
  readonly name: string;
  readonly language: QueryLanguage;
  /** Raw input of the state. */
  readonly input: Json;
  /** Returns the context object, `$$` or `$states.context`. Created only when it is used. */
  readonly context: () => JsonObject;
  /** Variables when the state was entered. */
  readonly variables: JsonObject;
  readonly clock: Clock;
  readonly random: RandomSource;
  /** Aborted if the execution ends while the state runs. */
  readonly signal: AbortSignal;
}

/** Outcome of a successful visit. */
export interface StateOutcome {
  readonly output: Json;
  /** Variables assigned by the state. */
  readonly assigned: JsonObject | undefined;
  /** Name of the next state. Undefined ends the execution. */
  readonly next: string | undefined;
}

/** Output fields of a state, in either query language. */
export interface OutputFields {
  readonly OutputPath?: string | null | undefined;
  readonly ResultPath?: string | null | undefined;
  readonly Output?: Json | undefined;
  readonly Assign?: JsonObject | undefined;
}
