import { STUCK_REASONS } from "../../../src/batch/faults/fault-texts";
import { closeBatches, givenBatch, JOB_DEFINITION, text, type DescribedJob, type GivenBatch } from "../given-batch";

afterEach(closeBatches);

const THREE_ATTEMPTS = { retryStrategy: { attempts: 3 } };

/** Runs a job under the faults and describes it at its end. */
async function runUnder(faults: readonly object[], input: object = {}): Promise<DescribedJob & { given: GivenBatch }> {
  const given = await givenBatch({ faults: { faults } });
  return { ...(await given.untilFinished(await given.submit(input))), given };
}

it.each<[string, object, object, object]>([
  ["HostTerminated", {}, { statusReason: "Host EC2 (instance i-0123456789abcdef0) terminated." }, {}],
  ["SpotReclaimed", {}, { statusReason: "Your Spot Task was interrupted." }, { exitCode: 137 }],
  ["SpotReclaimed", { launchType: "EC2" }, { statusReason: text(/^Host EC2/) }, {}],
  ["OutOfMemory", {}, {}, { exitCode: 137, reason: "OutOfMemoryError: Container killed due to memory usage" }],
  ["Killed", {}, { statusReason: "Essential container in task exited" }, { exitCode: 137 }],
  ["ImagePullFailed", {}, { statusReason: text(/^CannotPullContainerError/) }, {}],
  ["ImagePullFailed", { launchType: "EC2" }, { statusReason: "Task failed to start" }, {}],
  ["StartFailed", {}, { statusReason: text(/^ResourceInitializationError/) }, {}],
  ["StartFailed", { launchType: "EC2" }, {}, { reason: text(/^DockerTimeoutError/) }],
  ["Exited", { exitCode: 3, reason: "r", statusReason: "s" }, { statusReason: "s" }, { exitCode: 3, reason: "r" }],
])("ends the attempt with the texts of %s %j", async (fault, settings, job, container) => {
  const ended = await runUnder([{ fault, ...settings }]);

  expect(ended).toMatchObject({ status: "FAILED", ...job, container });
});

it.each(["HostTerminated", "ImagePullFailed", "StartFailed"])("returns no exit code under %s", async (fault) => {
  const { container } = await runUnder([{ fault }]);

  expect(container).not.toHaveProperty("exitCode");
});

it("ends the first `times` attempts, then returns to RUNNABLE and runs the command", async () => {
  const { status, attempts, given } = await runUnder([{ fault: "HostTerminated", times: 2 }], THREE_ATTEMPTS);

  expect({ status, attempts: attempts.length }).toEqual({ status: "SUCCEEDED", attempts: 3 });
  expect(given.changes.filter((change) => change.status === "RUNNABLE")).toHaveLength(3);
});

it.each(Object.entries(STUCK_REASONS))(
  "returns the status reason of AWS for %s under StuckInRunnable",
  async (reason, text) => {
    const given = await givenBatch({ faults: { faults: [{ fault: "StuckInRunnable", reason }] } });

    const job = await given.untilStatus(await given.submit(), "RUNNABLE");

    expect(job.statusReason).toBe(`${reason}${text}`);
  },
);

it("starts the job after forSeconds under StuckInRunnable", async () => {
  const stuck = { fault: "StuckInRunnable", reason: "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY", forSeconds: 500 };
  const { status, createdAt, startedAt } = await runUnder([stuck]);

  expect(status).toBe("SUCCEEDED");
  expect((startedAt ?? 0) - createdAt).toBeGreaterThan(500_000);
});

it("cancels a stuck job at the time limit of its queue", async () => {
  const reason = "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT";
  const given = await givenBatch({ faults: { faults: [{ fault: "StuckInRunnable", reason, forSeconds: 700 }] } });
  await given.call("UpdateJobQueue", {
    jobQueue: "q",
    jobStateTimeLimitActions: [{ reason, state: "RUNNABLE", maxTimeSeconds: 600, action: "CANCEL" }],
  });

  const job = await given.untilFinished(await given.submit());

  expect(job.statusReason).toBe(`Canceled by JobStateTimeLimit action due to reason: ${reason}`);
});

it("ends the job before it runs under DependencyFailed", async () => {
  expect(await runUnder([{ fault: "DependencyFailed" }])).toMatchObject({
    status: "FAILED",
    statusReason: "Dependent Job failed",
  });
});

it.each([
  ["Terminated", 5, { isTerminated: true }],
  ["Terminated", 10.5, { isTerminated: true }],
  ["Cancelled", 1, { isCancelled: true }],
])("calls the API as another caller under %s, after %d s", async (fault, afterSeconds, flags) => {
  const ended = await runUnder([{ fault, afterSeconds, reason: "not needed" }]);

  expect(ended).toMatchObject({ status: "FAILED", statusReason: "not needed", ...flags });
});

