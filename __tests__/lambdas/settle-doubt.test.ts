import { checkJob } from "../../lambdas/check-job/check-job";
import { BatchApiError } from "../../lambdas/shared/batch-api";
import type { JobWatch } from "../../workflow/result/job-watch";
import { EXECUTION_ARN_TAG } from "../../workflow/tags";
import { givenWatch } from "../../testing/workflow/watch-fixture";
import { FakeBatch, givenLog } from "./fake-batch";

const STARTED_AT_MS = Date.parse("2026-01-01T00:00:00.000Z");
const after = (seconds: number): number => STARTED_AT_MS + seconds * 1000;
const { executionArn } = givenWatch();
const DOUBT = { jobQueue: "q", jobDefinition: "d", looks: 0, since: null, fromMs: null };
const JOB = { jobQueue: "q", status: "RUNNING", tags: { [EXECUTION_ARN_TAG]: executionArn } };

/** Watch of a job that a retried attempt submitted 20 s after the execution's start. */
const doubtful = (fields: Partial<JobWatch> = {}) =>
  givenWatch({
    jobId: "known",
    doubt: DOUBT,
    waitSeconds: 5,
    lastSeenAt: new Date(after(20)).toISOString(),
    ...fields,
  });

async function poll(batch: FakeBatch, watch = doubtful(), atSeconds = 25) {
  const log = givenLog();
  const event = { watch, state: { EnteredTime: new Date(after(atSeconds)).toISOString(), RetryCount: 0 } };
  const outcome = await checkJob(batch, event, log);
  return { outcome, log };
}

const resultOf = (failed: Awaited<ReturnType<typeof poll>>["outcome"]): unknown => {
  if (failed.outcome !== "FAILED") throw new Error(`expected FAILED, got ${JSON.stringify(failed)}`);
  return JSON.parse(failed.failure.errorMessage);
};

const known = { ...JOB, jobId: "known", createdAt: after(20) };
const older = { ...JOB, jobId: "older", createdAt: after(1) };

it("keeps the oldest job, terminates the other and keeps waiting", async () => {
  const batch = new FakeBatch().add(known, older);

  const { outcome, log } = await poll(batch);

  const reason = `Submitted twice by execution ${executionArn}; job older is kept`;
  expect(batch.terminations).toEqual([{ jobId: "known", reason }]);
  expect(outcome).toMatchObject({
    outcome: "WAITING",
    jobId: "older",
    reused: true,
    duplicates: ["known"],
    doubt: { looks: 1 },
  });
  expect(log.lines).toEqual([
    { message: "found other jobs that this execution submitted", jobId: "older", duplicates: ["known"] },
  ]);
});

it("keeps the watched job when the other is younger", async () => {
  const batch = new FakeBatch().add(known, { ...JOB, jobId: "younger", createdAt: after(21) });

  const { outcome } = await poll(batch);

  expect(outcome).toMatchObject({ jobId: "known", reused: false, duplicates: ["younger"] });
  expect(batch.terminations).toMatchObject([{ jobId: "younger" }]);
});

const SINCE = new Date(after(20)).toISOString();

it("keeps a job that has succeeded even if another is older, and ends once the other has ended", async () => {
  const batch = new FakeBatch().add({ ...known, status: "SUCCEEDED" }, older);
  const watch = doubtful({ polls: 18, doubt: { ...DOUBT, since: SINCE, looks: 18 } });

  const { outcome } = await poll(batch, watch, 200);

  expect(batch.terminations).toMatchObject([{ jobId: "older" }]);
  expect(outcome).toMatchObject({ outcome: "WAITING", status: "SUCCEEDED", jobId: "known", waitSeconds: 10 });
  const ended = new FakeBatch().add({ ...known, status: "SUCCEEDED" }, { ...older, status: "FAILED" });
  expect((await poll(ended, watch, 200)).outcome).toMatchObject({
    outcome: "SUCCEEDED",
    result: { jobId: "known", duplicates: ["older"] },
  });
});

it.each([
  [199, 18, "WAITING"],
  [200, 18, "SUCCEEDED"],
  [30, 47, "SUCCEEDED"],
])(
  "delays the end of the run for 180 s or 48 searches: at %d s after %d searches",
  async (atSeconds, looks, expected) => {
    const batch = new FakeBatch().add({ ...known, status: "SUCCEEDED" });
    const watch = doubtful({ polls: looks, doubt: { ...DOUBT, since: SINCE, looks } });

    expect((await poll(batch, watch, atSeconds)).outcome.outcome).toBe(expected);
  },
);

it("reports a second job that succeeded and terminates neither", async () => {
  const batch = new FakeBatch().add({ ...known, status: "SUCCEEDED" }, { ...older, status: "SUCCEEDED" });

  const { outcome } = await poll(batch, doubtful({ polls: 1, doubt: { ...DOUBT, since: SINCE } }), 200);

  expect(outcome).toMatchObject({ outcome: "SUCCEEDED", result: { jobId: "older", duplicates: ["known"] } });
  expect(batch.terminations).toEqual([]);
});

it("searches every 10 s, later every minute, and finally only before the end", async () => {
  const waits: number[] = [];
  const batch = new FakeBatch().add(known);
  let watch = doubtful({ waitTimeSeconds: 600 });
  for (let polls = 0; polls < 40; polls += 1) {
    const { outcome } = await poll(batch, watch);
    if (outcome.outcome !== "WAITING") throw new Error(JSON.stringify(outcome));
    expect(outcome.doubt).toMatchObject({ since: SINCE });
    waits.push(outcome.waitSeconds);
    watch = outcome;
  }

  expect(waits).toEqual([...Array<number>(17).fill(10), ...Array<number>(12).fill(60), ...Array<number>(11).fill(600)]);
  expect(batch.calls.filter((call) => call === "listJobs")).toHaveLength(30);
});

