import { Token } from "cdktf";
import type * as z from "zod";

/** Thrown when properties of a construct are invalid. The message lists all problems, one per line. */
export class PropsError extends Error {
  override readonly name = "PropsError";

  /** @param construct - type and path of the construct, like `JobPoller reports/poller` */
  constructor(
    construct: string,
    readonly problems: readonly string[],
  ) {
    super([`${construct} has invalid properties:`, ...problems].join("\n  "));
  }
}

/** Returns a list with one problem if `holds` is false, or an empty list. */
export function checkProp(holds: boolean, prop: string, given: unknown, rule: string): string[] {
  // The JSON of a list or map token would show cdktf internals.
  return holds ? [] : [`${prop} must be ${rule}, got ${Token.isUnresolved(given) ? "a token" : JSON.stringify(given)}`];
}

/** Checks types at run time, for JavaScript callers. @throws PropsError that lists every property of a wrong type */
export function checkTypes(construct: string, schema: z.ZodType, props: unknown): void {
  const { error } = schema.safeParse(props, { reportInput: true });
  if (error === undefined) return;
  const problems = error.issues.flatMap((issue) =>
    checkProp(false, issue.path.join(".") || "props", issue.input, ruleOf(issue)),
  );
  throw new PropsError(construct, problems);
}

function ruleOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_value") return issue.values.join(" or ");
  return issue.code === "invalid_type" ? `of type ${issue.expected}` : issue.message;
}

/** Returns whether Terraform resolves the text at plan or apply time, so that it cannot be checked here. */
export function isForTerraform(text: string): boolean {
  return Token.isUnresolved(text) || text.includes("${");
}
