import { INTEGRATIONS } from "../../workflow/integration";
import { givenEnvironment, type GivenEnvironment } from "./given-environment";
import { findDocumented } from "./reliability-document";
import { countLeftRunning, renderTable } from "./render-table";
import { expectedEnd, ROWS } from "./row-schema";
import { runRow, type Measured } from "./run-row";

it("has at least 45 rows with unique names", () => {
  expect(ROWS.length).toBeGreaterThanOrEqual(45);
  expect(new Set(ROWS.map(({ name }) => name)).size).toBe(ROWS.length);
});

describe.each(INTEGRATIONS)("%s", (integration) => {
  const rows = ROWS.map((row, number) => ({ ...row, number })).filter((row) => expectedEnd(row, integration));
  const measured = new Map<string, Measured>();
  let given: GivenEnvironment;
  beforeAll(async () => {
    given = await givenEnvironment(integration);
  });
  afterAll(() => given.close());

  it.each(rows)("$name", async (row) => {
    const expected = expectedEnd(row, integration);

    const outcome = await runRow(row, row.number, given);

    measured.set(row.name, outcome);
    const { status, error, result, submitJobCalls, attempts, jobsLeftRunning } = outcome;
    const { category, retryable, exitCode } = result ?? {};
    const isEndedByUs = status === "SUCCEEDED" || status === "FAILED";
    expect({ status, error, category, retryable, exitCode, submitJobCalls, jobsLeftRunning }).toEqual({
      status: expected?.status,
      error: expected?.error,
      category: isEndedByUs ? expected?.category : undefined,
      retryable: isEndedByUs ? expected?.retryable : undefined,
      exitCode: isEndedByUs ? expected?.exitCode : undefined,
      submitJobCalls: expected?.submitJobCalls,
      jobsLeftRunning: 0,
    });
    expect(outcome.outlivedSeconds).toBeLessThanOrEqual(row.outlivesSeconds);
    expect(outcome.existingJobStatus).toBe(expectedOfExistingJob(row));
    expect(outcome.cleanupFailures).toBe(row.cleanupFailures);
    if (expected?.result !== undefined) expect(result).toMatchObject(expected.result);
    if (expected?.attempts !== undefined) expect(attempts).toBe(expected.attempts);
    if (expected?.jobReason !== undefined) expect(outcome.jobReason).toMatch(new RegExp(expected.jobReason, "u"));
    if (expected?.resultReason !== undefined)
      expect(result?.statusReason).toMatch(new RegExp(expected.resultReason, "u"));
    if (expected?.duplicates !== undefined) expect(outcome.duplicates).toBe(expected.duplicates);
  });

  it("ends within the history, and is documented as measured", () => {
    if (measured.size < rows.length) return;
    const { documented, measured: now } = findDocumented(
      integration,
      `${rows.length} rows, jobs left running: ${countLeftRunning(measured)}.\n\n${renderTable(measured)}`,
    );

    expect([...measured].filter(([, { events }]) => events >= 25_000)).toEqual([]);
    expect(documented).toBe(now);
  });
});

/** Expected status of the existing job: the same as without the execution. */
function expectedOfExistingJob({ existingJob }: (typeof ROWS)[number]): string | undefined {
  const [end] = existingJob?.faults ?? [];
  if (existingJob === undefined) return undefined;
  if (existingJob.status !== undefined) return existingJob.status;
  if (end === undefined) return "RUNNING";
  return end["exitCode"] === 0 ? "SUCCEEDED" : "FAILED";
}