it.each<[string, Partial<JobWatch>, string | undefined]>([
  ["the job has ended", {}, "FAILED"],
  ["the job is being terminated", { termination: { category: "OverallTimeout", reason: "r", requestedAt: "2026-01-01T00:00:00.000Z" } }, "RUNNING"], // prettier-ignore
  ["the history is full", { polls: 2_399 }, "RUNNING"],
  ["the job is not known any more", { missingPolls: 5 }, undefined],
])("searches once more when %s", async (_title, fields, status) => {
  const batch = new FakeBatch().add({ ...JOB, jobId: "younger", createdAt: after(21), jobDefinition: "d" });
  if (status !== undefined) batch.add({ ...known, status, jobDefinition: "d" });

  const watch = doubtful({ polls: 100, doubt: { ...DOUBT, looks: 30 }, ...fields });
  const { outcome } = await poll(batch, watch, 10_000);

  const duplicates = outcome.outcome === "FAILED" ? resultOf(outcome) : outcome;
  expect(duplicates).toMatchObject(
    status === undefined ? { jobId: "younger", reused: true, outcome: "WAITING" } : { duplicates: ["younger"] },
  );
  expect(batch.listings).toEqual([{ jobQueue: "q", filters: [{ name: "JOB_NAME", values: ["my-job"] }] }]);
});

it("waits for a missing job when the search finds no other", async () => {
  const { outcome } = await poll(new FakeBatch());

  expect(outcome).toMatchObject({ outcome: "WAITING", jobId: "known", missingPolls: 1, waitSeconds: 10 });
});

it("waits for a missing job when the other one was already terminated", async () => {
  const batch = new FakeBatch().add({ ...older, status: "FAILED" });

  const { outcome } = await poll(batch, doubtful({ duplicates: ["older"] }));

  expect(outcome).toMatchObject({ outcome: "WAITING", jobId: "known", duplicates: ["older"], missingPolls: 1 });
});

it("reports the watched job as a duplicate when it is missing and another replaces it", async () => {
  const batch = new FakeBatch().add(older);

  const { outcome } = await poll(batch);

  expect(outcome).toMatchObject({ outcome: "WAITING", jobId: "older", duplicates: ["known"] });
  expect(batch.terminations).toEqual([]);
});

it("does not end the run before a search", async () => {
  const batch = new FakeBatch()
    .add({ ...known, status: "SUCCEEDED" })
    .failOn("listJobs", new BatchApiError("BatchApi.Server", "HTTP 500"));

  const { outcome } = await poll(batch);

  expect(outcome).toMatchObject({ outcome: "WAITING", outage: { reason: "HTTP 500" }, doubt: { looks: 0 } });
});

it.each<[string, object]>([
  ["was there before the execution, as far as the clocks of two jobs show", { createdAt: after(-11) }],
  ["has another definition", { jobDefinition: "arn:aws:batch:us-east-1:123456789012:job-definition/other:1" }],
  ["has other parameters", { parameters: { order: "2" } }],
  ["has another command", { container: { command: ["other"] } }],
])("ignores a job with a forged tag that %s", async (_title, fields) => {
  const work = {
    jobDefinition: "arn:aws:batch:us-east-1:123456789012:job-definition/d:1",
    parameters: { order: "1" },
    container: { command: ["own"] },
  };
  const batch = new FakeBatch().add({ ...known, ...work }, { ...older, ...work, ...fields });

  const { outcome } = await poll(batch);

  expect(outcome).toMatchObject({ jobId: "known", duplicates: [] });
  expect(batch.terminations).toEqual([]);
});

it.each([
  ["ahead", 600],
  ["behind", -600],
])("finds the other job when Batch's clock is ten minutes %s", async (_title, skewSeconds) => {
  const batch = new FakeBatch().add(
    { ...known, createdAt: after(20 + skewSeconds) },
    { ...older, createdAt: after(1 + skewSeconds) },
  );

  expect((await poll(batch)).outcome).toMatchObject({ jobId: "older", duplicates: ["known"] });
});

it("finds the other job when the watched one has no createdAt", async () => {
  const batch = new FakeBatch().add({ ...known, createdAt: undefined }, older);

  expect((await poll(batch)).outcome).toMatchObject({ duplicates: ["older"] });
});

it("finds the other job when the createdAt of the watched one is out of range", async () => {
  const batch = new FakeBatch().add({ ...known, createdAt: 1e20 }, older);

  expect((await poll(batch)).outcome).toMatchObject({ jobId: "older", duplicates: ["known"] });
});

it("includes the watched job when ListJobs omits it", async () => {
  const batch = new FakeBatch().add(known, { ...JOB, jobId: "younger", createdAt: after(21) });
  batch.hidden.add("known");

  expect((await poll(batch)).outcome).toMatchObject({ jobId: "known", duplicates: ["younger"] });
});

it("adopts another job without a job definition when the watched one no longer exists", async () => {
  const batch = new FakeBatch().add({ ...older, jobDefinition: undefined });

  expect((await poll(batch)).outcome).toMatchObject({ jobId: "older", reused: true, duplicates: ["known"] });
});
