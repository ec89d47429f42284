/**
 * Limits of one evaluation.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html for the time limit of one second
 * @see https://github.com/floci-io/floci/issues/2737 for the other limits and the texts, measured on AWS
 */
export const EVALUATION_LIMITS = {
  timeoutMs: 1000,
  /** Nesting of operators, blocks and function calls. */
  maxDepth: 100,
  maxItems: 873_782,
  maxCharacters: 6_990_256,
} as const;

/** Failure of an expression, as JSONata or a limit reports it. */
export class EvaluationError extends Error {
  constructor(
    /** Code of JSONata, such as `T1006`. Undefined for a limit. */
    readonly code: string | undefined,
    message: string,
  ) {
    super(message);
  }
}

export const timeLimitExceeded = (): EvaluationError =>
  new EvaluationError(undefined, "Expression evaluation timeout: Check for infinite loop");

export const memoryLimitExceeded = (): EvaluationError =>
  new EvaluationError(undefined, "Expression evaluation memory limit exceeded: Check for excessive memory usage");

export const depthLimitExceeded = (): EvaluationError =>
  new EvaluationError(
    undefined,
    "Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive",
  );

/** Codes of JSONata for its own limits on depth and time. */
export const DEPTH_CODE = "D1011";
export const TIME_CODE = "D1012";

/** Texts of the JavaScript engine for limits. They are not shown. */
const ENGINE_DEPTH = /call stack|recursion/iu;
const ENGINE_MEMORY = /invalid (?:string|array|typed array) length|allocation|out of memory/iu;

/** Converts an error that an evaluation has thrown. JSONata sometimes throws plain objects instead of Errors. */
export function toEvaluationError(code: string | undefined, message: string): EvaluationError {
  if (code === DEPTH_CODE || (code === undefined && ENGINE_DEPTH.test(message))) return depthLimitExceeded();
  if (code === TIME_CODE) return timeLimitExceeded();
  if (code === "memory" || (code === undefined && ENGINE_MEMORY.test(message))) return memoryLimitExceeded();
  return new EvaluationError(code, message);
}

/** Returns whether a result holds more characters, or 8 bytes per number and member, than AWS allows. */
export function exceedsMemoryLimit(result: unknown): boolean {
  let left: number = EVALUATION_LIMITS.maxCharacters;
  const pending = [result];
  while (left >= 0) {
    const value = pending.pop();
    if (value === undefined && pending.length === 0) return false;
    left -= typeof value === "string" ? value.length : 8;
    if (typeof value !== "object" || value === null) continue;
    const members: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
    if (members.length * 8 > left) return true;
    for (const member of members) pending.push(member);
  }
  return true;
}
