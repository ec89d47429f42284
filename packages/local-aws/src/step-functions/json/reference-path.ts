import { type Json, isJsonArray, isJsonObject } from "./json";
import { compilePath } from "./json-path";
import { runtimeFailure } from "../states/state-failure";

/**
 * Sets `value` at `referencePath` in a copy of `document`, as ResultPath does. Creates missing objects.
 * @throws StateFailure States.Runtime if a parent in the path is neither an object nor an array with that index; AWS
 *   reports States.ResultPathMatchFailure this way
 */
export function putAt(document: Json, referencePath: string, value: Json): Json {
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
