import { checkJob } from "../../lambdas/check-job/check-job";
import { parseCheckJobEvent } from "../../lambdas/check-job/check-job-event";
import { BatchApiError } from "../../lambdas/shared/batch-api-error";
import { describeJob } from "../../workflow/describe-job";
import type { Job } from "../../workflow/job";
import { EMPTY_RESULT } from "../../workflow/job-result";
import type { CheckJobResult, JobWatch } from "../../workflow/job-watch";
import { containing, matching } from "../support/matchers";
import { CREATED_AT_MS, givenJob, JOB_ID } from "../workflow/job-fixture";
import { givenWatch as newWatch } from "../workflow/watch-fixture";
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

describe("a job that has ended", () => {
  it("succeeds with its JobResult, the count of polls included", async () => {
    const job = givenJob({ status: "SUCCEEDED", container: { exitCode: 0 } });

    const { outcome } = await poll({ job, watch: { reused: true, duplicates: ["other"] } });

    const result = describeJob(job, { polls: 6, reused: true, duplicates: ["other"] });
    expect(outcome).toEqual({ outcome: "SUCCEEDED", result });
  });

  it("fails with its category as Error and its JobResult as Cause", async () => {
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
  ])("ran into Batch's timeout, which is run_timeout's where that is %p", async (runTimeoutSeconds, error) => {
    const job = givenJob({ statusReason: "Job attempt duration exceeded timeout", isTerminated: true });

    const { outcome } = await poll({ job, watch: { runTimeoutSeconds } });

    expect(failureOf(outcome)).toMatchObject({ error, result: { category: error.slice("BatchJob.".length) } });
  });
});

