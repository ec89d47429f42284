import { checkJob, parseCheckJobEvent } from "../../lambdas/check-job/check-job";
import { BatchApiError } from "../../lambdas/shared/batch-api";
import { describeJob } from "../../workflow/result/describe-job";
import type { Job } from "../../workflow/result/job";
import { EMPTY_RESULT } from "../../workflow/result/job-result";
import type { CheckJobResult, JobWatch } from "../../workflow/result/job-watch";
import { containing, matching } from "../../testing/matchers";
import { CREATED_AT_MS, givenJob, JOB_ID } from "../../testing/workflow/job-fixture";
import { givenWatch as newWatch } from "../../testing/workflow/watch-fixture";
import { FakeBatch, givenLog } from "./fake-batch";

const EXECUTION_ARN = "arn:aws:states:us-east-2:123456789012:execution:poller:run";

const at = (seconds: number): string => new Date(CREATED_AT_MS + seconds * 1000).toISOString();
const givenWatch = (fields: Partial<JobWatch> = {}): JobWatch =>
  newWatch({
    jobId: JOB_ID,
    executionArn: EXECUTION_ARN,
    executionStartedAt: at(0),
    polls: 5,
    lastSeenAt: at(0),
    ...fields,
  });

interface Given {
  readonly job?: Job;
  readonly batch?: FakeBatch;
  readonly watch?: Partial<JobWatch>;
  /** Time of the poll, in seconds after the job's creation. */
  readonly atSeconds?: number;
  readonly retryCount?: number;
}

async function poll({ job, batch = new FakeBatch(), watch, atSeconds = 60, retryCount = 0 }: Given) {
  if (job !== undefined) batch.add(job);
  const log = givenLog();
  const state = { EnteredTime: at(atSeconds), RetryCount: retryCount };
  const outcome = await checkJob(batch, { watch: givenWatch(watch), state }, log);
  return { outcome, batch, log };
}

const failureOf = (outcome: CheckJobResult) => {
  if (outcome.outcome !== "FAILED") throw new Error(`expected FAILED, got ${JSON.stringify(outcome)}`);
  const result: unknown = JSON.parse(outcome.failure.errorMessage);
  return { error: outcome.failure.errorType, result };
};
const running = (fields: Job = {}): Job =>
  givenJob({
    status: "RUNNING",
    statusReason: undefined,
    stoppedAt: undefined,
    container: {},
    attempts: [],
    ...fields,
  });
const runnable = (fields: Job = {}): Job => running({ status: "RUNNABLE", startedAt: undefined, ...fields });

describe("an ended job", () => {
  it("succeeds with the JobResult and the number of polls", async () => {
    const job = givenJob({ status: "SUCCEEDED", container: { exitCode: 0 } });

    const { outcome } = await poll({ job, watch: { reused: true, duplicates: ["other"] } });

    const result = describeJob(job, { polls: 6, reused: true, duplicates: ["other"] });
    expect(outcome).toEqual({ outcome: "SUCCEEDED", result });
  });

  it("fails with the category as Error and the JobResult as Cause", async () => {
    const job = givenJob();

    const { outcome } = await poll({ job });

    const result = describeJob(job, { polls: 6, reused: false, duplicates: [] });
    expect(outcome).toEqual({
      outcome: "FAILED",
      failure: { errorType: "BatchJob.UserError", errorMessage: JSON.stringify(result) },
    });
  });

  it.each([
    [60, "BatchJob.RunTimeout"],
    [null, "BatchJob.Timeout"],
  ])("reports Batch's timeout as run_timeout when the job has one: %p", async (runTimeoutSeconds, error) => {
    const job = givenJob({ statusReason: "Job attempt duration exceeded timeout", isTerminated: true });

    const { outcome } = await poll({ job, watch: { runTimeoutSeconds } });

    expect(failureOf(outcome)).toMatchObject({ error, result: { category: error.slice("BatchJob.".length) } });
  });
});

