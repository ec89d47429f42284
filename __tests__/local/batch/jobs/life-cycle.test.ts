import { createSimulatedRunner } from "../../../../local/batch/runner/simulated-runner";
import { VirtualClock } from "../../../../local/clock";
import { closeBatches, givenBatch } from "../given-batch";

afterEach(closeBatches);

const STATES = ["SUBMITTED", "PENDING", "RUNNABLE", "STARTING", "RUNNING"];

test("a job passes every state of Batch in order, each for its configured time", async () => {
  const given = await givenBatch({
    lifeCycle: { submittedMs: 100, pendingMs: 200, runnableMs: 300, startingMs: 400 },
    simulate: () => ({ exitCode: 0, runsForMs: 5000 }),
  });
  const startedAt = given.clock.now();

  const jobId = await given.submit();
  await given.untilFinished(jobId);

  expect(given.changes.map(({ status, atMs }) => [status, atMs - startedAt])).toEqual([
    ["SUBMITTED", 0],
    ["PENDING", 100],
    ["RUNNABLE", 300],
    ["STARTING", 600],
    ["RUNNING", 1000],
    ["SUCCEEDED", 6000],
  ]);
});

test("a job that exits with 0 is SUCCEEDED with one attempt and Batch's reason", async () => {
  const given = await givenBatch({ simulate: () => ({ exitCode: 0, runsForMs: 2500 }) });

  const job = await given.untilFinished(await given.submit());

  expect(job).toMatchObject({
    status: "SUCCEEDED",
    statusReason: "Essential container in task exited",
    isCancelled: false,
    isTerminated: false,
    container: { exitCode: 0 },
    attempts: [{ statusReason: "Essential container in task exited", container: { exitCode: 0 } }],
  });
  expect((job.stoppedAt ?? 0) - (job.startedAt ?? 0)).toBe(2500);
});

test("a job that exits with another code is FAILED and keeps exit code and container reason", async () => {
  const given = await givenBatch({
    simulate: () => ({ exitCode: 137, reason: "OutOfMemoryError: Container killed due to memory usage" }),
  });

  const job = await given.untilFinished(await given.submit());

  expect(job).toMatchObject({
    status: "FAILED",
    container: { exitCode: 137, reason: "OutOfMemoryError: Container killed due to memory usage" },
  });
});

test("an end without exit code shows none, and the given status reason", async () => {
  const given = await givenBatch({ simulate: () => ({ statusReason: "Host EC2 (instance i-1) terminated." }) });

  const job = await given.untilFinished(await given.submit());

  expect(job.statusReason).toBe("Host EC2 (instance i-1) terminated.");
  expect(job.attempts[0]?.container).not.toHaveProperty("exitCode");
});

test("a container that does not start never is RUNNING and has no start time", async () => {
  const given = await givenBatch({ simulate: () => ({ failsToStart: "CannotPullContainerError: no such image" }) });

  const job = await given.untilFinished(await given.submit());

  expect(job).toMatchObject({
    status: "FAILED",
    statusReason: "Task failed to start",
    attempts: [{ container: { reason: "CannotPullContainerError: no such image" } }],
  });
  expect(job).not.toHaveProperty("startedAt");
  expect(given.changes.map(({ status }) => status)).not.toContain("RUNNING");
});

test("a running job shows its start and log stream, and no attempt yet", async () => {
  const clock = new VirtualClock();
  const given = await givenBatch({ clock, simulate: () => ({ runsForMs: Number.POSITIVE_INFINITY }) });

  const job = await given.untilStatus(await given.submit(), "RUNNING");

  expect(job.container.logStreamName).toMatch(/^d\/default\/[0-9a-f]{32}$/);
  expect(job.startedAt).toBe(clock.now());
  expect(job.attempts).toEqual([]);
});

test("an attempt that outlasts its timeout fails as in Batch and is not retried", async () => {
  const given = await givenBatch({ simulate: () => ({ runsForMs: 3_600_000, exitCode: 0 }) });

  const job = await given.untilFinished(
    await given.submit({ timeout: { attemptDurationSeconds: 60 }, retryStrategy: { attempts: 3 } }),
  );

  expect(job).toMatchObject({ status: "FAILED", statusReason: "Job attempt duration exceeded timeout" });
  expect(job.attempts).toHaveLength(1);
  expect((job.stoppedAt ?? 0) - (job.startedAt ?? 0)).toBe(60_000);
});

test("a job of 365 days passes on the virtual clock", async () => {
  const given = await givenBatch({ simulate: () => ({ exitCode: 0, runsForMs: 365 * 86_400_000 }) });

  const job = await given.untilFinished(await given.submit());

  expect(job.status).toBe("SUCCEEDED");
  expect((job.stoppedAt ?? 0) - (job.startedAt ?? 0)).toBe(365 * 86_400_000);
});

test("5,000 jobs at once are submitted and run through", async () => {
  const given = await givenBatch({ simulate: () => ({ exitCode: 0, runsForMs: 60_000 }) });

  const jobIds = await Promise.all(
    Array.from({ length: 5000 }, (_, index) => given.submit({ jobName: `job-${index}` })),
  );
  for (const jobId of jobIds) await given.untilFinished(jobId);

  expect(given.changes).toHaveLength(5000 * (STATES.length + 1));
});

test("jobs beyond what the runner can take wait in RUNNABLE", async () => {
  const clock = new VirtualClock();
  const unbounded = createSimulatedRunner(clock, () => ({ runsForMs: Number.POSITIVE_INFINITY }));
  const given = await givenBatch({ clock, runner: { ...unbounded, maxRunning: 1 } });

  const first = await given.submit();
  await given.untilStatus(first, "RUNNING");
  const second = await given.submit();
  const waiting = await given.untilStatus(second, "RUNNABLE");
  await clock.sleep(3_600_000);

  expect(waiting.status).toBe("RUNNABLE");
  expect((await given.describe(second)).status).toBe("RUNNABLE");
});

test("a job that waits for its turn can be terminated, and the turn goes to the next", async () => {
  const clock = new VirtualClock();
  const unbounded = createSimulatedRunner(clock, () => ({ runsForMs: Number.POSITIVE_INFINITY }));
  const given = await givenBatch({ clock, runner: { ...unbounded, maxRunning: 1 } });
  const [first, second, third] = [await given.submit(), await given.submit(), await given.submit()];
  await given.untilStatus(first, "RUNNING");
  await clock.sleep(3_600_000);

  await given.call("TerminateJob", { jobId: second, reason: "waits no longer" });
  await given.call("TerminateJob", { jobId: first, reason: "makes room" });

  expect(await given.untilFinished(second)).toMatchObject({ statusReason: "waits no longer", attempts: [] });
  expect(await given.untilStatus(third, "RUNNING")).toMatchObject({ status: "RUNNING" });
});
