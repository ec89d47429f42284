import { Token } from "cdktf";
import type * as z from "zod";

/** Thrown when a construct cannot be made of its props; the message names all that is wrong, one line each. */
export class PropsError extends Error {
  override readonly name = "PropsError";

  /** @param construct - its type and path, like `JobPoller reports/poller` */
  constructor(
    construct: string,
    readonly problems: readonly string[],
  ) {
    super([`${construct} cannot be made:`, ...problems].join("\n  "));
  }
}

/** A problem as a list of one, and of none when all is well. */
export function unless(holds: boolean, prop: string, given: unknown, rule: string): string[] {
  // Of a token of a list or a map, JSON would show cdktf's insides.
  return holds ? [] : [`${prop} must be ${rule}, got ${Token.isUnresolved(given) ? "a token" : JSON.stringify(given)}`];
}

/** What only JavaScript lets through. @throws PropsError that names every prop of another type */
export function checkTypes(construct: string, schema: z.ZodType, props: unknown): void {
  const { error } = schema.safeParse(props, { reportInput: true });
  if (error === undefined) return;
  const problems = error.issues.flatMap((issue) =>
    unless(false, issue.path.join(".") || "props", issue.input, ruleOf(issue)),
  );
  throw new PropsError(construct, problems);
}

function ruleOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_value") return issue.values.join(" or ");
  return issue.code === "invalid_type" ? `of type ${issue.expected}` : issue.message;
}

/** What the same Terraform makes is not known yet, and needs no check. */
export function isForTerraform(text: string): boolean {
  return Token.isUnresolved(text) || text.includes("${");
}
