/**
 * Name of a smoke test's execution. On GitHub it contains run ID and attempt: a retry within an attempt finds the
 * same execution, and a rerun starts a new one.
 */
export function smokeName(
  environment: Readonly<Record<string, string | undefined>>,
  expected: string,
  now: Date,
): string {
  const { GITHUB_RUN_ID: runId = "", GITHUB_RUN_ATTEMPT: attempt = "1" } = environment;
  const suffix = expected === "SUCCEEDED" ? "" : `-${expected.toLowerCase()}`;
  const when = now.toISOString().slice(0, 19).replaceAll(/[-:]/g, "").replace("T", "-");
  return `smoke-${runId === "" ? when : `${runId}-${attempt}`}${suffix}`;
}
