import * as z from "zod";
import { createSimulatedRunner, type SimulatedRun, VirtualClock } from "local-aws";
import { syncDefinition } from "../../workflow/definitions/sync-definition";
import { givenWorkflow, INPUT, type WorkflowOptions } from "../../testing/workflow/workflow-fixture";

const result = z.record(z.string(), z.unknown());

/** Runs one execution; its status, its error, and what its JobResult says apart from IDs, times and polls. */
async function runWith(integration: "poll" | "sync", job: SimulatedRun, input: object) {
  const clock = new VirtualClock();
  const options: WorkflowOptions = {
    clock,
    runner: createSimulatedRunner(clock, () => job),
    ...(integration === "sync" && { definition: syncDefinition() }),
  };
  const workflow = await givenWorkflow(options);
  try {
    const { status, error, output, cause } = await workflow.run({ ...INPUT, ...input });
    const told = result.parse(JSON.parse(output ?? cause ?? "null"));
    const own = /^(jobId|jobArn|logUrl|consoleUrl|createdAt|startedAt|stoppedAt|queuedSeconds|polls)$/;
    const facts = Object.fromEntries(Object.entries(told).filter(([field]) => !own.test(field)));
    const attempts = z.array(z.looseObject({ number: z.number(), exitCode: z.unknown() })).parse(told["attempts"]);
    const attemptsTold = attempts.map(({ number, exitCode }) => ({ number, exitCode }));
    return { status, error, fields: Object.keys(told), facts: { ...facts, attempts: attemptsTold }, told };
  } finally {
    await workflow.close();
  }
}

it.each<[string, SimulatedRun, object]>([
  ["succeeds", { exitCode: 0, runsForMs: 90_000 }, {}],
  ["exits with 3", { exitCode: 3, runsForMs: 90_000 }, {}],
  ["runs out of memory", { exitCode: 137, reason: "OutOfMemoryError: Container killed due to memory usage" }, {}],
  ["cannot pull its image", { failsToStart: "CannotPullContainerError: no such image" }, {}],
  ["exceeds run_timeout", { exitCode: 0, runsForMs: 900_000 }, { run_timeout: 60 }],
])("returns the same result of a job that %s with both integrations", async (_end, job, input) => {
  const polled = await runWith("poll", job, input);
  const waited = await runWith("sync", job, input);

  expect({ ...waited, told: undefined }).toEqual({ ...polled, told: undefined });
});

it.each([
  ["queue_timeout", { queue_timeout: 60 }],
  ["wait_tiem", { wait_tiem: 60 }],
])("refuses %s with the sync integration, by name", async (field, input) => {
  const { status, error, told } = await runWith("sync", { exitCode: 0 }, input);

  expect({ status, error }).toEqual({ status: "FAILED", error: "BatchJob.InvalidRequest" });
  expect(told["statusReason"]).toContain(field);
});

it("submits the same request for nulls, numbers, and fields that only Step Functions reads", async () => {
  const input = {
    AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: "arn:aws:states:us-east-1:123456789012:execution:parent:run",
    Comment: "nightly",
    jobId: null,
    queue_timeout: null,
    overall_timeout: null,
    timeout: null,
    parameters: { order: 9_007_199_254_740_991, share: 0.1, flag: true },
    containerOverrides: { command: null, environment: [{ name: "A", value: "b" }] },
  };

  const polled = await runWith("poll", { exitCode: 0 }, input);
  const waited = await runWith("sync", { exitCode: 0 }, input);

  expect(polled).toMatchObject({ status: "SUCCEEDED" });
  expect({ ...waited, told: undefined }).toEqual({ ...polled, told: undefined });
});

it.each([
  { parameters: { order: 1785291740123456789 } },
  { parameters: { share: 0.1 + 0.2 } },
  { parameters: "secret" },
])("refuses %j alike, and without its value", async (input) => {
  const polled = await runWith("poll", {}, input);
  const waited = await runWith("sync", {}, input);

  for (const { error, told } of [polled, waited]) {
    expect(error).toBe("BatchJob.InvalidRequest");
    expect(told["statusReason"]).toMatch(/^parameters.* got a (number|string of 6 characters)$/);
    expect(told["statusReason"]).not.toMatch(/secret|178529/);
  }
});

it("names the job queue that Batch does not know, whichever integration asked", async () => {
  const polled = await runWith("poll", {}, { jobQueue: "no-such-queue" });
  const waited = await runWith("sync", {}, { jobQueue: "no-such-queue" });

  for (const { error, told } of [polled, waited]) {
    expect({ error, category: told["category"] }).toEqual({
      error: "BatchJob.InvalidRequest",
      category: "InvalidRequest",
    });
    expect(told["statusReason"]).toContain("no-such-queue");
  }
});

it("terminates the job when overall_timeout passes, whichever integration waits", async () => {
  const endless = { runsForMs: Number.POSITIVE_INFINITY };
  const polled = await runWith("poll", endless, { overall_timeout: 300 });
  const waited = await runWith("sync", endless, { overall_timeout: 300 });

  expect(polled.error).toBe("BatchJob.OverallTimeout");
  expect(waited.error).toBe("BatchJob.OverallTimeout");
});

it("calls a request that the sync integration cannot make of the input invalid, not worth repeating", async () => {
  const { error, told } = await runWith("sync", {}, { parameters: "x" });

  expect({ error, category: told["category"], retryable: told["retryable"] }).toEqual({
    error: "BatchJob.InvalidRequest",
    category: "InvalidRequest",
    retryable: false,
  });
});
