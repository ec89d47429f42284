import { evaluateJsonata } from "../jsonata/evaluate-jsonata";
import type { JsonataInputs } from "../jsonata/evaluate-within-limits";
import { fillTemplate } from "../json/payload-template";
import { type Json, type JsonObject, isJsonObject, isJsonArray } from "../json/json";
import { type PathScope, getPath } from "../json/path-scope";
import type { OutputFields, StateOutcome, StateRun } from "./state-run";
import { compilePath } from "../json/json-path";
import { runtimeFailure } from "./state-failure";

export function pathScope(data: Json, run: StateRun): PathScope {
  return { data, context: run.context, variables: run.variables };
}

/** Returns the effective input: the value at InputPath, or an empty object for null. */
export function selectInput(path: string | null | undefined, run: StateRun): Json {
  if (path === undefined || path === "$") return run.input;
  return path === null ? {} : getPath(path, pathScope(run.input, run));
}

/** Fills in a payload template (Parameters, ResultSelector) from `data`. Without a template, returns `data`. */
export function applyTemplate(template: Json | undefined, data: Json, run: StateRun): Json {
  return template === undefined ? data : fillTemplate(template, pathScope(data, run), run.random);
}

interface Result {
  /** Value that Assign reads as `$`, and that ResultPath adds to the input. */
  readonly result: Json;
  /** Members of `$states` other than `input` and `context`. */
  readonly states?: JsonataInputs;
  /** Place of the fields in the state, for error messages, such as `Choices[1]/`. @default the state itself */
  readonly place?: string;
}

/**
 * Computes output and variables of a state from its result.
 * @param fields - fields of the state, or of the selected choice rule or catcher
 */
export async function computeOutput(
  fields: OutputFields,
  { result, states = {}, place = "" }: Result,
  run: StateRun,
): Promise<Omit<StateOutcome, "next">> {
  if (run.language === "JSONata") {
    const assigned = fields.Assign && (await evaluateJsonata(fields.Assign, `${place}Assign`, run, states));
    const output =
      fields.Output === undefined ? result : await evaluateJsonata(fields.Output, `${place}Output`, run, states);
    return { output, assigned: toVariables(assigned) };
  }
  const assigned = fields.Assign && fillTemplate(fields.Assign, pathScope(result, run), run.random);
  const { ResultPath: resultPath, OutputPath: outputPath } = fields;
  const combined = combine(run.input, resultPath, result);
  if (outputPath === null) return { output: {}, assigned: toVariables(assigned) };
  const output = outputPath === undefined ? combined : getPath(outputPath, pathScope(combined, run));
  return { output, assigned: toVariables(assigned) };
}

function combine(input: Json, resultPath: string | null | undefined, result: Json): Json {
  if (resultPath === null) return input;
  return resultPath === undefined || resultPath === "$" ? result : putAt(input, resultPath, result);
}

function toVariables(assigned: Json | undefined): JsonObject | undefined {
  return assigned !== undefined && isJsonObject(assigned) ? assigned : undefined;
}

/**
 * Sets `value` at `referencePath` in a copy of `document`, as ResultPath does. Creates missing objects.
 * @throws StateFailure States.Runtime if a parent in the path is neither an object nor an array with that index; AWS
 *   reports States.ResultPathMatchFailure this way
 */
function putAt(document: Json, referencePath: string, value: Json): Json {
  const steps = compilePath(referencePath).steps ?? [];
  return put(document, steps, value, referencePath);
}

function put(document: Json | undefined, steps: readonly (string | number)[], value: Json, path: string): Json {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (typeof step === "number") {
    if (!isJsonArray(document) || step < 0 || step >= document.length) throw mismatch(path, step);
    return document.map((item, index) => (index === step ? put(item, rest, value, path) : item));
  }
  if (document !== undefined && !isJsonObject(document)) throw mismatch(path, step);
  const target = document ?? {};
  const child = Object.hasOwn(target, step) ? target[step] : undefined;
  return { ...target, [step]: put(child, rest, value, path) };
}

function mismatch(path: string, step: string | number): Error {
  return runtimeFailure(`Unable to apply ReferencePath ${path} to the state input: cannot set a value at '${step}'`);
}
