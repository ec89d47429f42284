import type { Json } from "../json/json";
import { type PathScope, findPath } from "../json/path-scope";
import type { RandomSource } from "../random-source";
import { StateFailure, runtimeFailure } from "../states/state-failure";
import { INTRINSICS } from "./intrinsics";
import { type IntrinsicArgument, type IntrinsicCall, parseIntrinsic } from "./parse-intrinsic";

/**
 * Evaluates an intrinsic function call, such as `States.Format('{} jobs', $.count)`.
 * @throws StateFailure States.Runtime if a path has no result, States.IntrinsicFailure if an argument is invalid
 */
export function evaluateIntrinsic(expression: string, scope: PathScope, random: RandomSource): Json {
  return call(parseIntrinsic(expression), { expression, scope, random });
}

interface Evaluation {
  readonly expression: string;
  readonly scope: PathScope;
  readonly random: RandomSource;
}

function call({ name, arguments: list }: IntrinsicCall, evaluation: Evaluation): Json {
  const values = list.map((argument) => evaluate(argument, evaluation));
  try {
    return INTRINSICS[name]?.(values, evaluation.random) ?? null;
  } catch (error) {
    throw intrinsicFailure(evaluation, error instanceof Error ? error.message : String(error));
  }
}

function evaluate(argument: IntrinsicArgument, evaluation: Evaluation): Json {
  switch (argument.kind) {
    case "literal":
      return argument.value;
    case "call":
      return call(argument.call, evaluation);
    case "path": {
      const value = findPath(argument.path, evaluation.scope);
      if (value !== undefined) return value;
      throw runtimeFailure(
        `The function '${evaluation.expression}' had the following error: The JsonPath argument for the field '${argument.path}' could not be found in the input`,
      );
    }
  }
}

function intrinsicFailure({ expression }: Evaluation, problem: string): StateFailure {
  return new StateFailure(
    "States.IntrinsicFailure",
    `The function '${expression}' had the following error: ${problem}`,
    { namesState: true },
  );
}
