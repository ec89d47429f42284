import { faultScriptSchema, type Fault } from "./fault-schemas";

/** A script of faults breaks a rule; the message has a line for each violation. */
export class InvalidFaultScriptError extends Error {
  override readonly name = "InvalidFaultScriptError";
}

/**
 * Reads a script: `{ "faults": [{ "fault": "Throttled", "operation": "DescribeJobs", "times": 3 }] }`.
 * @throws InvalidFaultScriptError with every violation, and the names that exist when one is not known
 */
export function parseFaultScript(script: unknown): readonly Fault[] {
  const parsed = faultScriptSchema.safeParse(script);
  if (parsed.success) return parsed.data.faults;
  const violations = parsed.error.issues.map(({ path, message }) => `${path.join(".") || "the script"}: ${message}`);
  throw new InvalidFaultScriptError(violations.join("\n"));
}
