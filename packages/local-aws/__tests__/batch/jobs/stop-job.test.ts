import { VirtualClock } from "../../../src/clock";
import { closeBatches, givenBatch } from "../given-batch";

afterEach(closeBatches);

const endless = () => ({ runsForMs: Number.POSITIVE_INFINITY });

it.each(["SUBMITTED", "PENDING", "RUNNABLE", "STARTING", "RUNNING"])(
  "terminates a %s job with the reason of the caller",
  async (status) => {
    const clock = new VirtualClock();
    const given = await givenBatch({ clock, simulate: endless });
    const jobId = await given.submit({ retryStrategy: { attempts: 5 } });
    await given.untilStatus(jobId, status);
    const release = clock.hold();

    await given.call("TerminateJob", { jobId, reason: "no longer needed" });
    release();
    const job = await given.untilFinished(jobId);

    expect(job).toMatchObject({ status: "FAILED", statusReason: "no longer needed", isTerminated: true });
    expect(job.attempts).toHaveLength(status === "RUNNING" ? 1 : 0);
  },
);

it("does not change an ended job on TerminateJob", async () => {
  const given = await givenBatch();
  const jobId = await given.submit();
  const before = await given.untilFinished(jobId);

  await given.call("TerminateJob", { jobId, reason: "too late" });

  expect(await given.describe(jobId)).toEqual(before);
});

it.each(["SUBMITTED", "PENDING"])("cancels a %s job immediately", async (status) => {
  const clock = new VirtualClock();
  const given = await givenBatch({ clock, simulate: endless });
  const jobId = await given.submit();
  await given.untilStatus(jobId, status);
  const release = clock.hold();

  await given.call("CancelJob", { jobId, reason: "changed my mind" });
  const job = await given.untilFinished(jobId);
  release();

  expect(job).toMatchObject({ status: "FAILED", statusReason: "changed my mind", isCancelled: true });
});

it("cancels a RUNNABLE job when it reaches the head of the queue", async () => {
  const clock = new VirtualClock();
  const given = await givenBatch({ clock, simulate: endless });
  const jobId = await given.submit();
  await given.untilStatus(jobId, "RUNNABLE");
  const release = clock.hold();

  await given.call("CancelJob", { jobId, reason: "changed my mind" });

  expect((await given.describe(jobId)).status).toBe("RUNNABLE");
  release();
  const job = await given.untilFinished(jobId);
  expect(job).toMatchObject({ status: "FAILED", statusReason: "changed my mind", attempts: [] });
  expect(given.changes.map(({ status }) => status)).not.toContain("STARTING");
});

it.each(["STARTING", "RUNNING"])("does not end a %s job on CancelJob", async (status) => {
  const clock = new VirtualClock();
  const given = await givenBatch({ clock, simulate: () => ({ exitCode: 0, runsForMs: 60_000 }) });
  const jobId = await given.submit();
  await given.untilStatus(jobId, status);

  await given.call("CancelJob", { jobId, reason: "too late" });

  expect(await given.untilFinished(jobId)).toMatchObject({ status: "SUCCEEDED", isCancelled: false });
});

it.each(["TerminateJob", "CancelJob"])("accepts %s of an unknown job, as AWS does", async (operation) => {
  const given = await givenBatch();

  expect(await given.call(operation, { jobId: "unknown", reason: "why not" })).toEqual({});
});

it.each(["TerminateJobs", "CancelJobs"])("ends several jobs with %s and accepts unknown ones", async (operation) => {
  const given = await givenBatch({ simulate: endless });
  const jobs = [await given.submit(), "unknown", await given.submit()];

  const reply = await given.call(operation, { jobs, reason: "no longer needed" });
  const ended = [await given.untilFinished(jobs[0] ?? ""), await given.untilFinished(jobs[2] ?? "")];

  expect(reply).toEqual({ successful: jobs, errors: [] });
  expect(ended).toMatchObject(Array.from({ length: 2 }, () => ({ statusReason: "no longer needed" })));
});

it("rejects TerminateJobs of 51 jobs", async () => {
  const given = await givenBatch();
  const jobs = Array.from({ length: 51 }, () => "x");

  expect(await given.refusal("TerminateJobs", { jobs, reason: "r" })).toContain("must have at most 50 job IDs");
});

it("rejects TerminateJob with a reason of 1,025 characters or without one", async () => {
  const given = await givenBatch();

  expect(await given.refusal("TerminateJob", { jobId: "j" })).toContain("reason is required");
  expect(await given.refusal("TerminateJob", { jobId: "j", reason: "x".repeat(1025) })).toContain(
    "reason must be at most 1024 characters long",
  );
});

it("terminates the jobs of a deleted queue", async () => {
  const given = await givenBatch({ simulate: endless });
  const jobId = await given.submit();
  await given.untilStatus(jobId, "RUNNING");

  await given.call("UpdateJobQueue", { jobQueue: "q", state: "DISABLED" });
  await given.call("DeleteJobQueue", { jobQueue: "q" });

  expect(await given.untilFinished(jobId)).toMatchObject({ status: "FAILED", statusReason: "Job queue was deleted" });
});

it("ends jobs in every state on close without reporting a status change", async () => {
  const clock = new VirtualClock();
  const given = await givenBatch({ clock, simulate: endless });
  const running = await given.submit();
  await given.untilStatus(running, "RUNNING");
  const release = clock.hold();
  await given.submit({ dependsOn: [{ jobId: running }] });
  const changesBefore = given.changes.length;

  await closeBatches();
  release();

  expect(given.changes).toHaveLength(changesBefore);
});
