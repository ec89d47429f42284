import { EVENT_RACES } from "./event-races";
import { EVENT_FAULTS, EVENT_ROWS } from "./event-rows";
import { givenEnvironment, type GivenEnvironment } from "./given-environment";
import { findDocumented } from "./reliability-document";
import { renderMarkdownTable } from "./render-table";
import { expectedEnd, ROWS, type Row } from "./row-schema";
import { runRow, type Measured } from "./run-row";

// Some rows retry for hours of the virtual clock, in which the functions pause in real time.
jest.setTimeout(180_000);

const DELIVERY_ROWS = [...EVENT_ROWS, ...EVENT_RACES];

let given: GivenEnvironment;
beforeAll(async () => {
  given = await givenEnvironment("events");
});
afterAll(() => given.close());

const summaryOf = ({ status, error, result, submitJobCalls, jobsLeftRunning }: Measured) => ({
  status,
  error,
  category: result?.category ?? null,
  submitJobCalls,
  jobsLeftRunning,
});
const expectedOf = (row: Row) => {
  const { status, error, category, submitJobCalls } = expectedEnd(row, "events") ?? {};
  return { status, error, category: category ?? null, submitJobCalls, jobsLeftRunning: 0 };
};

describe("delivery of events", () => {
  const measured = new Map<string, Measured>();

  it.each(DELIVERY_ROWS.map((row, number) => ({ ...row, number })))("$name", async (row) => {
    const outcome = await runRow(row, row.number, given);

    measured.set(row.name, outcome);
    expect(summaryOf(outcome)).toEqual(expectedOf(row));
    if (row.expect.attempts !== undefined) expect(outcome.attempts).toBe(row.expect.attempts);
    expect(outcome.noticedSeconds).toBeLessThanOrEqual(row.noticedWithin);
    if (row.mostPolls !== undefined) expect(outcome.result?.polls).toBeLessThanOrEqual(row.mostPolls);
  });

  it("matches the documented table", () => {
    if (measured.size < DELIVERY_ROWS.length) return;
    const rows = [...measured].map(([name, { status, error, result, noticedSeconds, events, largestWaitSeconds }]) =>
      [name, status, error ?? "–", result?.polls ?? "–", noticedSeconds, events, largestWaitSeconds].map(String),
    );
    const head = ["fault", "status", "error", "polls", "noticed after, s", "events", "largest wait, s"];

    const { documented, measured: now } = findDocumented("event faults", renderMarkdownTable([head, ...rows]));

    expect(documented).toBe(now);
  });
});

/** Each row runs under one of the faults, or with ALL_EVENT_FAULTS=1 under every one. */
describe.each(Object.entries(EVENT_FAULTS))("every event is %s", (name, faults) => {
  const turn = Object.keys(EVENT_FAULTS).indexOf(name);
  // Numbers of their own: they name the executions.
  const rows = ROWS.map((row, index) => ({ ...row, number: DELIVERY_ROWS.length + turn * ROWS.length + index })).filter(
    (_row, index) => process.env["ALL_EVENT_FAULTS"] === "1" || index % 3 === turn,
  );

  it.each(rows)("$name", async (row) => {
    const outcome = await runRow({ ...row, faults: [...row.faults, ...faults] }, row.number, given);

    // The jitter of the retries decides how many attempts lose their answer; each execution has its own.
    const { submitJobCalls } = row.lambdaFaults.some(({ takesEffect }) => takesEffect) ? outcome : expectedOf(row);
    expect(summaryOf(outcome)).toEqual({ ...expectedOf(row), submitJobCalls });
    expect(outcome.outlivedSeconds).toBeLessThanOrEqual(row.outlivesSeconds);
  });
});