describe("a job that is under way", () => {
  it("is waited for, with what was seen of it", async () => {
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

  it("keeps what is known where Batch says nothing", async () => {
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

  it("adds the retries of this poll to those before", async () => {
    const { outcome } = await poll({ job: running(), watch: { retries: 2 }, retryCount: 3 });

    expect(outcome).toMatchObject({ retries: 5 });
  });

  it("counts no retries where the interpreter does not", async () => {
    const event = { watch: givenWatch({ retries: 2 }), state: { EnteredTime: at(60) } };

    const outcome = await checkJob(new FakeBatch().add(running()), event, givenLog());

    expect(outcome).toMatchObject({ retries: 2 });
  });

  it.each([
    [1_198, 60],
    [1_199, 100],
  ])("after %d polls waits %d s at an age of 10,000 s", async (polls, waitSeconds) => {
    const { outcome } = await poll({ job: running(), watch: { polls }, atSeconds: 10_000 });

    expect(outcome).toMatchObject({ waitSeconds });
  });

  it("is waited through an unknown status, which is logged", async () => {
    const job = running({ status: "PREEMPTED" });

    const { outcome, log } = await poll({ job, watch: { queueTimeoutSeconds: 1 } });

    expect(outcome).toMatchObject({ outcome: "WAITING", status: "PREEMPTED", termination: null });
    expect(log.lines).toEqual([{ message: "waiting through an unknown status", jobId: JOB_ID, status: "PREEMPTED" }]);
  });

  it("waits for capacity for ever", async () => {
    const job = runnable({ statusReason: "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY" });

    const { outcome, batch } = await poll({ job, watch: { misconfiguredPolls: 1 }, atSeconds: 30 * 86_400 });

    expect(outcome).toMatchObject({ outcome: "WAITING", misconfiguredPolls: 0, termination: null });
    expect(batch.terminations).toEqual([]);
  });
});

describe("a job that DescribeJobs does not know", () => {
  it.each([
    ["once, long after the last sighting", 0, 10_000],
    ["twice, long after the last sighting", 1, 10_000],
    ["often, for 120 s", 9, 120],
  ])("is looked for again: %s", async (_title, missingPolls, atSeconds) => {
    const { outcome, log } = await poll({ watch: { missingPolls }, atSeconds });

    expect(outcome).toEqual(givenWatch({ polls: 6, missingPolls: missingPolls + 1, waitSeconds: 60 }));
    expect(log.lines).toEqual([expect.objectContaining({ missingPolls: missingPolls + 1 })]);
  });

  it("is NotFound after three polls and more than 120 s, which names the retention of jobs", async () => {
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

  it("has its grace from the submit itself, however long that was retried", async () => {
    const first = await poll({ watch: { polls: 0, waitTimeSeconds: 1, waitSeconds: 1 }, atSeconds: 300 });
    expect(first.outcome).toMatchObject({ outcome: "WAITING", lastSeenAt: at(299) });

    const watch = { polls: 121, waitTimeSeconds: 1, missingPolls: 120, lastSeenAt: at(299) };
    expect((await poll({ watch, atSeconds: 419 })).outcome).toMatchObject({ outcome: "WAITING" });
    expect((await poll({ watch, atSeconds: 419.001 })).outcome).toMatchObject({ outcome: "FAILED" });
  });

  it.each([
    [5, 5],
    [86_400, 60],
  ])("with wait_time %d is looked for again after %d s", async (waitTimeSeconds, waitSeconds) => {
    const { outcome } = await poll({ watch: { waitTimeSeconds } });

    expect(outcome).toMatchObject({ waitSeconds });
  });

  it("ends with the poll budget at the latest", async () => {
    const { outcome } = await poll({ watch: { polls: 2_399 } });

    expect(failureOf(outcome)).toMatchObject({ error: "BatchJob.PollBudget", result: { jobId: JOB_ID, polls: 2_400 } });
  });

  it("is called a service job, perhaps, when an attached one was never seen", async () => {
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
  ])("terminates the job when it passes, and polls on: %s", async (category, watch, reason) => {
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
  ])("shortens the wait before it: %j", async (watch, waitSeconds) => {
    const { outcome, batch } = await poll({ job: runnable(), watch, atSeconds: 90 });

    expect(outcome).toMatchObject({ waitSeconds, termination: null });
    expect(batch.terminations).toEqual([]);
  });

  it("is the earlier one where two have passed", async () => {
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
  ])("of the queue does not apply to a job that %s", async (_title, job) => {
    const { outcome } = await poll({ job, watch: { queueTimeoutSeconds: 1 }, atSeconds: 100 });

    expect(outcome).toMatchObject({ termination: null, waitSeconds: 60, hasRun: true });
  });

  it("of the queue does not apply to a job that was seen RUNNING before", async () => {
    const { outcome } = await poll({ job: runnable(), watch: { queueTimeoutSeconds: 1, hasRun: true } });

    expect(outcome).toMatchObject({ termination: null });
  });

  it.each<[string, Partial<JobWatch>]>([
    ["QueueTimeout", { queueTimeoutSeconds: 50 }],
    ["OverallTimeout", { overallTimeoutSeconds: 50 }],
  ])("leaves an attached job alone, and ends the run: %s", async (category, watch) => {
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

  it("says for which reason Batch let the job wait", async () => {
    const statusReason = "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY - no room";

    const { batch } = await poll({ job: runnable({ statusReason }), watch: { queueTimeoutSeconds: 1 } });

    expect(batch.terminations[0]?.reason).toMatch(/\(queue_timeout\); last statusReason: CAPACITY:INSUFFICIENT/);
  });

  it.each([
    ["ahead", 600, 30, 30],
    ["behind", -600, 30, 0],
    ["undefined", undefined, 30, 30],
    ["absurd", 1e20, 30, 30],
  ])("of the queue follows Step Functions' clock where Batch's is %s", async (_title, createdSeconds, seen, since) => {
    const createdAt = createdSeconds === undefined ? undefined : CREATED_AT_MS + createdSeconds * 1000;
    const watch = { polls: 0, waitSeconds: 5, queueTimeoutSeconds: 10_000, lastSeenAt: at(1) };

    const { outcome } = await poll({ job: runnable({ createdAt }), watch, atSeconds: seen + 5 });

    expect(outcome).toMatchObject({ queuedSince: at(since) });
  });

  it.each([
    [3, 1_000, 60],
    [4, 1_000, 1],
    [4, null, 60],
  ])("is looked at again soon after %d retries: %p", async (retryCount, overallTimeoutSeconds, waitSeconds) => {
    const { outcome } = await poll({ job: running(), watch: { overallTimeoutSeconds }, retryCount });

    expect(outcome).toMatchObject({ waitSeconds });
  });

  it("of the queue applies to a job whose attempts are not told", async () => {
    const { outcome } = await poll({ job: runnable({ attempts: undefined }), watch: { queueTimeoutSeconds: 1 } });

    expect(outcome).toMatchObject({ termination: { category: "QueueTimeout" } });
  });

  it("of the queue applies to an array job none of whose children has run", async () => {
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
  ])("is polled until it has ended; wait_time %d, wait %d", async (waitTimeSeconds, waitSeconds) => {
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
  ])("ends in the deadline's category, known by %s", async (_title, fields) => {
    const { outcome } = await poll({
      job: givenJob({ ...fields, container: { exitCode: 143 } }),
      watch: { termination },
    });

    expect(failureOf(outcome)).toMatchObject({
      error: "BatchJob.OverallTimeout",
      result: { category: "OverallTimeout", exitCode: 143, status: "FAILED", retryable: false },
    });
  });

  it("ends in the deadline's category also where the attempt that terminated it died", async () => {
    const { outcome } = await poll({ job: givenJob({ isTerminated: true, statusReason: reason }), retryCount: 1 });

    expect(failureOf(outcome).error).toBe("BatchJob.OverallTimeout");
  });

  it("is Terminated where another execution did so", async () => {
    const foreign = reason.replace(EXECUTION_ARN, `${EXECUTION_ARN}-2`);

    const { outcome } = await poll({ job: givenJob({ isTerminated: true, statusReason: foreign }) });

    expect(failureOf(outcome).error).toBe("BatchJob.Terminated");
  });

  it("succeeds when it succeeded meanwhile: the truth wins", async () => {
    const job = givenJob({ status: "SUCCEEDED", isTerminated: true, statusReason: reason, container: { exitCode: 0 } });

    expect((await poll({ job, watch: { termination } })).outcome).toMatchObject({
      outcome: "SUCCEEDED",
      result: { category: null, exitCode: 0 },
    });
  });

  it("fails for its own reason when it failed meanwhile", async () => {
    const { outcome } = await poll({ job: givenJob(), watch: { termination } });

    expect(failureOf(outcome).error).toBe("BatchJob.UserError");
  });

  it("is given up 900 s after TerminateJob, and no earlier", async () => {
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

describe("a job stuck for a misconfiguration", () => {
  const statusReason = "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT - no instance is large enough";
  const job = runnable({ statusReason });

  it("is waited for once", async () => {
    const { outcome, batch } = await poll({ job });

    expect(outcome).toMatchObject({ misconfiguredPolls: 1, termination: null });
    expect(batch.terminations).toEqual([]);
  });

  it("is terminated as QueueBlocked when two polls in a row find it", async () => {
    const { outcome, batch } = await poll({ job, watch: { misconfiguredPolls: 1 } });

    const reason = `QueueBlocked of execution ${EXECUTION_ARN}: blocked in its queue: ${statusReason}`;
    expect(batch.terminations).toEqual([{ jobId: JOB_ID, reason }]);
    expect(outcome).toMatchObject({ termination: { category: "QueueBlocked", reason } });
  });

  it("has its reason cut to what TerminateJob takes, and is known by it all the same", async () => {
    const { batch } = await poll({
      job: runnable({ statusReason: `MISCONFIGURATION:${"x".repeat(1_024)}` }),
      watch: { misconfiguredPolls: 1 },
    });
    const [termination] = batch.terminations;
    expect(termination?.reason).toHaveLength(1_024);

    const { outcome } = await poll({ job: givenJob({ statusReason: termination?.reason }) });

    expect(failureOf(outcome).error).toBe("BatchJob.QueueBlocked");
  });

  it("is left alone where it was attached to, but the run ends", async () => {
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

  it("ends the run and its job", async () => {
    const { outcome, batch } = await poll({ job: running(), watch: { polls: 2_399 } });

    expect(batch.terminations).toEqual([
      { jobId: JOB_ID, reason: `PollBudget of execution ${EXECUTION_ARN}: ${text}` },
    ]);
    expect(failureOf(outcome)).toMatchObject({
      error: "BatchJob.PollBudget",
      result: { status: "RUNNING", polls: 2_400 },
    });
  });

  it("leaves a job alone that was attached to", async () => {
    const { outcome, batch } = await poll({ job: running(), watch: { polls: 2_399, attached: true } });

    expect(batch.terminations).toEqual([]);
    expect(failureOf(outcome).error).toBe("BatchJob.PollBudget");
  });

  it("is not asked of a job that has ended", async () => {
    const { outcome } = await poll({ job: givenJob({ status: "SUCCEEDED" }), watch: { polls: 2_399 } });

    expect(outcome.outcome).toBe("SUCCEEDED");
  });

  it("counts the retries that used the history", async () => {
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

  it("is explained by the first child that failed", async () => {
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

  it("is explained by the first child although another page of the list holds it", async () => {
    const batch = new FakeBatch().add(child(10), child(2, { statusReason: "the first to fail" }), child(7));
    batch.pageSize = 1;

    const { outcome } = await poll({ batch, job: parent });

    expect(failureOf(outcome).result).toMatchObject({
      statusReason: "Array Child Job failed: 2 of 12 children failed; child 2: the first to fail",
    });
  });

  it("waits ten minutes for children that cannot be read, and is still a failed job then", async () => {
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

  it("lets an error that is not Batch's through, because it is a defect of ours", async () => {
    const batch = new FakeBatch();
    batch.listJobs = () => Promise.reject(new TypeError("a defect"));

    await expect(poll({ batch, job: parent })).rejects.toThrow("a defect");
  });

  it("has its child's exit code, attempts and log", async () => {
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
  ])("says as much as is known (%#)", async (fields, childFields, statusReason) => {
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
  ])("keeps its own words when Batch %s", async (_title, misbehave) => {
    const batch = new FakeBatch();
    misbehave(batch);

    const { outcome } = await poll({ batch, job: parent });

    expect(failureOf(outcome)).toMatchObject({
      error: "BatchJob.Unknown",
      result: { statusReason: "Array Child Job failed" },
    });
  });

  it("keeps its own words when the reply about the child has no list", async () => {
    const batch = new FakeBatch().add(child(0), parent);
    const describe = batch.describeJobs.bind(batch);
    batch.describeJobs = (jobIds) => (jobIds[0] === JOB_ID ? describe(jobIds) : Promise.resolve({ jobs: undefined }));

    expect(failureOf((await poll({ batch })).outcome).error).toBe("BatchJob.Unknown");
  });

  it("is found by its deadline although the reason names a child", async () => {
    const batch = new FakeBatch().add(child(0, { statusReason: "Host EC2 terminated." }));
    const statusReason = `QueueTimeout of execution ${EXECUTION_ARN}: not RUNNING`;

    const { outcome } = await poll({ batch, job: { ...parent, statusReason } });

    expect(failureOf(outcome).error).toBe("BatchJob.QueueTimeout");
  });
});

describe("a call that fails", () => {
  it.each(["BatchApi.Client", "BatchApi.Throttled", "BatchApi.Server"] as const)(
    "is repeated soon, and ends nothing: %s",
    async (name) => {
      const batch = new FakeBatch().failOn("describeJobs", new BatchApiError(name, "no"));

      const { outcome, log } = await poll({
        batch,
        job: running(),
        watch: { status: "RUNNING", waitTimeSeconds: 86_400 },
      });

      expect(outcome).toMatchObject({ outcome: "WAITING", waitSeconds: 2, outage: { since: at(60), reason: "no" } });
      expect(log.lines).toEqual([{ message: "Batch did not answer", jobId: JOB_ID, since: at(60), reason: "no" }]);
    },
  );

  it("does not hide an error of our own making", async () => {
    const batch = new FakeBatch();
    batch.describeJobs = () => Promise.reject(new TypeError("broken"));

    await expect(poll({ batch })).rejects.toThrow(new TypeError("broken"));
  });

  it("forgets the outage when Batch answers", async () => {
    const { outcome } = await poll({ job: running(), watch: { outage: { since: at(0), reason: "no" } } });

    expect(outcome).toMatchObject({ outcome: "WAITING", outage: null, waitSeconds: 60 });
  });

  it("is given up within a day, since when and why", async () => {
    const batch = new FakeBatch().failOn("describeJobs", new BatchApiError("BatchApi.Server", "HTTP 500"));
    const outage = { since: at(0), reason: "an earlier one" };

    expect((await poll({ batch, watch: { outage }, atSeconds: 85_799 })).outcome).toMatchObject({ waitSeconds: 1 });
    expect(failureOf((await poll({ batch, watch: { outage }, atSeconds: 85_800 })).outcome)).toMatchObject({
      error: "BatchJob.Unknown",
      result: { jobId: JOB_ID, statusReason: `Batch has not answered since ${at(0)}; last error: HTTP 500` },
    });
  });

  it("is given up when the history has no room left", async () => {
    const batch = new FakeBatch().failOn("describeJobs", new BatchApiError("BatchApi.Server", "HTTP 500"));

    expect((await poll({ batch, watch: { polls: 2_498 } })).outcome.outcome).toBe("WAITING");
    expect(failureOf((await poll({ batch, watch: { polls: 2_499 } })).outcome).error).toBe("BatchJob.Unknown");
  });

  it.each([
    [{ attached: true }, "FAILED"],
    [{ attached: true, status: "RUNNING" }, "WAITING"],
    [{}, "WAITING"],
  ])("is a refusal after two minutes for an attached job that was never seen: %j", async (watch, outcome) => {
    const batch = new FakeBatch().failOn("describeJobs", new BatchApiError("BatchApi.Client", "access denied"));
    const outage = { since: at(0), reason: "no" };

    expect((await poll({ batch, watch: { ...watch, outage }, atSeconds: 120 })).outcome.outcome).toBe("WAITING");
    expect((await poll({ batch, watch: { ...watch, outage }, atSeconds: 121 })).outcome).toMatchObject({
      outcome,
      ...(outcome === "FAILED" && { failure: { errorType: "BatchJob.InvalidRequest" } }),
    });
  });

  it("lets a deadline end the wait", async () => {
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
  ])("lets the deadline of the queue keep the waits short until the job has run: %j", async (fields, waitSeconds) => {
    const batch = new FakeBatch().failOn("describeJobs", new BatchApiError("BatchApi.Server", "HTTP 500"));
    const watch = { outage: { since: at(0), reason: "no" }, queueTimeoutSeconds: 10, ...fields };

    expect((await poll({ batch, watch, atSeconds: 10_000 })).outcome).toMatchObject({ waitSeconds });
  });

  it("keeps what it carries of an error short and whole", async () => {
    const batch = new FakeBatch().failOn("describeJobs", new BatchApiError("BatchApi.Server", `${"x".repeat(511)}😀`));

    expect((await poll({ batch })).outcome).toMatchObject({ outage: { reason: "x".repeat(511) } });
  });

  it("of TerminateJob is repeated with the next poll", async () => {
    const batch = new FakeBatch().failOn("terminateJob", new BatchApiError("BatchApi.Server", "HTTP 500"));

    const { outcome } = await poll({ batch, job: runnable(), watch: { overallTimeoutSeconds: 1 } });

    expect(outcome).toMatchObject({ outcome: "WAITING", termination: null, outage: { reason: "HTTP 500" } });
  });
});

describe("a reply that is not about the job", () => {
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
  ])("says nothing about it: %s", async (_title, reply, reason) => {
    const batch = new FakeBatch();
    Object.assign(batch, { describeJobs: () => Promise.resolve(reply) });

    const { outcome } = await poll({ batch, watch: { missingPolls: 1 }, atSeconds: 10_000 });

    expect(outcome).toMatchObject({
      outcome: "WAITING",
      missingPolls: 1,
      outage: { reason: `DescribeJobs on job ${JOB_ID}: a reply ${reason}` },
    });
  });

  it("is searched for the job", async () => {
    const batch = new FakeBatch();
    Object.assign(batch, {
      describeJobs: () =>
        Promise.resolve({ jobs: [null, givenJob({ jobId: "other" }), { ...own, jobArn: undefined }] }),
    });

    expect((await poll({ batch })).outcome).toMatchObject({ outcome: "WAITING", status: "RUNNING" });
  });
});

describe("an array job whose children wait", () => {
  const waiting = running({ status: "PENDING", arrayProperties: { size: 2, statusSummary: { RUNNABLE: 2 } } });
  const statusReason = "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT - too large";
  const givenChildren = (fields: Job) =>
    new FakeBatch().add(runnable({ jobId: `${JOB_ID}:0`, ...fields }), runnable({ jobId: `${JOB_ID}:1`, ...fields }));

  it("is not asked about them at first", async () => {
    const { outcome, batch } = await poll({ batch: givenChildren({ statusReason }), job: waiting });

    expect(batch.calls).toEqual(["describeJobs"]);
    expect(outcome).toMatchObject({ runnablePolls: 1, misconfiguredPolls: 0 });
  });

  it("is terminated at the third poll when they are misconfigured", async () => {
    const batch = givenChildren({ statusReason });
    const second = await poll({ batch, job: waiting, watch: { runnablePolls: 1 } });
    expect(second.outcome).toMatchObject({ runnablePolls: 2, misconfiguredPolls: 1, statusReason, termination: null });

    const { outcome } = await poll({ batch, watch: { runnablePolls: 2, misconfiguredPolls: 1 } });

    expect(outcome).toMatchObject({ termination: { category: "QueueBlocked" } });
    expect(batch.calls.filter((call) => call === "listJobs")).toHaveLength(2);
  });

  it("is asked for no more than a hundred children, on whatever page they are", async () => {
    const batch = new FakeBatch().add(...Array.from({ length: 150 }, (_, i) => runnable({ jobId: `${JOB_ID}:${i}` })));
    batch.pageSize = 50;

    await poll({ batch, job: waiting, watch: { runnablePolls: 1 } });

    expect(batch.listings).toHaveLength(2);
  });

  it("is asked for the first child when the list leaves the reasons out", async () => {
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
  ])("is waited for when the reply holds %s", async (_title, list, described) => {
    const batch = new FakeBatch().add(waiting);
    const describe = batch.describeJobs.bind(batch);
    Object.assign(batch, {
      listJobs: () => Promise.resolve(list),
      describeJobs: (jobIds: string[]) => (jobIds[0] === JOB_ID ? describe(jobIds) : Promise.resolve(described)),
    });

    const { outcome } = await poll({ batch, watch: { runnablePolls: 1 } });

    expect(outcome).toMatchObject({ outcome: "WAITING", statusReason: null, misconfiguredPolls: 0 });
  });

  it("has the reason of its children in that of its deadline", async () => {
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
  it("is what the state passes", () => {
    const event = { watch: givenWatch(), state: { Name: "Get Job Status", EnteredTime: at(0), RetryCount: 0 } };

    expect(parseCheckJobEvent(event)).toEqual({ watch: givenWatch(), state: { EnteredTime: at(0), RetryCount: 0 } });
  });

  it("may be of an execution that began before or after a deployment", () => {
    const { queuedSince, hasRun, runnablePolls, outage, doubt, ...older } = givenWatch();
    const watch = { ...older, fieldOfALaterVersion: true };

    expect(parseCheckJobEvent({ watch, state: { EnteredTime: at(0) } }).watch).toEqual(
      givenWatch({ queuedSince, hasRun, runnablePolls, outage, doubt }),
    );
  });

  it.each([{ outcome: "SUCCEEDED" }, { jobId: "" }, { polls: -1 }])(
    "is refused with a watch that no state makes: %j",
    (fields) => {
      expect(() =>
        parseCheckJobEvent({ watch: { ...givenWatch(), ...fields }, state: { EnteredTime: at(0) } }),
      ).toThrow(/watch/);
    },
  );
});
