import { explainCause } from "./find-failure";
import { findJobResult } from "./job-result-schema";

/** Maximum length of a summary, in characters. */
const MAX_LENGTH = 160;

/** IDs, ARNs, times and numbers, which differ between equal failures. */
const VARIABLE = /arn:[^\s,;"']+|\b[0-9a-f]{8}-[0-9a-f-]{27,}\b|\b(?:i-)?[0-9a-f]{17,}\b|\b\d(?:[\d.:,TZ-]*[\dZ])?\b/gi;

/**
 * Summarizes the Cause of a failed execution: the exit code of a program, or the first line of the reason. IDs and
 * numbers are omitted, so that equal failures have equal summaries.
 * @returns null without a reason
 */
export function summarizeCause(cause: string | undefined): string | null {
  const result = findJobResult(cause);
  if (result?.category === "UserError" && result.exitCode !== null) return `exit code ${result.exitCode}`;
  const reason = result === undefined ? explainCause(cause) : (result.containerReason ?? result.statusReason);
  const [line = ""] = (reason ?? "").trim().split(/\r?\n/, 1);
  const summary = line.replaceAll(VARIABLE, "…").slice(0, MAX_LENGTH);
  return summary === "" ? null : summary;
}
