import type { z } from "zod";
import { ApiError, validationError } from "./api-error";
import type { Arns } from "../../arn";
import type { Clock } from "../../clock";
import type { Execution } from "../execution/execution";
import type { Interpreter } from "../execution/visit-state";
import type { ExecutionStore } from "./execution-store";
import type { StateMachineStore } from "./state-machine-store";
import type { CallbackTokens } from "../tasks/callback-tokens";
import type { TaskResourceCheck } from "../definition/check-states";

/** Operation of the Step Functions API. */
export interface Operation {
  /** @throws ApiError */
  run(input: unknown, service: Service): object;
}

/** State that the operations share. */
export interface Service {
  readonly clock: Clock;
  readonly arns: Arns;
  readonly interpreter: Interpreter;
  readonly checkTaskResource: TaskResourceCheck;
  readonly stateMachines: StateMachineStore;
  readonly executions: ExecutionStore;
  readonly tokens: CallbackTokens;
  /** Called on every start and end of an execution. */
  readonly onChange: (execution: Execution) => void;
}

/**
 * Defines an operation whose input is parsed with a schema. A member that the schema does not have is rejected by
 * name: AWS would use it, or its SDK would reject it.
 */
export function defineOperation<T>(schema: z.ZodType<T>, run: (input: T, service: Service) => object): Operation {
  return {
    run(input, service) {
      const parsed = schema.safeParse(input);
      if (!parsed.success) throw toValidationError(parsed.error, input);
      return run(parsed.data, service);
    },
  };
}

/** Converts milliseconds to seconds since 1970, the timestamp format of this protocol. */
export const toSeconds = (timeMs: number): number => timeMs / 1000;

function toValidationError(error: z.ZodError, input: unknown): ApiError {
  const problems: string[] = [];
  for (const issue of error.issues) {
    if (issue.code === "unrecognized_keys")
      return validationError(`local Step Functions does not support ${issue.keys.join(", ")} in this request`);
    const value = issue.path.reduce<unknown>((parent, key) => member(parent, key), input);
    if (issue.code === "invalid_type" && issue.path.length === 0) return wrongType(value, issue.expected);
    if (issue.code === "invalid_type" && value !== undefined && value !== null) return wrongType(value, issue.expected);
    problems.push(
      `Value ${show(value)} at '${formatPath(issue.path)}' failed to satisfy constraint: ${describe(issue)}`,
    );
  }
  return validationError(
    `${problems.length} validation error${problems.length > 1 ? "s" : ""} detected: ${problems.join("; ")}`,
  );
}

function describe(issue: z.core.$ZodIssue): string {
  const unit = "origin" in issue && issue.origin === "number" ? "value" : "length";
  if (issue.code === "too_big") return `Member must have ${unit} less than or equal to ${issue.maximum}`;
  if (issue.code === "too_small") return `Member must have ${unit} greater than or equal to ${issue.minimum}`;
  if (issue.code === "invalid_value")
    return `Member must satisfy enum value set: [${issue.values.map(String).join(", ")}]`;
  if (issue.code === "invalid_format")
    return `Member must satisfy regular expression pattern: ${(issue.pattern ?? "").replace(/^\/(.*)\/[a-z]*$/u, "$1")}`;
  return "Member must not be null";
}

/** Formats the place of a member. AWS counts the members of a list from 1. */
const formatPath = (path: readonly PropertyKey[]): string =>
  path.map((key) => (typeof key === "number" ? `${key + 1}.member` : String(key))).join(".");

const KINDS: Readonly<Record<string, string>> = {
  array: "Collection",
  boolean: "Boolean",
  number: "Integer",
  object: "Structure",
  string: "String",
};

/** Error for a JSON value of another type, which AWS's protocol layer rejects before the operation. */
function wrongType(value: unknown, expected: string): ApiError {
  if (value === null) return new ApiError("SerializationException", "NULL_VALUE can not be converted to Structure");
  const given = Array.isArray(value) ? "START_ARRAY" : typeof value === "object" ? "START_OBJECT" : typeof value;
  const kind = KINDS[expected] ?? expected;
  return new ApiError("SerializationException", `${given.toUpperCase()}_VALUE can not be converted to ${kind}`);
}

function member(parent: unknown, key: PropertyKey): unknown {
  return typeof parent === "object" && parent !== null
    ? Object.entries(parent).find(([name]) => name === String(key))?.[1]
    : undefined;
}

function show(value: unknown): string {
  return value === undefined ? "null" : `'${typeof value === "string" ? value : JSON.stringify(value)}'`;
}
