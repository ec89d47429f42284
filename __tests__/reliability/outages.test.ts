import { firstWaitSeconds } from "../../workflow/pacing";
import { INPUT } from "../../testing/workflow/workflow-fixture";
import { withRun } from "./given-run";
import { findStatuses } from "./measure-jobs";
import { findDocumented } from "./reliability-document";
import { renderMarkdownTable } from "./render-table";

const CALL = { operation: "DescribeJobs", times: "ALL" };
const KINDS = [
  { name: "DescribeJobs fails with 500", fault: { ...CALL, fault: "ServerError" } },
  { name: "DescribeJobs is throttled with 429", fault: { ...CALL, fault: "Throttled" } },
  { name: "DescribeJobs is refused with 403", fault: { ...CALL, fault: "Refused", reason: "ACCESS_DENIED" } },
  { name: "Lambda throttles the function", error: "Lambda.TooManyRequestsException" },
];
const MINUTES = [2, 5, 15, 60];
const WAIT_TIMES = [1, 30, 300, 3_600];
const JOB_ID = "876da822-4198-45f2-a252-6cea32512ea8";

/** Runs an execution whose job ends in an outage that starts a second before the second poll. */
async function run({ fault, error }: (typeof KINDS)[number], forSeconds: number, wait_time: number) {
  const fromSeconds = firstWaitSeconds(wait_time, JOB_ID) + wait_time - 1;
  const jobSeconds = fromSeconds + forSeconds / 2;
  return withRun({ jobSeconds, seed: 1, newJobId: () => JOB_ID }, async ({ workflow, changes, load }) => {
    load(
      fault === undefined ? [] : [{ ...fault, fromSeconds, forSeconds }],
      error === undefined ? [] : [{ function: "check-job", error, fromSeconds, forSeconds }],
    );

    const { status, events } = await workflow.run({ ...INPUT, wait_time });

    return { status, job: findStatuses(changes).get(JOB_ID), events: events.length };
  });
}

describe("an outage that ends", () => {
  const rows: string[][] = [];

  it.each(KINDS)("does not fail a run or terminate a job: $name", async (kind) => {
    for (const minutes of MINUTES) {
      const runs: Awaited<ReturnType<typeof run>>[] = [];
      for (const waitTime of WAIT_TIMES) runs.push(await run(kind, minutes * 60, waitTime));

      const failed = runs.filter(({ status }) => status !== "SUCCEEDED").length;
      const killed = runs.filter(({ job }) => job !== "SUCCEEDED").length;
      expect({ minutes, failed, killed }).toEqual({ minutes, failed: 0, killed: 0 });
      rows.push([
        kind.name,
        ...[minutes, runs.length, failed, killed, ...runs.map(({ events }) => events)].map(String),
      ]);
    }
  });

  it("matches the documented table", () => {
    if (rows.length < KINDS.length * MINUTES.length) return;
    const waits = WAIT_TIMES.map((seconds) => `events at wait_time ${seconds.toLocaleString("en-US")}`);
    const head = ["outage", "minutes", "runs", "runs failed", "jobs killed", ...waits];
    const { documented, measured } = findDocumented("outages", renderMarkdownTable([head, ...rows]));

    expect(documented).toBe(measured);
  });
});

const FOR_EVER = { times: "ALL" };
const LASTING: {
  readonly name: string;
  readonly fault?: object;
  readonly lambdaFault?: object;
  readonly hours: readonly [number, number];
  readonly error: string;
}[] = [
  {
    name: "SubmitJob fails with 500",
    fault: { ...FOR_EVER, operation: "SubmitJob", fault: "ServerError" },
    hours: [3.3, 3.8],
    error: "BatchApi.Server",
  },
  {
    name: "SubmitJob is throttled with 429",
    fault: { ...FOR_EVER, operation: "SubmitJob", fault: "Throttled" },
    hours: [3.9, 4.5],
    error: "BatchApi.Throttled",
  },
  {
    name: "DescribeJobs fails with 500",
    fault: { ...FOR_EVER, operation: "DescribeJobs", fault: "ServerError" },
    hours: [23.7, 23.9],
    error: "BatchJob.Unknown",
  },
  {
    name: "Lambda throttles submit-job",
    lambdaFault: { function: "submit-job", error: "Lambda.TooManyRequestsException" },
    hours: [2.2, 2.8],
    error: "Lambda.TooManyRequestsException",
  },
  {
    name: "Lambda throttles check-job",
    lambdaFault: { function: "check-job", error: "Lambda.TooManyRequestsException" },
    hours: [2.2, 2.8],
    error: "Lambda.TooManyRequestsException",
  },
];

describe("an outage that does not end", () => {
  const rows: string[][] = [];

  it.each(LASTING)("fails the run after the documented hours: $name", async (lasting) => {
    const { name, fault, lambdaFault, hours, error } = lasting;
    const took: number[] = [];
    for (const seed of [1, 2, 3, 4])
      await withRun({ jobSeconds: 172_800, seed, newJobId: () => JOB_ID }, async ({ clock, workflow, load }) => {
        load(
          fault === undefined ? [] : [fault],
          lambdaFault === undefined ? [] : [{ ...lambdaFault, fromSeconds: 0, forSeconds: 172_800 }],
        );
        const startedAt = clock.now();

        const end = await workflow.run({ ...INPUT, wait_time: 60 });

        expect({ status: end.status, error: end.error }).toEqual({ status: "FAILED", error });
        took.push((clock.now() - startedAt) / 3_600_000);
      });
    const [least, most] = hours;
    expect(Math.min(...took)).toBeGreaterThan(least);
    expect(Math.max(...took)).toBeLessThan(most);
    rows.push([name, error, `${least} to ${most}`]);
  });

  it("matches the documented table", () => {
    if (rows.length < LASTING.length) return;
    const head = ["outage", "Error", "hours until FAILED"];
    const { documented, measured } = findDocumented("given up", renderMarkdownTable([head, ...rows]));

    expect(documented).toBe(measured);
  });
});