describe("a running job", () => {
  it("waits for the job and stores its state in the watch", async () => {
    const job = runnable({ statusReason: "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY - no room" });

    const { outcome, batch } = await poll({ job, watch: { jobName: null, missingPolls: 3, misconfiguredPolls: 1 } });

    expect(outcome).toEqual(
      givenWatch({
        polls: 6,
        status: "RUNNABLE",
        statusReason: "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY - no room",
        lastSeenAt: at(60),
        queuedSince: at(0),
      }),
    );
    expect(batch.calls).toEqual(["describeJobs"]);
  });

  it("keeps stored values that Batch's reply omits", async () => {
    const { outcome } = await poll({
      job: running({ jobName: undefined, createdAt: undefined }),
      watch: { polls: 1_200 },
    });

    expect(outcome).toMatchObject({ jobName: "my-job", statusReason: null, waitSeconds: 60 });
  });

  it("keeps the watch small, whatever Batch replies", async () => {
    const job = runnable({ status: "X".repeat(1_000_000), statusReason: "y".repeat(1_000_000) });

    expect(JSON.stringify((await poll({ job })).outcome).length).toBeLessThan(4_000);
  });

  it("adds the retries of this poll to the earlier ones", async () => {
    const { outcome } = await poll({ job: running(), watch: { retries: 2 }, retryCount: 3 });

    expect(outcome).toMatchObject({ retries: 5 });
  });

  it("counts no retries when the interpreter reports none", async () => {
    const event = { watch: givenWatch({ retries: 2 }), state: { EnteredTime: at(60) } };

    const outcome = await checkJob(new FakeBatch().add(running()), event, givenLog());

    expect(outcome).toMatchObject({ retries: 2 });
  });

  it.each([
    [1_198, 60],
    [1_199, 100],
  ])(
    "sets the wait by the number of polls for a job that is 10,000 s old: %d polls, %d s",
    async (polls, waitSeconds) => {
      const { outcome } = await poll({ job: running(), watch: { polls }, atSeconds: 10_000 });

      expect(outcome).toMatchObject({ waitSeconds });
    },
  );

  it("keeps waiting on an unknown status and logs it", async () => {
    const job = running({ status: "PREEMPTED" });

    const { outcome, log } = await poll({ job, watch: { queueTimeoutSeconds: 1 } });

    expect(outcome).toMatchObject({ outcome: "WAITING", status: "PREEMPTED", termination: null });
    expect(log.lines).toEqual([{ message: "waiting through an unknown status", jobId: JOB_ID, status: "PREEMPTED" }]);
  });

  it("waits indefinitely for capacity", async () => {
    const job = runnable({ statusReason: "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY" });

    const { outcome, batch } = await poll({ job, watch: { misconfiguredPolls: 1 }, atSeconds: 30 * 86_400 });

    expect(outcome).toMatchObject({ outcome: "WAITING", misconfiguredPolls: 0, termination: null });
    expect(batch.terminations).toEqual([]);
  });
});

describe("a job that DescribeJobs does not return", () => {
  it.each([
    ["once, long after the last sighting", 0, 10_000],
    ["twice, long after the last sighting", 1, 10_000],
    ["often, for 120 s", 9, 120],
  ])("polls again: %s", async (_title, missingPolls, atSeconds) => {
    const { outcome, log } = await poll({ watch: { missingPolls }, atSeconds });

    expect(outcome).toEqual(givenWatch({ polls: 6, missingPolls: missingPolls + 1, waitSeconds: 60 }));
    expect(log.lines).toEqual([expect.objectContaining({ missingPolls: missingPolls + 1 })]);
  });

  it("fails with NotFound after three polls and more than 120 s, and mentions how long Batch keeps jobs", async () => {
    const { outcome } = await poll({ watch: { missingPolls: 2, status: "RUNNING" }, atSeconds: 120.001 });

    expect(failureOf(outcome)).toEqual({
      error: "BatchJob.NotFound",
      result: {
        ...EMPTY_RESULT,
        jobId: JOB_ID,
        jobName: "my-job",
        status: "RUNNING",
        polls: 6,
        category: "NotFound",
        statusReason: `DescribeJobs has not known job ${JOB_ID} since ${at(0)}; Batch keeps ended jobs for at least 7 days`,
      },
    });
  });

  it("measures the 120 s from the submission, regardless of its retries", async () => {
    const first = await poll({ watch: { polls: 0, waitTimeSeconds: 1, waitSeconds: 1 }, atSeconds: 300 });
    expect(first.outcome).toMatchObject({ outcome: "WAITING", lastSeenAt: at(299) });

    const watch = { polls: 121, waitTimeSeconds: 1, missingPolls: 120, lastSeenAt: at(299) };
    expect((await poll({ watch, atSeconds: 419 })).outcome).toMatchObject({ outcome: "WAITING" });
    expect((await poll({ watch, atSeconds: 419.001 })).outcome).toMatchObject({ outcome: "FAILED" });
  });

  it.each([
    [5, 5],
    [86_400, 60],
  ])("polls again at wait_time %d after %d s", async (waitTimeSeconds, waitSeconds) => {
    const { outcome } = await poll({ watch: { waitTimeSeconds } });

    expect(outcome).toMatchObject({ waitSeconds });
  });

  it("fails when the poll budget is spent", async () => {
    const { outcome } = await poll({ watch: { polls: 2_399 } });

    expect(failureOf(outcome)).toMatchObject({ error: "BatchJob.PollBudget", result: { jobId: JOB_ID, polls: 2_400 } });
  });

  it("suggests DescribeServiceJob when an attached job was never seen", async () => {
    const { outcome } = await poll({ watch: { attached: true, missingPolls: 2 }, atSeconds: 121 });

    expect(failureOf(outcome)).toMatchObject({
      error: "BatchJob.NotFound",
      result: { statusReason: containing("use DescribeServiceJob") },
    });
  });
});

