import { withPlainNumbers } from "../json/json-number";
import { type Json, type JsonObject, isJsonObject, jsonText, toJson } from "../json/json";
import type { StateRun } from "../states/state-run";
import { type CompiledExpression, compileJsonata, readJsonataError } from "./compile-jsonata";
import { DEPTH_CODE, exceedsMemoryLimit, memoryLimitExceeded, TIME_CODE, toEvaluationError } from "./evaluation-limits";
import { evaluationPool } from "./evaluation-pool";
import type { Evaluated, Evaluation } from "./evaluation-process";
import { createJsonataFunctions } from "./jsonata-functions";

/** Members of `$states` other than `input` and `context`. */
export interface JsonataInputs {
  readonly result?: Json;
  readonly errorOutput?: Json;
}

/** Largest data of an expression that is evaluated in this process, in characters of JSON. */
const MAX_CHEAP_DATA = 50_000;

/**
 * Evaluates an expression within AWS's limits on time, depth and memory. Most expressions are evaluated in this
 * process. One that could run too long is evaluated in a process of its own, where it holds up no other request.
 * @throws EvaluationError
 */
export async function evaluateWithinLimits(
  expression: string,
  run: StateRun,
  inputs: JsonataInputs,
): Promise<Evaluated> {
  const compiled = compileJsonata(expression);
  const states: JsonObject = { input: run.input, context: run.context(), ...inputs };
  const evaluation = {
    expression,
    bindings: { ...mapValues(run.variables, withPlainNumbers), states: mapValues(states, withPlainNumbers) },
    functions: createJsonataFunctions(run.clock, run.random),
    limitsDepth: compiled.limitsDepth,
  };
  if (compiled.isCheap && isSmall({ ...run.variables, ...states })) {
    const result = await evaluateHere(compiled, evaluation);
    if (result !== "too much") return result;
  }
  const release = run.clock.hold();
  try {
    return await evaluationPool.evaluate(evaluation);
  } finally {
    release();
  }
}

function isSmall(data: JsonObject): boolean {
  let left = MAX_CHEAP_DATA;
  for (const value of Object.values(data)) {
    // A new context object is created for each expression. Its only large member is the execution's input.
    const input = isJsonObject(value) && value === data["context"] ? inputOf(value) : value;
    left -= jsonText(input).length;
    if (left < 0) return false;
  }
  return true;
}

function inputOf(context: JsonObject): Json {
  const execution = context["Execution"];
  return execution !== undefined && isJsonObject(execution) ? (execution["Input"] ?? null) : null;
}

/** @returns "too much" if the expression needs more time than this process gives it */
async function evaluateHere(
  { evaluate, limitsDepth }: CompiledExpression,
  { bindings, functions }: Evaluation,
): Promise<Evaluated | "too much"> {
  let value: unknown;
  try {
    // AWS removes the function eval.
    value = await evaluate(undefined, { ...functions, eval: undefined, ...bindings });
  } catch (error) {
    const { code, message } = readJsonataError(error);
    if (code === TIME_CODE || (code === DEPTH_CODE && !limitsDepth)) return "too much";
    throw toEvaluationError(code, message);
  }
  if (value === undefined) return "undefined";
  if (typeof value === "function" || isFunctionLike(value)) return "function";
  if (exceedsMemoryLimit(value)) throw memoryLimitExceeded();
  return { json: toJson(value) };
}

function mapValues(record: object, convert: (value: unknown) => unknown): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]: [string, unknown]) => [key, convert(value)]));
}

function isFunctionLike(value: unknown): boolean {
  return typeof value === "object" && value !== null && ("_jsonata_lambda" in value || "_jsonata_function" in value);
}
