import * as z from "zod";
import fc from "fast-check";
import { parseSubmitJobEvent, submitJob } from "../../lambdas/submit-job/submit-job";
import { createSimulatedRunner, VirtualClock } from "local-aws";
import { MAX_OUTAGE_WAIT_SECONDS } from "../../workflow/pacing";
import { EXECUTION_ARN_TAG } from "../../workflow/tags";
import { givenWorkflow, INPUT, type HistoryEvent } from "../../testing/workflow/workflow-fixture";
import { FakeBatch } from "../lambdas/fake-batch";
import { faultScript, lambdaFaultScript, lossScript, submitJobFields, violation, waitFields } from "./arbitraries";
import { withRun } from "./given-run";
import { findStatuses } from "./measure-jobs";

const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };
const EXECUTION_ARN = "arn:aws:states:us-east-1:123456789012:execution:poller:run";
/** Runs of each property. PROPERTY_RUNS overrides the number. fast-check prints the seed and path of a failure. */
const RUNS = { quick: 300, executions: Number(process.env["PROPERTY_RUNS"] ?? 60) };

const throughJson = (value: object): unknown => JSON.parse(JSON.stringify(value));

function submit(batch: FakeBatch, input: object) {
  const StartTime = "2026-01-01T00:00:00.000Z";
  const event = parseSubmitJobEvent({
    // Step Functions passes the input as JSON.
    execution: { Id: EXECUTION_ARN, Input: throughJson(input), StartTime, RedriveCount: 0 },
    state: { EnteredTime: StartTime, RetryCount: 0 },
  });
  return submitJob({ batch, log: SILENT, pause: () => Promise.resolve() }, event);
}

it("passes any valid input to SubmitJob unchanged, plus the execution's tag", async () => {
  await fc.assert(
    fc.asyncProperty(submitJobFields, waitFields, async (fields, wait) => {
      const batch = new FakeBatch();

      const watch = await submit(batch, { ...fields, ...wait });

      const [submission, ...others] = batch.submissions;
      expect(others).toEqual([]);
      const tags = new Map(Object.entries(submission?.tags ?? {}));
      expect(tags.get(EXECUTION_ARN_TAG)).toBe(EXECUTION_ARN);
      tags.delete(EXECUTION_ARN_TAG);
      expect({ ...submission, tags: Object.fromEntries(tags) }).toEqual({ ...fields, tags: fields["tags"] ?? {} });
      expect(watch.waitTimeSeconds).toBe(wait["wait_time"] ?? 60);
      expect(watch.waitSeconds).toBeLessThanOrEqual(watch.waitTimeSeconds);
    }),
    { numRuns: RUNS.quick },
  );
});

it("rejects any invalid input before it calls Batch", async () => {
  await fc.assert(
    fc.asyncProperty(submitJobFields, waitFields, violation, async (fields, wait, broken) => {
      const batch = new FakeBatch();

      const attempt = submit(batch, { ...fields, ...wait, ...broken });

      await expect(attempt).rejects.toMatchObject({ name: "BatchJob.InvalidRequest" });
      expect(batch.calls).toEqual([]);
    }),
    { numRuns: RUNS.quick },
  );
});

const job = z.object({ createdAt: z.number() });
const END_EVENTS = ["ExecutionSucceeded", "ExecutionFailed", "ExecutionAborted", "ExecutionTimedOut"];

it("ends once, with at most one job and within its budget, for any faults", async () => {
  const waitTimes = fc.integer({ min: 5, max: 120 });
  const timeouts = fc.option(fc.integer({ min: 1, max: 2_000 }), { nil: undefined });
  await fc.assert(
    fc.asyncProperty(faultScript, waitTimes, timeouts, fc.nat(), async (faults, wait_time, overall_timeout, seed) => {
      const clock = new VirtualClock();
      const runner = createSimulatedRunner(clock, () => ({ exitCode: 0, runsForMs: 300_000 }));
      const workflow = await givenWorkflow({
        clock,
        runner,
        stepFunctions: { random: { next: () => (seed % 1_000) / 1_000 } },
      });
      try {
        workflow.batch.faults.load({ faults });

        const { status, output, cause, events } = await workflow.run({
          ...INPUT,
          wait_time,
          ...(overall_timeout !== undefined && { overall_timeout }),
        });

        workflow.batch.faults.load({ faults: [] });
        expect(events.filter(({ type }) => END_EVENTS.includes(type))).toHaveLength(1);
        const result = z.looseObject({ jobId: z.string().nullable() }).parse(JSON.parse(output ?? cause ?? ""));
        expect(result["category"] === null).toBe(status === "SUCCEEDED");
        expect(await workflow.countJobs()).toBeLessThanOrEqual(1);
        expect(events.length).toBeLessThan(25_000);
        const reply = await workflow.batch.call("DescribeJobs", { jobs: [result.jobId ?? "none"] });
        const [described] = z.object({ jobs: z.array(job) }).parse(reply.body).jobs;
        for (const { enteredAt, seconds } of findWaits(events)) {
          const ageSeconds = Math.max(0, enteredAt - (described?.createdAt ?? Infinity) / 1_000);
          expect(seconds).toBeLessThanOrEqual(
            Math.max(wait_time, MAX_OUTAGE_WAIT_SECONDS, Math.ceil(ageSeconds / 100)),
          );
        }
      } finally {
        await workflow.close();
      }
    }),
    { numRuns: RUNS.executions },
  );
});

