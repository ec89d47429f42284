import type { Statement } from "./policies";

/** Call of an AWS API, as IAM sees it. */
export interface Call {
  readonly action: string;
  readonly resource: string;
  /** Condition keys of the request. */
  readonly context?: Readonly<Record<string, string>>;
}

/**
 * Whether a role may make a call: a statement of the role and one of its permissions boundary must allow it. The
 * policies have only Allow statements.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export const isAllowed = (role: readonly Statement[], boundary: readonly Statement[], call: Call): boolean =>
  [role, boundary].every((statements) => statements.some((statement) => matches(statement, call)));

function matches({ Action, Resource, Condition = {} }: Statement, { action, resource, context = {} }: Call): boolean {
  return (
    Action.some((pattern) => isLike(action.toLowerCase(), pattern.toLowerCase())) &&
    Resource.some((pattern) => isLike(resource, pattern)) &&
    Object.entries(Condition).every(([operator, keys]) =>
      Object.entries(keys).every(([key, values]) => isMet(operator, [values].flat(), context[key])),
    )
  );
}

/** A missing key does not meet a condition. @throws RangeError for an operator that the evaluation does not know */
function isMet(operator: string, values: readonly string[], given: string | undefined): boolean {
  if (!["StringEquals", "StringLike", "ArnEquals", "ArnLike"].includes(operator))
    throw new RangeError(`cannot evaluate the condition operator ${operator}`);
  if (given === undefined) return false;
  return values.some((value) => (operator === "StringEquals" ? value === given : isLike(given, value)));
}

function isLike(text: string, pattern: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${expression}$`, "s").test(text);
}