describe("a deadline", () => {
  const queueReason = `QueueTimeout of execution ${EXECUTION_ARN}: not RUNNING 100 s after it was created (queue_timeout)`;
  const overallReason = `OverallTimeout of execution ${EXECUTION_ARN}: not ended 100 s after the execution started (overall_timeout)`;

  it.each<[string, Partial<JobWatch>, string]>([
    ["QueueTimeout", { queueTimeoutSeconds: 100 }, queueReason],
    ["OverallTimeout", { overallTimeoutSeconds: 100 }, overallReason],
  ])("terminates the job after the deadline and keeps polling: %s", async (category, watch, reason) => {
    const { outcome, batch, log } = await poll({ job: runnable(), watch, atSeconds: 100 });

    expect(batch.terminations).toEqual([{ jobId: JOB_ID, reason }]);
    expect(outcome).toMatchObject({
      outcome: "WAITING",
      waitSeconds: 30,
      termination: { category, reason, requestedAt: at(100) },
    });
    expect(log.lines).toEqual([{ message: "terminated the job", jobId: JOB_ID, category, reason }]);
  });

  it.each<[Partial<JobWatch>, number]>([
    [{ queueTimeoutSeconds: 100 }, 10],
    [{ overallTimeoutSeconds: 100 }, 10],
    [{ queueTimeoutSeconds: 100, overallTimeoutSeconds: 95 }, 5],
    [{ overallTimeoutSeconds: 151 }, 60],
  ])("shortens the wait before the deadline: %j", async (watch, waitSeconds) => {
    const { outcome, batch } = await poll({ job: runnable(), watch, atSeconds: 90 });

    expect(outcome).toMatchObject({ waitSeconds, termination: null });
    expect(batch.terminations).toEqual([]);
  });

  it("applies the earlier of two deadlines that have passed", async () => {
    const watch = { queueTimeoutSeconds: 90, overallTimeoutSeconds: 80 };

    expect((await poll({ job: runnable(), watch, atSeconds: 100 })).outcome).toMatchObject({
      termination: { category: "OverallTimeout" },
    });
  });

  it.each<[string, Job]>([
    ["runs", running()],
    ["has run and is queued for its next attempt", runnable({ attempts: [{ statusReason: "Host EC2 terminated." }] })],
    [
      "has children that run",
      runnable({ status: "PENDING", arrayProperties: { size: 2, statusSummary: { RUNNING: 1 } } }),
    ],
    [
      "is queued and has run on EKS",
      runnable({ attempts: undefined, eksAttempts: [{ containers: [], statusReason: "Evicted" }] }),
    ],
  ])("does not apply queue_timeout to a job that %s", async (_title, job) => {
    const { outcome } = await poll({ job, watch: { queueTimeoutSeconds: 1 }, atSeconds: 100 });

    expect(outcome).toMatchObject({ termination: null, waitSeconds: 60, hasRun: true });
  });

  it("does not apply queue_timeout to a job that was RUNNING at an earlier poll", async () => {
    const { outcome } = await poll({ job: runnable(), watch: { queueTimeoutSeconds: 1, hasRun: true } });

    expect(outcome).toMatchObject({ termination: null });
  });

  it.each<[string, Partial<JobWatch>]>([
    ["QueueTimeout", { queueTimeoutSeconds: 50 }],
    ["OverallTimeout", { overallTimeoutSeconds: 50 }],
  ])("ends the run but does not terminate an attached job: %s", async (category, watch) => {
    const { outcome, batch } = await poll({ job: runnable(), watch: { ...watch, attached: true } });

    expect(batch.terminations).toEqual([]);
    expect(failureOf(outcome)).toMatchObject({
      error: `BatchJob.${category}`,
      result: {
        status: "RUNNABLE",
        category,
        statusReason: containing(`job ${JOB_ID} was not submitted by this execution and continues`),
      },
    });
  });

  it("includes Batch's last statusReason in the termination reason", async () => {
    const statusReason = "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY - no room";

    const { batch } = await poll({ job: runnable({ statusReason }), watch: { queueTimeoutSeconds: 1 } });

    expect(batch.terminations[0]?.reason).toMatch(/\(queue_timeout\); last statusReason: CAPACITY:INSUFFICIENT/);
  });

  it.each([
    ["ahead", 600, 30, 30],
    ["behind", -600, 30, 0],
    ["undefined", undefined, 30, 30],
    ["absurd", 1e20, 30, 30],
  ])("uses Step Functions' clock for queue_timeout when Batch's is %s", async (_title, createdSeconds, seen, since) => {
    const createdAt = createdSeconds === undefined ? undefined : CREATED_AT_MS + createdSeconds * 1000;
    const watch = { polls: 0, waitSeconds: 5, queueTimeoutSeconds: 10_000, lastSeenAt: at(1) };

    const { outcome } = await poll({ job: runnable({ createdAt }), watch, atSeconds: seen + 5 });

    expect(outcome).toMatchObject({ queuedSince: at(since) });
  });

  it.each([
    [3, 1_000, 60],
    [4, 1_000, 1],
    [4, null, 60],
  ])(
    "polls again soon after more than three retries if there is a deadline: %d, %p",
    async (retryCount, overallTimeoutSeconds, waitSeconds) => {
      const { outcome } = await poll({ job: running(), watch: { overallTimeoutSeconds }, retryCount });

      expect(outcome).toMatchObject({ waitSeconds });
    },
  );

  it("applies queue_timeout to a job without a list of attempts", async () => {
    const { outcome } = await poll({ job: runnable({ attempts: undefined }), watch: { queueTimeoutSeconds: 1 } });

    expect(outcome).toMatchObject({ termination: { category: "QueueTimeout" } });
  });

  it("applies queue_timeout to an array job if no child has run", async () => {
    const job = runnable({ status: "PENDING", arrayProperties: { size: 2, statusSummary: { RUNNABLE: 2 } } });

    const { outcome } = await poll({ job, watch: { queueTimeoutSeconds: 1 } });

    expect(outcome).toMatchObject({ status: "RUNNABLE", termination: { category: "QueueTimeout" } });
  });
});

