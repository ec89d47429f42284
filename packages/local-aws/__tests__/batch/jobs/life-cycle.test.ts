import { createSimulatedRunner } from "../../../src/batch/runner/simulated-runner";
import { VirtualClock } from "../../../src/clock";
import { closeBatches, givenBatch } from "../given-batch";

afterEach(closeBatches);

const STATES = ["SUBMITTED", "PENDING", "RUNNABLE", "STARTING", "RUNNING"];

it("moves a job through every state of Batch in order, each for its configured time", async () => {
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

it("returns SUCCEEDED with one attempt and the reason of Batch for exit code 0", async () => {
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

it("returns the container instance of a job on EC2, and none on Fargate", async () => {
  const given = await givenBatch();
  await given.call("CreateComputeEnvironment", {
    computeEnvironmentName: "own",
    type: "UNMANAGED",
    serviceRole: "arn:aws:iam::123456789012:role/batch",
  });
  const computeEnvironmentOrder = [{ order: 1, computeEnvironment: "own" }];
  await given.call("CreateJobQueue", {
    jobQueueName: "ec2",
    priority: 1,
    jobQueueType: "ECS",
    computeEnvironmentOrder,
  });
  const containerProperties = { image: "i", vcpus: 1, memory: 128 };
  await given.call("RegisterJobDefinition", { jobDefinitionName: "ec2", type: "container", containerProperties });

  const onEc2 = await given.untilFinished(await given.submit({ jobQueue: "ec2", jobDefinition: "ec2" }));
  const onFargate = await given.untilFinished(await given.submit());

  const containerInstanceArn = onEc2.container["containerInstanceArn"];
  expect(containerInstanceArn).toEqual(
    expect.stringMatching(
      /^arn:aws:ecs:us-east-2:123456789012:container-instance\/AWSBatch-own-[0-9a-f-]+\/[0-9a-f]{32}$/,
    ),
  );
  expect(onEc2.attempts).toMatchObject([{ container: { containerInstanceArn } }]);
  expect(onFargate.container).not.toHaveProperty("containerInstanceArn");
  expect(onFargate.attempts[0]?.container).not.toHaveProperty("containerInstanceArn");
});

it("returns FAILED with exit code and container reason for another exit code", async () => {
  const given = await givenBatch({
    simulate: () => ({ exitCode: 137, reason: "OutOfMemoryError: Container killed due to memory usage" }),
  });

  const job = await given.untilFinished(await given.submit());

  expect(job).toMatchObject({
    status: "FAILED",
    container: { exitCode: 137, reason: "OutOfMemoryError: Container killed due to memory usage" },
  });
});

it("returns the given status reason and no exit code if the attempt has none", async () => {
  const given = await givenBatch({ simulate: () => ({ statusReason: "Host EC2 (instance i-1) terminated." }) });

  const job = await given.untilFinished(await given.submit());

  expect(job.statusReason).toBe("Host EC2 (instance i-1) terminated.");
  expect(job.attempts[0]?.container).not.toHaveProperty("exitCode");
});

it("returns no start time, and never RUNNING, for a container that does not start", async () => {
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

it("returns start time and log stream, but no attempt, for a running job", async () => {
  const clock = new VirtualClock();
  const given = await givenBatch({ clock, simulate: () => ({ runsForMs: Number.POSITIVE_INFINITY }) });

  const job = await given.untilStatus(await given.submit(), "RUNNING");

  expect(job.container.logStreamName).toMatch(/^d\/default\/[0-9a-f]{32}$/);
  expect(job.startedAt).toBe(clock.now());
  expect(job.attempts).toEqual([]);
});

it("fails an attempt that exceeds its timeout, without a retry", async () => {
  const given = await givenBatch({ simulate: () => ({ runsForMs: 3_600_000, exitCode: 0 }) });

  const job = await given.untilFinished(
    await given.submit({ timeout: { attemptDurationSeconds: 60 }, retryStrategy: { attempts: 3 } }),
  );

  expect(job).toMatchObject({ status: "FAILED", statusReason: "Job attempt duration exceeded timeout" });
  expect(job.attempts).toHaveLength(1);
  expect((job.stoppedAt ?? 0) - (job.startedAt ?? 0)).toBe(60_000);
});

it("runs a job of 365 days on the virtual clock", async () => {
  const given = await givenBatch({ simulate: () => ({ exitCode: 0, runsForMs: 365 * 86_400_000 }) });

  const job = await given.untilFinished(await given.submit());

  expect(job.status).toBe("SUCCEEDED");
  expect((job.stoppedAt ?? 0) - (job.startedAt ?? 0)).toBe(365 * 86_400_000);
});

it("runs 1,000 jobs submitted at the same time", async () => {
  const given = await givenBatch({ simulate: () => ({ exitCode: 0, runsForMs: 60_000 }) });

  const jobIds = await Promise.all(
    Array.from({ length: 1000 }, (_, index) => given.submit({ jobName: `job-${index}` })),
  );
  for (const jobId of jobIds) await given.untilFinished(jobId);

  expect(given.changes).toHaveLength(1000 * (STATES.length + 1));
});

it("keeps jobs beyond the capacity of the runner in RUNNABLE", async () => {
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

it("terminates a waiting job and starts the next one in its place", async () => {
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
