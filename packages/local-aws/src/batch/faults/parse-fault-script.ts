import { faultScriptSchema, type Fault } from "./fault-schemas";

/** Invalid fault script. The message has one line per violation. */
export class InvalidFaultScriptError extends Error {
  override readonly name = "InvalidFaultScriptError";
}

/**
 * Parses a fault script: `{ "faults": [{ "fault": "Throttled", "operation": "DescribeJobs", "times": 3 }] }`.
 * @throws InvalidFaultScriptError that lists every violation, with the supported names if a fault is unknown
 */
export function parseFaultScript(script: unknown): readonly Fault[] {
  const parsed = faultScriptSchema.safeParse(script);
  if (parsed.success) return parsed.data.faults;
  const violations = parsed.error.issues.map(({ path, message }) => `${path.join(".") || "the script"}: ${message}`);
  throw new InvalidFaultScriptError(violations.join("\n"));
}