describe("a job whose termination was requested", () => {
  const reason = `OverallTimeout of execution ${EXECUTION_ARN}: not ended 100 s after the execution started (overall_timeout)`;
  const termination = { category: "OverallTimeout" as const, reason, requestedAt: at(100) };

  it.each([
    [60, 30],
    [5, 5],
  ])("keeps polling until the job has ended: wait_time %d, wait %d", async (waitTimeSeconds, waitSeconds) => {
    const { outcome, batch } = await poll({
      job: running(),
      watch: { termination, waitTimeSeconds },
      atSeconds: 1_000,
    });

    expect(outcome).toMatchObject({ outcome: "WAITING", waitSeconds, termination });
    expect(batch.terminations).toEqual([]);
  });

  it.each<[string, Job]>([
    ["Batch's flag", { isTerminated: true, statusReason: "Essential container in task exited" }],
    ["the reason", { statusReason: reason }],
  ])("fails with the category of the deadline, identified by %s", async (_title, fields) => {
    const { outcome } = await poll({
      job: givenJob({ ...fields, container: { exitCode: 143 } }),
      watch: { termination },
    });

    expect(failureOf(outcome)).toMatchObject({
      error: "BatchJob.OverallTimeout",
      result: { category: "OverallTimeout", exitCode: 143, status: "FAILED", retryable: false },
    });
  });

  it("fails with the category of the deadline when the attempt that terminated the job crashed", async () => {
    const { outcome } = await poll({ job: givenJob({ isTerminated: true, statusReason: reason }), retryCount: 1 });

    expect(failureOf(outcome).error).toBe("BatchJob.OverallTimeout");
  });

  it("fails with Terminated when another execution terminated the job", async () => {
    const foreign = reason.replace(EXECUTION_ARN, `${EXECUTION_ARN}-2`);

    const { outcome } = await poll({ job: givenJob({ isTerminated: true, statusReason: foreign }) });

    expect(failureOf(outcome).error).toBe("BatchJob.Terminated");
  });

  it("succeeds when the job succeeded before the termination took effect", async () => {
    const job = givenJob({ status: "SUCCEEDED", isTerminated: true, statusReason: reason, container: { exitCode: 0 } });

    expect((await poll({ job, watch: { termination } })).outcome).toMatchObject({
      outcome: "SUCCEEDED",
      result: { category: null, exitCode: 0 },
    });
  });

  it("reports the job's own failure when it failed before the termination took effect", async () => {
    const { outcome } = await poll({ job: givenJob(), watch: { termination } });

    expect(failureOf(outcome).error).toBe("BatchJob.UserError");
  });

  it("stops waiting more than 900 s after TerminateJob", async () => {
    expect((await poll({ job: running(), watch: { termination }, atSeconds: 1_000 })).outcome.outcome).toBe("WAITING");

    const { outcome } = await poll({ job: running(), watch: { termination }, atSeconds: 1_000.001 });

    expect(failureOf(outcome)).toMatchObject({
      error: "BatchJob.OverallTimeout",
      result: {
        status: "RUNNING",
        statusReason: `${reason}; still RUNNING although TerminateJob was called at ${at(100)}`,
      },
    });
  });
});

describe("a job blocked by a misconfiguration", () => {
  const statusReason = "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT - no instance is large enough";
  const job = runnable({ statusReason });

  it("keeps waiting at the first poll that finds it", async () => {
    const { outcome, batch } = await poll({ job });

    expect(outcome).toMatchObject({ misconfiguredPolls: 1, termination: null });
    expect(batch.terminations).toEqual([]);
  });

  it("terminates the job as QueueBlocked at the second consecutive poll that finds it", async () => {
    const { outcome, batch } = await poll({ job, watch: { misconfiguredPolls: 1 } });

    const reason = `QueueBlocked of execution ${EXECUTION_ARN}: blocked in its queue: ${statusReason}`;
    expect(batch.terminations).toEqual([{ jobId: JOB_ID, reason }]);
    expect(outcome).toMatchObject({ termination: { category: "QueueBlocked", reason } });
  });

  it("shortens the reason to TerminateJob's limit and still recognizes it", async () => {
    const { batch } = await poll({
      job: runnable({ statusReason: `MISCONFIGURATION:${"x".repeat(1_024)}` }),
      watch: { misconfiguredPolls: 1 },
    });
    const [termination] = batch.terminations;
    expect(termination?.reason).toHaveLength(1_024);

    const { outcome } = await poll({ job: givenJob({ statusReason: termination?.reason }) });

    expect(failureOf(outcome).error).toBe("BatchJob.QueueBlocked");
  });

  it("ends the run but does not terminate an attached job", async () => {
    const { outcome, batch } = await poll({ job, watch: { misconfiguredPolls: 1, attached: true } });

    expect(batch.terminations).toEqual([]);
    expect(failureOf(outcome)).toMatchObject({
      error: "BatchJob.QueueBlocked",
      result: {
        status: "RUNNABLE",
        statusReason: matching(/^blocked in its queue: MISCONFIGURATION:.* continues$/),
      },
    });
  });
});

