import type { z } from "zod";

const KINDS: Readonly<Record<string, string>> = {
  array: "a list",
  boolean: "true or false",
  int: "a whole number",
  number: "a number",
  object: "an object",
  record: "an object",
  string: "a string",
};

/**
 * Describes a violated rule without its own message: `must be a string`. Pass it as `error` when parsing a request,
 * so that no reply has a text of the validator. Unknown members are described by {@link listUnknownMembers}.
 */
export function describeIssue(issue: z.core.$ZodRawIssue): string {
  if (issue.input === undefined) return "is required";
  if (issue.code === "invalid_type") return `must be ${KINDS[issue.expected] ?? `of type ${issue.expected}`}`;
  if (issue.code === "invalid_value") return `must be one of ${issue.values.map(String).join(", ")}`;
  if (issue.code === "too_small") return `must ${limitedPart(issue.origin)} at least ${issue.minimum}`;
  if (issue.code === "too_big") return `must ${limitedPart(issue.origin)} at most ${issue.maximum}`;
  if (issue.code === "unrecognized_keys") return `does not support ${issue.keys.join(", ")}`;
  return "is not valid";
}

/** Returns the paths of the members that the schema does not have. */
export function listUnknownMembers(error: z.ZodError): string[] {
  return error.issues.flatMap((issue) =>
    issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key].map(String).join(".")) : [],
  );
}

function limitedPart(origin: string): string {
  if (origin === "string") return "have a length of";
  return origin === "array" || origin === "set" ? "have a number of members of" : "be";
}
