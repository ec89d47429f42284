import * as z from "zod";
import fc from "fast-check";
import { submitJob } from "../../lambdas/submit-job/submit-job";
import { parseSubmitJobEvent } from "../../lambdas/submit-job/submit-job-event";
import { createSimulatedRunner } from "../../local/batch/runner/simulated-runner";
import { VirtualClock } from "../../local/clock";
import { EXECUTION_ARN_TAG } from "../../workflow/tags";
import { givenWorkflow, INPUT, type HistoryEvent } from "../integration/workflow-fixture";
import { FakeBatch } from "../lambdas/fake-batch";
import { faultScript, submitJobFields, violation, waitFields } from "./arbitraries";

const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };
const EXECUTION_ARN = "arn:aws:states:us-east-1:123456789012:execution:poller:run";
/** Runs of each property; fast-check prints the seed and the path of one that fails. */
const RUNS = { quick: 300, executions: 60 };

const throughJson = (value: object): unknown => JSON.parse(JSON.stringify(value));

function submit(batch: FakeBatch, input: object) {
  const StartTime = "2026-01-01T00:00:00.000Z";
  const event = parseSubmitJobEvent({
    // As Step Functions hands it on: JSON.
    execution: { Id: EXECUTION_ARN, Input: throughJson(input), StartTime, RedriveCount: 0 },
    state: { EnteredTime: StartTime, RetryCount: 0 },
  });
  return submitJob({ batch, log: SILENT, pause: () => Promise.resolve() }, event);
}

it("hands any valid input on to SubmitJob as it is, with the execution's tag and nothing else", async () => {
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

it("refuses any invalid input before it calls Batch", async () => {
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

it("ends once and for all, with at most one job and within its budget, whatever befalls it", async () => {
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
          expect(seconds).toBeLessThanOrEqual(Math.max(wait_time, Math.ceil(ageSeconds / 100)));
        }
      } finally {
        await workflow.close();
      }
    }),
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