describe("the poll budget", () => {
  const text = "not ended after 2400 polls and 0 retries; an execution's history has room for 2400 polls";

  it("ends the run and terminates its job", async () => {
    const { outcome, batch } = await poll({ job: running(), watch: { polls: 2_399 } });

    expect(batch.terminations).toEqual([
      { jobId: JOB_ID, reason: `PollBudget of execution ${EXECUTION_ARN}: ${text}` },
    ]);
    expect(failureOf(outcome)).toMatchObject({
      error: "BatchJob.PollBudget",
      result: { status: "RUNNING", polls: 2_400 },
    });
  });

  it("does not terminate an attached job", async () => {
    const { outcome, batch } = await poll({ job: running(), watch: { polls: 2_399, attached: true } });

    expect(batch.terminations).toEqual([]);
    expect(failureOf(outcome).error).toBe("BatchJob.PollBudget");
  });

  it("does not apply to an ended job", async () => {
    const { outcome } = await poll({ job: givenJob({ status: "SUCCEEDED" }), watch: { polls: 2_399 } });

    expect(outcome.outcome).toBe("SUCCEEDED");
  });

  it("counts retries, which also use the history", async () => {
    const { outcome } = await poll({ job: running(), watch: { polls: 2_389, retries: 20 }, retryCount: 10 });

    expect(failureOf(outcome).error).toBe("BatchJob.PollBudget");
  });
});

describe("the parent of an array job that failed", () => {
  const parent = givenJob({
    statusReason: "Array Child Job failed",
    container: undefined,
    attempts: undefined,
    arrayProperties: { size: 12, statusSummary: { FAILED: 2, SUCCEEDED: 10 } },
  });
  const child = (index: number, fields: Job = {}) => {
    const arrayProperties = { index, size: undefined };
    return givenJob({ jobId: `${JOB_ID}:${index}`, jobName: "child", arrayProperties, ...fields });
  };

  it("reports the reason of the first child that failed", async () => {
    const batch = new FakeBatch().add(
      child(10),
      child(2, { statusReason: "Host EC2 (instance i-1) terminated.", container: {}, attempts: [] }),
      child(1, { status: "SUCCEEDED" }),
    );

    const { outcome } = await poll({ batch, job: parent });

    expect(failureOf(outcome)).toMatchObject({
      error: "BatchJob.HostTerminated",
      result: {
        jobId: JOB_ID,
        exitCode: null,
        statusReason: "Array Child Job failed: 2 of 12 children failed; child 2: Host EC2 (instance i-1) terminated.",
      },
    });
  });

  it("reports the first child that failed when it is on a later page", async () => {
    const batch = new FakeBatch().add(child(10), child(2, { statusReason: "the first to fail" }), child(7));
    batch.pageSize = 1;

    const { outcome } = await poll({ batch, job: parent });

    expect(failureOf(outcome).result).toMatchObject({
      statusReason: "Array Child Job failed: 2 of 12 children failed; child 2: the first to fail",
    });
  });

  it("waits ten minutes for children that cannot be read, then reports the failure without them", async () => {
    const batch = new FakeBatch().add(child(2)).failOn("listJobs", new BatchApiError("BatchApi.Client", "no access"));

    const outage = { since: at(0), reason: "no access" };

    expect((await poll({ batch, job: parent })).outcome).toMatchObject({
      outcome: "WAITING",
      outage: { since: at(60) },
    });
    expect((await poll({ batch, watch: { outage }, atSeconds: 599 })).outcome.outcome).toBe("WAITING");
    const { outcome, log } = await poll({ batch, watch: { outage }, atSeconds: 600 });

    expect(failureOf(outcome)).toMatchObject({
      error: "BatchJob.Unknown",
      result: { jobId: JOB_ID, status: "FAILED", statusReason: "Array Child Job failed" },
    });
    expect(log.lines).toEqual([
      { message: "cannot read the children or the main node", jobId: JOB_ID, error: "no access" },
    ]);
  });

  it("rethrows an error that is not from Batch", async () => {
    const batch = new FakeBatch();
    batch.listJobs = () => Promise.reject(new TypeError("a defect"));

    await expect(poll({ batch, job: parent })).rejects.toThrow("a defect");
  });

  it("includes the exit code, attempts and log of the child", async () => {
    const { outcome } = await poll({ batch: new FakeBatch().add(child(3)), job: parent });

    expect(failureOf(outcome)).toMatchObject({
      error: "BatchJob.UserError",
      result: { exitCode: 1, attempts: { length: 1 }, logGroup: "/aws/batch/job" },
    });
  });

  it.each<[Job, Job, string]>([
    [
      { statusReason: undefined, arrayProperties: { size: 2 } },
      { statusReason: undefined },
      "Array job failed: child 0: no reason given",
    ],
    [
      { arrayProperties: { size: 2, statusSummary: {} } },
      {},
      "Array Child Job failed: child 0: Essential container in task exited",
    ],
  ])("reports the known parts of the reason (%#)", async (fields, childFields, statusReason) => {
    const batch = new FakeBatch().add(child(0, { ...childFields, arrayProperties: undefined }));

    const { outcome } = await poll({ batch, job: { ...parent, ...fields } });

    expect(failureOf(outcome)).toMatchObject({ result: { statusReason } });
  });

  it.each<[string, (batch: FakeBatch) => void]>([
    ["lists no child", () => undefined],
    [
      "answers without a list",
      (batch) => (batch.listJobs = () => Promise.resolve({ jobSummaryList: undefined, nextToken: undefined })),
    ],
    [
      "lists a child without ID",
      (batch) =>
        (batch.listJobs = () =>
          Promise.resolve({ jobSummaryList: [{ jobId: undefined, jobName: "c" }], nextToken: undefined })),
    ],
    [
      "lists a child that is gone",
      (batch) =>
        (batch.listJobs = () =>
          Promise.resolve({ jobSummaryList: [{ jobId: "gone", jobName: "c" }], nextToken: undefined })),
    ],
  ])("keeps the parent's reason when Batch %s", async (_title, misbehave) => {
    const batch = new FakeBatch();
    misbehave(batch);

    const { outcome } = await poll({ batch, job: parent });

    expect(failureOf(outcome)).toMatchObject({
      error: "BatchJob.Unknown",
      result: { statusReason: "Array Child Job failed" },
    });
  });

  it("keeps the parent's reason when the reply about the child has no list", async () => {
    const batch = new FakeBatch().add(child(0), parent);
    const describe = batch.describeJobs.bind(batch);
    batch.describeJobs = (jobIds) => (jobIds[0] === JOB_ID ? describe(jobIds) : Promise.resolve({ jobs: undefined }));

    expect(failureOf((await poll({ batch })).outcome).error).toBe("BatchJob.Unknown");
  });

  it("reports a passed deadline even if a child failed for another reason", async () => {
    const batch = new FakeBatch().add(child(0, { statusReason: "Host EC2 terminated." }));
    const statusReason = `QueueTimeout of execution ${EXECUTION_ARN}: not RUNNING`;

    const { outcome } = await poll({ batch, job: { ...parent, statusReason } });

    expect(failureOf(outcome).error).toBe("BatchJob.QueueTimeout");
  });
});