const endedRun = z.looseObject({
  jobId: z.string().nullable(),
  category: z.string().nullable(),
  statusReason: z.string().nullable(),
  duplicates: z.array(z.string()),
});
/** Minimum run time of a job, in seconds. Exceeds any delay in a script, so that other jobs are found in time. */
const MIN_JOB_SECONDS = 200;
const seeds = fc.integer({ min: 1, max: 1_000_000 });
const deadlines = fc.record(
  { queue_timeout: fc.integer({ min: 1, max: 2_000 }), overall_timeout: fc.integer({ min: 1, max: 2_000 }) },
  { requiredKeys: [] },
);

it("reports all duplicate jobs that ran, for any lost replies, outages and wrong replies", async () => {
  const jobTimes = fc.integer({ min: MIN_JOB_SECONDS, max: 900 });
  const waitTimes = fc.integer({ min: 5, max: 120 });
  await fc.assert(
    fc.asyncProperty(
      lossScript,
      lambdaFaultScript,
      jobTimes,
      waitTimes,
      seeds,
      async (faults, lambdaFaults, jobSeconds, wait_time, seed) => {
        await withRun({ jobSeconds, seed }, async ({ clock, workflow, changes, load }) => {
          load(faults, lambdaFaults);

          const { status, output, cause, events } = await workflow.run({ ...INPUT, wait_time });

          const result = endedRun.parse(JSON.parse(output ?? cause ?? ""));
          load([]);
          // A job ends up to 30 s after TerminateJob.
          await clock.sleep(60_000);
          expect(events.filter(({ type }) => END_EVENTS.includes(type))).toHaveLength(1);
          expect(events.length).toBeLessThan(25_000);
          expect(result.category === null).toBe(status === "SUCCEEDED");
          const statuses = findStatuses(changes);
          const unreported = [...statuses].filter(
            ([jobId, last]) => last !== "FAILED" && jobId !== result.jobId && !result.duplicates.includes(jobId),
          );
          const kept = statuses.get(result.jobId ?? "");
          // A denied search in Submit Job fails the run. The cleanup terminates its jobs.
          if (result.category === "InvalidRequest" && result.statusReason?.includes("AccessDenied") === true) return;
          expect({ status, kept, unreported }).toEqual({ status: "SUCCEEDED", kept: "SUCCEEDED", unreported: [] });
        });
      },
    ),
    { numRuns: RUNS.executions },
  );
});

it("does not terminate an attached job, for any deadlines and faults", async () => {
  const waitTimes = fc.integer({ min: 5, max: 120 });
  await fc.assert(
    fc.asyncProperty(
      lossScript,
      lambdaFaultScript,
      deadlines,
      waitTimes,
      seeds,
      async (faults, lambdaFaults, timeouts, wait_time, seed) => {
        await withRun({ jobSeconds: 600, seed }, async ({ workflow, load }) => {
          const reply = await workflow.batch.call("SubmitJob", INPUT);
          const { jobId } = z.object({ jobId: z.string() }).parse(reply.body);
          load(faults, lambdaFaults);

          const { events } = await workflow.run({ jobId, wait_time, ...timeouts });

          expect(workflow.batch.faults.describe().calls["TerminateJob"] ?? 0).toBe(0);
          expect(events.filter(({ type }) => END_EVENTS.includes(type))).toHaveLength(1);
          expect(events.length).toBeLessThan(25_000);
        });
      },
    ),
    { numRuns: RUNS.executions },
  );
});

function findWaits(events: readonly HistoryEvent[]): { readonly enteredAt: number; readonly seconds: number }[] {
  const entered = events.filter(({ type }) => type === "WaitStateEntered");
  const exited = events.filter(({ type }) => type === "WaitStateExited");
  return exited.map(({ timestamp }, index) => {
    const enteredAt = entered[index]?.timestamp ?? NaN;
    return { enteredAt, seconds: Math.round(timestamp - enteredAt) };
  });
}