it("does not end a started job under Cancelled", async () => {
  expect(await runUnder([{ fault: "Cancelled", afterSeconds: 10.5 }])).toMatchObject({ status: "SUCCEEDED" });
});

it.each([
  ["IgnoresSigterm", 137, 30_000],
  ["Exited", 143, 0],
])("ends a stopped job under %s with exit code %d", async (fault, exitCode, graceMs) => {
  const settings = fault === "Exited" ? { afterSeconds: 1000 } : {};
  const given = await givenBatch({ faults: { faults: [{ fault, ...settings }] } });
  const { jobId } = await given.untilStatus(await given.submit(), "RUNNING");
  const stoppedAt = given.clock.now();

  await given.call("TerminateJob", { jobId, reason: "enough" });

  const job = await given.untilFinished(jobId);
  expect(job).toMatchObject({ statusReason: "enough", container: { exitCode } });
  expect(given.clock.now() - stoppedAt).toBe(graceMs);
});

it("closes immediately even if a job ignores SIGTERM", async () => {
  const given = await givenBatch({ faults: { faults: [{ fault: "IgnoresSigterm" }] } });
  await given.untilStatus(await given.submit(), "RUNNING");
  const before = given.clock.now();

  await closeBatches();

  expect(given.clock.now()).toBe(before);
});

it("names a log stream that does not exist under LogStreamMissing", async () => {
  const { container, given } = await runUnder([{ fault: "LogStreamMissing" }]);

  const reply = await fetch(given.batch.url, {
    method: "POST",
    headers: { "x-amz-target": "Logs_20140328.GetLogEvents" },
    body: JSON.stringify({ logGroupName: "/aws/batch/job", logStreamName: container.logStreamName }),
  });

  expect(container.logStreamName).toEqual(expect.any(String));
  expect(await reply.text()).toContain("ResourceNotFoundException");
});

it("changes the reply of DescribeJobs under CustomLogGroup and ManyEnvironmentVariables", async () => {
  const faults = [
    { fault: "CustomLogGroup", logGroup: "/mine", jobName: "mine" },
    { fault: "ManyEnvironmentVariables", count: 3, valueLength: 2 },
  ];
  const { container } = await runUnder(faults, { jobName: "mine" });

  expect(container).toMatchObject({
    logConfiguration: { logDriver: "awslogs", options: { "awslogs-group": "/mine" } },
    environment: [1, 2, 3].map((index) => ({ name: `VARIABLE_${index}`, value: "xx" })),
  });
});

it("does not affect jobs with another name", async () => {
  expect(await runUnder([{ fault: "Killed", jobName: "other" }])).toMatchObject({ status: "SUCCEEDED" });
});

it("applies the faults of an array job to its children", async () => {
  const { status } = await runUnder([{ fault: "Killed", times: 1 }], { arrayProperties: { size: 2 } });

  expect(status).toBe("FAILED");
});

it.each([
  ["MULTI_CONTAINER", { ecsProperties: { taskProperties: [{ containers: [{}, { exitCode: 137 }] }] }, container: {} }],
  ["EKS", { eksProperties: { podProperties: { containers: [{ exitCode: 137 }] } }, attempts: [] }],
  ["MULTI_NODE", { nodeProperties: { numNodes: 2 }, attempts: [{}] }],
])("returns a job as %s under JobShape", async (shape, expected) => {
  const given = await givenBatch({ faults: { faults: [{ fault: "OutOfMemory" }, { fault: "JobShape", shape }] } });
  const jobId = await given.submit();
  await given.clock.sleep(60_000);

  const { jobs } = await given.call("DescribeJobs", { jobs: [jobId] });

  expect(jobs).toMatchObject([{ jobId, status: "FAILED", ...expected }]);
});

it("returns a failed essential sidecar under SidecarFailed, in the affected attempts only", async () => {
  const given = await givenBatch({ faults: { faults: [{ fault: "SidecarFailed", exitCode: 4 }] } });
  const jobId = await given.submit({ retryStrategy: { attempts: 2 } });
  await given.clock.sleep(120_000);

  const { jobs } = await given.call("DescribeJobs", { jobs: [jobId] });

  const containers = (sidecar: number, main: number) => [{ containers: [{ exitCode: sidecar }, { exitCode: main }] }];
  expect(jobs).toMatchObject([
    {
      status: "SUCCEEDED",
      ecsProperties: { taskProperties: [{ containers: [{ name: "sidecar", essential: true, exitCode: 0 }, {}] }] },
      attempts: [{ taskProperties: containers(4, 137) }, { taskProperties: containers(0, 0) }],
    },
  ]);
});

it("runs the job definition when no faults are loaded", async () => {
  expect(JOB_DEFINITION.containerProperties.command).toEqual(["echo", "hello"]);
  expect(await runUnder([])).toMatchObject({ status: "SUCCEEDED" });
});