describe("a failed call", () => {
  it.each(["BatchApi.Client", "BatchApi.Throttled", "BatchApi.Server"] as const)(
    "polls again soon and does not end the run: %s",
    async (name) => {
      const batch = new FakeBatch().failOn("describeJobs", new BatchApiError(name, "no"));

      const { outcome, log } = await poll({
        batch,
        job: running(),
        watch: { status: "RUNNING", waitTimeSeconds: 86_400 },
      });

      expect(outcome).toMatchObject({ outcome: "WAITING", outage: { since: at(60), reason: "no" } });
      expect(outcome).toHaveProperty("waitSeconds", name === "BatchApi.Throttled" ? 1 : 2);
      expect(log.lines).toEqual([{ message: "Batch did not answer", jobId: JOB_ID, since: at(60), reason: "no" }]);
    },
  );

  it("rethrows an error that is not from Batch", async () => {
    const batch = new FakeBatch();
    batch.describeJobs = () => Promise.reject(new TypeError("broken"));

    await expect(poll({ batch })).rejects.toThrow(new TypeError("broken"));
  });

  it("clears the outage when Batch replies", async () => {
    const { outcome } = await poll({ job: running(), watch: { outage: { since: at(0), reason: "no" } } });

    expect(outcome).toMatchObject({ outcome: "WAITING", outage: null, waitSeconds: 60 });
  });

  it("ends the run within a day and reports the start and the last error of the outage", async () => {
    const batch = new FakeBatch().failOn("describeJobs", new BatchApiError("BatchApi.Server", "HTTP 500"));
    const outage = { since: at(0), reason: "an earlier one" };

    expect((await poll({ batch, watch: { outage }, atSeconds: 85_799 })).outcome).toMatchObject({ waitSeconds: 1 });
    expect(failureOf((await poll({ batch, watch: { outage }, atSeconds: 85_800 })).outcome)).toMatchObject({
      error: "BatchJob.Unknown",
      result: { jobId: JOB_ID, statusReason: `Batch has not answered since ${at(0)}; last error: HTTP 500` },
    });
  });

  it("ends the run when the history is full", async () => {
    const batch = new FakeBatch().failOn("describeJobs", new BatchApiError("BatchApi.Server", "HTTP 500"));

    expect((await poll({ batch, watch: { polls: 2_498 } })).outcome.outcome).toBe("WAITING");
    expect(failureOf((await poll({ batch, watch: { polls: 2_499 } })).outcome).error).toBe("BatchJob.Unknown");
  });

  it.each([
    [{ attached: true }, "FAILED"],
    [{ attached: true, status: "RUNNING" }, "WAITING"],
    [{}, "WAITING"],
  ])("fails after two minutes of denied access to an attached job that was never seen: %j", async (watch, outcome) => {
    const batch = new FakeBatch().failOn("describeJobs", new BatchApiError("BatchApi.Client", "access denied"));
    const outage = { since: at(0), reason: "no" };

    expect((await poll({ batch, watch: { ...watch, outage }, atSeconds: 120 })).outcome.outcome).toBe("WAITING");
    expect((await poll({ batch, watch: { ...watch, outage }, atSeconds: 121 })).outcome).toMatchObject({
      outcome,
      ...(outcome === "FAILED" && { failure: { errorType: "BatchJob.InvalidRequest" } }),
    });
  });

  it("ends the wait at a deadline", async () => {
    const batch = new FakeBatch().failOn("describeJobs", new BatchApiError("BatchApi.Server", "HTTP 500"));
    const watch = { outage: { since: at(0), reason: "no" }, overallTimeoutSeconds: 10_005 };

    expect((await poll({ batch, watch, atSeconds: 10_000 })).outcome).toMatchObject({ waitSeconds: 5 });
    expect((await poll({ batch, watch, atSeconds: 10_005 })).outcome).toMatchObject({ waitSeconds: 45 });
    expect((await poll({ batch, watch: { outage: watch.outage }, atSeconds: 10_000 })).outcome).toMatchObject({
      waitSeconds: 167,
    });
  });

  it.each<[Partial<JobWatch>, number]>([
    [{ hasRun: false, queuedSince: at(0) }, 45],
    [{ hasRun: false, lastSeenAt: at(0) }, 45],
    [{ hasRun: true }, 167],
  ])("keeps waits short for queue_timeout until the job has run: %j", async (fields, waitSeconds) => {
    const batch = new FakeBatch().failOn("describeJobs", new BatchApiError("BatchApi.Server", "HTTP 500"));
    const watch = { outage: { since: at(0), reason: "no" }, queueTimeoutSeconds: 10, ...fields };

    expect((await poll({ batch, watch, atSeconds: 10_000 })).outcome).toMatchObject({ waitSeconds });
  });

  it("shortens the stored error without splitting a character", async () => {
    const batch = new FakeBatch().failOn(
      "describeJobs",
      new BatchApiError("BatchApi.Server", `${"x".repeat(508)}😀yyyy`),
    );

    expect((await poll({ batch })).outcome).toMatchObject({ outage: { reason: `${"x".repeat(508)}😀...` } });
  });

  it("retries TerminateJob at the next poll", async () => {
    const batch = new FakeBatch().failOn("terminateJob", new BatchApiError("BatchApi.Server", "HTTP 500"));

    const { outcome } = await poll({ batch, job: runnable(), watch: { overallTimeoutSeconds: 1 } });

    expect(outcome).toMatchObject({ outcome: "WAITING", termination: null, outage: { reason: "HTTP 500" } });
  });
});

