import type { Json, JsonObject } from "./json";
import { explainMissing } from "./explain-missing";
import { type CompiledPath, compilePath } from "./json-path";
import { runtimeFailure } from "../states/state-failure";

/** Values that the paths of a state can access. */
export interface PathScope {
  /** Document that `$` refers to. */
  readonly data: Json;
  /** Returns the context object, `$$`. Created only when a path uses it. */
  readonly context: () => JsonObject;
  readonly variables: Readonly<JsonObject>;
}

/** Returns the value at `path`, or undefined if there is none. */
export function findPath(path: string, scope: PathScope): Json | undefined {
  const compiled = compilePath(path);
  const root = findRoot(compiled, scope);
  return root === undefined ? undefined : compiled.find(root);
}

/**
 * Returns the value at `path`, for InputPath, OutputPath and the ...Path fields.
 * @throws StateFailure States.Runtime if there is no value
 */
export function getPath(path: string, scope: PathScope): Json {
  const value = findPath(path, scope);
  if (value !== undefined) return value;
  const compiled = compilePath(path);
  throw runtimeFailure(`Invalid path '${path}' : ${explainMissing(compiled, findRoot(compiled, scope) ?? {})}`);
}

function findRoot({ root }: CompiledPath, scope: PathScope): Json | undefined {
  if (root.kind === "data") return scope.data;
  if (root.kind === "context") return scope.context();
  return Object.hasOwn(scope.variables, root.name) ? scope.variables[root.name] : undefined;
}