describe("a reply without the job", () => {
  const own = running();

  it.each<[string, unknown, string]>([
    ["no list", {}, "without a list of jobs"],
    ["null", { jobs: [null] }, "about other jobs"],
    ["another job", { jobs: [running({ jobId: "other" })] }, "about other jobs"],
    ["its job twice", { jobs: [own, own] }, "with 2 jobs of that ID"],
    ["a job without a status", { jobs: [running({ status: undefined })] }, "without a status"],
    [
      "a job of another region",
      { jobs: [running({ jobArn: `arn:aws:batch:eu-west-1:123456789012:job/${JOB_ID}` })] },
      "about a job in region eu-west-1",
    ],
  ])("treats the reply as an outage: %s", async (_title, reply, reason) => {
    const batch = new FakeBatch();
    Object.assign(batch, { describeJobs: () => Promise.resolve(reply) });

    const { outcome } = await poll({ batch, watch: { missingPolls: 1 }, atSeconds: 10_000 });

    expect(outcome).toMatchObject({
      outcome: "WAITING",
      missingPolls: 1,
      outage: { reason: `DescribeJobs on job ${JOB_ID}: a reply ${reason}` },
    });
  });

  it("finds the job among other entries", async () => {
    const batch = new FakeBatch();
    Object.assign(batch, {
      describeJobs: () =>
        Promise.resolve({ jobs: [null, givenJob({ jobId: "other" }), { ...own, jobArn: undefined }] }),
    });

    expect((await poll({ batch })).outcome).toMatchObject({ outcome: "WAITING", status: "RUNNING" });
  });
});

describe("an array job with waiting children", () => {
  const waiting = running({ status: "PENDING", arrayProperties: { size: 2, statusSummary: { RUNNABLE: 2 } } });
  const statusReason = "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT - too large";
  const givenChildren = (fields: Job) =>
    new FakeBatch().add(runnable({ jobId: `${JOB_ID}:0`, ...fields }), runnable({ jobId: `${JOB_ID}:1`, ...fields }));

  it("does not list the children at the first poll", async () => {
    const { outcome, batch } = await poll({ batch: givenChildren({ statusReason }), job: waiting });

    expect(batch.calls).toEqual(["describeJobs"]);
    expect(outcome).toMatchObject({ runnablePolls: 1, misconfiguredPolls: 0 });
  });

  it("terminates the job at the third poll when its children are misconfigured", async () => {
    const batch = givenChildren({ statusReason });
    const second = await poll({ batch, job: waiting, watch: { runnablePolls: 1 } });
    expect(second.outcome).toMatchObject({ runnablePolls: 2, misconfiguredPolls: 1, statusReason, termination: null });

    const { outcome } = await poll({ batch, watch: { runnablePolls: 2, misconfiguredPolls: 1 } });

    expect(outcome).toMatchObject({ termination: { category: "QueueBlocked" } });
    expect(batch.calls.filter((call) => call === "listJobs")).toHaveLength(2);
  });

  it("reads at most 100 children, across pages", async () => {
    const batch = new FakeBatch().add(...Array.from({ length: 150 }, (_, i) => runnable({ jobId: `${JOB_ID}:${i}` })));
    batch.pageSize = 50;

    await poll({ batch, job: waiting, watch: { runnablePolls: 1 } });

    expect(batch.listings).toHaveLength(2);
  });

  it("describes the first child when the list has no reasons", async () => {
    const batch = givenChildren({ statusReason });
    const list = batch.listJobs.bind(batch);
    batch.listJobs = async (input) => {
      const page = await list(input);
      return { ...page, jobSummaryList: page.jobSummaryList?.map(({ jobId, jobName }) => ({ jobId, jobName })) };
    };

    expect((await poll({ batch, job: waiting, watch: { runnablePolls: 1 } })).outcome).toMatchObject({ statusReason });
  });

  it.each<[string, unknown, unknown]>([
    ["no list", {}, {}],
    ["null", { jobSummaryList: [null] }, {}],
    ["a child that is gone", { jobSummaryList: [{ jobId: "gone" }] }, {}],
    ["another child", { jobSummaryList: [{ jobId: "gone" }] }, { jobs: [null, { jobId: "other", statusReason }] }],
    ["a child without a reason", { jobSummaryList: [{ jobId: "a" }] }, { jobs: [{ jobId: "a" }] }],
  ])("keeps waiting when the reply holds %s", async (_title, list, described) => {
    const batch = new FakeBatch().add(waiting);
    const describe = batch.describeJobs.bind(batch);
    Object.assign(batch, {
      listJobs: () => Promise.resolve(list),
      describeJobs: (jobIds: string[]) => (jobIds[0] === JOB_ID ? describe(jobIds) : Promise.resolve(described)),
    });

    const { outcome } = await poll({ batch, watch: { runnablePolls: 1 } });

    expect(outcome).toMatchObject({ outcome: "WAITING", statusReason: null, misconfiguredPolls: 0 });
  });

  it("includes the reason of the children in the reason of the deadline", async () => {
    const capacity = "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY";

    const { batch } = await poll({
      batch: givenChildren({ statusReason: capacity }),
      job: waiting,
      watch: { runnablePolls: 1, queueTimeoutSeconds: 1 },
    });

    expect(batch.terminations[0]?.reason).toContain(`last statusReason: ${capacity}`);
  });
});

describe("the event", () => {
  it("accepts the event that the state passes", () => {
    const event = { watch: givenWatch(), state: { Name: "Get Job Status", EnteredTime: at(0), RetryCount: 0 } };

    expect(parseCheckJobEvent(event)).toEqual({ watch: givenWatch(), state: { EnteredTime: at(0), RetryCount: 0 } });
  });

  it("accepts a watch from an earlier or later version", () => {
    const { queuedSince, hasRun, runnablePolls, outage, doubt, ...older } = givenWatch();
    const watch = { ...older, fieldOfALaterVersion: true };

    expect(parseCheckJobEvent({ watch, state: { EnteredTime: at(0) } }).watch).toEqual(
      givenWatch({ queuedSince, hasRun, runnablePolls, outage, doubt }),
    );
  });

  it.each([{ outcome: "SUCCEEDED" }, { jobId: "" }, { polls: -1 }])("rejects an invalid watch: %j", (fields) => {
    expect(() => parseCheckJobEvent({ watch: { ...givenWatch(), ...fields }, state: { EnteredTime: at(0) } })).toThrow(
      /watch/,
    );
  });
});

describe("a poll after a wait for an event", () => {
  const givenEvent = (wake?: unknown) => ({
    watch: { ...givenWatch({ integration: "events", waitTimeSeconds: 3_600, eventWait: { expiresAt: "1" } }), wake },
    state: { EnteredTime: at(60), RetryCount: 0 },
  });
  const lookAt = async (job: Job, wake?: unknown) => {
    const batch = new FakeBatch();
    batch.add(job);
    return checkJob(batch, parseCheckJobEvent(givenEvent(wake)), givenLog());
  };

  it.each([
    ["an event", { jobId: JOB_ID, status: "SUCCEEDED" }],
    ["the time", { Error: "States.Timeout" }],
    ["a refused call", { Error: "DynamoDb.ResourceNotFoundException", Cause: "no table" }],
  ])("reports an ended job, whatever ended the wait: %s", async (_, wake) => {
    const outcome = await lookAt(givenJob({ status: "SUCCEEDED", container: { exitCode: 0 } }), wake);

    expect(outcome).toMatchObject({ outcome: "SUCCEEDED" });
  });

  it.each([
    ["looks again 10 s after an event that came too early", { status: "SUCCEEDED" }, 10, { falseWakes: 1 }],
    ["looks again 10 s after an event of a blocked queue", { status: "RUNNABLE" }, 10, { wokenWaitSeconds: null }],
    ["takes a text as an event", "done", 10, { falseWakes: 1 }],
    ["takes null as an event", null, 10, { falseWakes: 1 }],
    ["takes members of another type as an event", { Error: 5, status: [] }, 10, { falseWakes: 1 }],
    ["waits for the next event after a timeout", { Error: "States.Timeout" }, 3_600, { falseWakes: 0 }],
    ["waits plainly after a wait that could not be stored", { Error: "States.TaskFailed" }, 60, { failedWaits: 1 }],
    ["waits for an event after a plain wait", undefined, 3_600, { failedWaits: 0 }],
  ])("%s", async (_, wake, waitSeconds, fields) => {
    const outcome = await lookAt(running(), wake);

    expect(outcome).toMatchObject({ outcome: "WAITING", waitSeconds, ...fields });
    expect(outcome).not.toHaveProperty("wake");
    expect("eventWait" in outcome && outcome.eventWait !== null).toBe(waitSeconds > 60);
  });
});
