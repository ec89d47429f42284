import type { Pause } from "../../lambdas/shared/services";
import type { ListJobsCommandOutput } from "@aws-sdk/client-batch";
import * as fc from "fast-check";
import { BatchApiError, REQUEST_LIMITS } from "../../lambdas/shared/batch-api";
import { WorkflowError } from "../../lambdas/submit-job/workflow-error";
import { parseSubmitJobEvent, submitJob, type SubmitJobEvent } from "../../lambdas/submit-job/submit-job";
import { EMPTY_RESULT } from "../../workflow/result/job-result";
import { jobWatchSchema } from "../../workflow/result/job-watch";
import { firstWaitSeconds } from "../../workflow/pacing";
import { EXECUTION_ARN_TAG } from "../../workflow/tags";
import { givenWatch } from "../../testing/workflow/watch-fixture";
import { FakeBatch, givenLog } from "./fake-batch";

const EXECUTION_ARN = "arn:aws:states:us-east-1:123456789012:execution:poller:run";
const STARTED_AT = "2026-01-01T00:00:00.000Z";
const STARTED_AT_MS = Date.parse(STARTED_AT);
const TAGS = { [EXECUTION_ARN_TAG]: EXECUTION_ARN };
const INPUT = { jobName: "my-job", jobDefinition: "d", jobQueue: "q", wait_time: 60 };

const givenEvent = (
  state: Partial<SubmitJobEvent["state"]> = { RetryCount: 0 },
  execution: Partial<SubmitJobEvent["execution"]> = {},
): SubmitJobEvent => ({
  execution: { Id: EXECUTION_ARN, Input: INPUT, StartTime: STARTED_AT, RedriveCount: 0, ...execution },
  state: { EnteredTime: "2026-01-01T00:00:01.000Z", ...state },
  integration: "poll",
});
const withInput = (input: unknown) => givenEvent({ RetryCount: 0 }, { Input: input });
const noPause = () => Promise.resolve();
const run = (batch: FakeBatch, event: SubmitJobEvent, pause: Pause = noPause) =>
  submitJob({ batch, log: givenLog(), pause }, event);
const errorOf = async (work: Promise<unknown>): Promise<WorkflowError> => {
  const error: unknown = await work.then(
    () => "no error",
    (thrown: unknown) => thrown,
  );
  if (error instanceof WorkflowError) return error;
  throw new Error(`expected a WorkflowError, got ${String(error)}`);
};

describe("the first attempt", () => {
  it("adds the execution's tag to the user's tags and does not list jobs", async () => {
    const batch = new FakeBatch();

    await run(batch, withInput({ ...INPUT, tags: { team: "a" }, parameters: { n: 1 }, run_timeout: 60 }));

    expect(batch.calls).toEqual(["submitJob"]);
    expect(batch.submissions).toEqual([
      {
        jobName: "my-job",
        jobDefinition: "d",
        jobQueue: "q",
        parameters: { n: "1" },
        timeout: { attemptDurationSeconds: 60 },
        tags: { team: "a", ...TAGS },
      },
    ]);
  });

  it("returns the watch that the next states expect", async () => {
    const watch = await run(
      new FakeBatch(),
      withInput({ ...INPUT, queue_timeout: 100, run_timeout: 200, overall_timeout: 300 }),
    );

    expect(jobWatchSchema.parse(watch)).toEqual(
      givenWatch({
        jobId: "job-1",
        executionArn: EXECUTION_ARN,
        queueTimeoutSeconds: 100,
        runTimeoutSeconds: 200,
        overallTimeoutSeconds: 300,
        waitSeconds: firstWaitSeconds(60, "job-1"),
        lastSeenAt: "2026-01-01T00:00:01.000Z",
      }),
    );
  });

  it.each([
    [{ wait_time: 3_600, overall_timeout: 10 }, 9],
    [{ wait_time: 3_600, queue_timeout: 10 }, 10],
    [{ wait_time: 3_600, queue_timeout: 20, overall_timeout: 10 }, 9],
    [{ wait_time: 3_600, overall_timeout: 1 }, 1],
    [{ wait_time: 5, queue_timeout: 10, overall_timeout: 10 }, firstWaitSeconds(5, "job-1")],
    [{ wait_time: 3_600 }, firstWaitSeconds(3_600, "job-1")],
  ])("ends the first wait at the deadline: %j", async (fields, waitSeconds) => {
    expect(await run(new FakeBatch(), withInput({ ...INPUT, ...fields }))).toMatchObject({ waitSeconds });
  });

  it("polls immediately after many retries when there is a deadline", async () => {
    const Input = { ...INPUT, wait_time: 3_600, overall_timeout: 10_000 };

    expect(await run(new FakeBatch(), givenEvent({ RetryCount: 4 }, { Input }))).toMatchObject({ waitSeconds: 1 });
  });

  it("counts as the first attempt when the interpreter reports no redrive count", async () => {
    const batch = new FakeBatch();

    await run(batch, givenEvent({ RetryCount: 0 }, { RedriveCount: undefined }));

    expect(batch.calls).toEqual(["submitJob"]);
  });

  it("logs the job and the execution", async () => {
    const log = givenLog();

    await submitJob({ batch: new FakeBatch(), log, pause: noPause }, givenEvent());

    expect(log.lines).toEqual([{ message: "submitted the job", jobId: "job-1", executionArn: EXECUTION_ARN }]);
  });
});

describe("an attempt that may follow another one", () => {
  it.each([
    ["a retry", givenEvent({ RetryCount: 1 }), true],
    ["an interpreter that does not count retries", givenEvent({}), false],
    ["a redriven execution", givenEvent({ RetryCount: 0 }, { RedriveCount: 1 }), true],
  ])("finds the job that an earlier attempt submitted: %s", async (_title, event, isDoubtful) => {
    const batch = new FakeBatch().add({ jobId: "earlier", tags: TAGS });

    const watch = await run(batch, event);

    const doubt = isDoubtful ? { jobQueue: "q", jobDefinition: "d", looks: 0, since: null, fromMs: null } : null;
    expect(watch).toMatchObject({ jobId: "earlier", reused: true, duplicates: [], doubt });
    expect(batch.submissions).toEqual([]);
    expect(batch.terminations).toEqual([]);
  });

  it("searches for longer than a SubmitJob call takes before it submits again, and marks the submission as doubtful", async () => {
    const batch = new FakeBatch();
    const pauses: number[] = [];

    const watch = await run(batch, givenEvent({ RetryCount: 2 }), (ms) => Promise.resolve(pauses.push(ms)));

    expect(batch.calls).toEqual([...Array<string>(3).fill("listJobs"), "submitJob"]);
    expect(pauses.reduce((sum, pause) => sum + pause)).toBeGreaterThanOrEqual(
      REQUEST_LIMITS.connectionTimeout + REQUEST_LIMITS.requestTimeout + 2_000,
    );
    expect(watch).toMatchObject({ jobId: "job-1", reused: false, retries: 2, doubt: { looks: 0 } });
    expect(watch.waitSeconds).toBeLessThanOrEqual(10);
  });

  it("describes a job of another execution only once across searches", async () => {
    const batch = new FakeBatch().add({ jobId: "foreign" });

    await run(batch, givenEvent({ RetryCount: 1 }));

    expect(batch.calls.filter((call) => call === "describeJobs")).toHaveLength(1);
  });

  it("finds a job that ListJobs returns with a delay", async () => {
    const batch = new FakeBatch().add({ jobId: "late", tags: TAGS });
    batch.hidden.add("late");

    const watch = await run(batch, givenEvent({ RetryCount: 1 }), () => Promise.resolve(batch.hidden.delete("late")));

    expect(watch).toMatchObject({ jobId: "late", reused: true });
    expect(batch.submissions).toEqual([]);
  });

  it("retries a failed search and rethrows an error that is not from Batch", async () => {
    const batch = new FakeBatch().add({ jobId: "late", tags: TAGS });
    const list = batch.listJobs.bind(batch);
    batch.listJobs = () => Promise.reject(new BatchApiError("BatchApi.Server", "HTTP 500"));
    const mend = () => Promise.resolve((batch.listJobs = list));
    expect(await run(batch, givenEvent({ RetryCount: 1 }), mend)).toMatchObject({ jobId: "late" });

    batch.listJobs = () => Promise.reject(new TypeError("broken"));
    await expect(run(batch, givenEvent({ RetryCount: 1 }))).rejects.toThrow(new TypeError("broken"));
  });

  it("asks Step Functions to retry when Batch denies the search", async () => {
    const batch = new FakeBatch().failOn("listJobs", new BatchApiError("BatchApi.Client", "access denied"));

    expect((await errorOf(run(batch, givenEvent({ RetryCount: 1 })))).name).toBe("BatchApi.Server");
    expect(batch.calls).toEqual(["listJobs"]);
  });

  it("submits when ListJobs does not find the queue, so that SubmitJob reports it", async () => {
    const call = { action: "ListJobs", code: "ClientException", status: 400 };
    const batch = new FakeBatch().failOn("listJobs", new BatchApiError("BatchApi.Client", "no such queue", call));

    await run(batch, givenEvent({ RetryCount: 1 }));

    expect(batch.calls).toEqual(["listJobs", "submitJob"]);
  });

  it("lists the jobs of the queue since the start, with a margin for clock skew", async () => {
    const batch = new FakeBatch();

    await run(batch, givenEvent({}));

    const values = [String(STARTED_AT_MS - 900_000)];
    expect(batch.listings).toEqual([{ jobQueue: "q", filters: [{ name: "AFTER_CREATED_AT", values }] }]);
  });

  it.each<[string, object, object]>([
    ["another definition", { jobDefinition: "arn:aws:batch:us-east-1:123456789012:job-definition/other:1" }, {}],
    ["another revision", { jobDefinition: "d:2" }, { jobDefinition: "d:1" }],
    ["other parameters", { parameters: { n: "2" } }, { parameters: { n: "1" } }],
    ["another command", { container: { command: ["b"] } }, { containerOverrides: { command: ["a"] } }],
    [
      "another environment",
      { container: { environment: [{ name: "A", value: "2" }] } },
      { containerOverrides: { environment: [{ name: "A", value: "1" }] } },
    ],
    ["another size", { arrayProperties: { size: 3 } }, { arrayProperties: { size: 2 } }],
  ])("ignores a job with a forged tag that has %s", async (_title, job, fields) => {
    const batch = new FakeBatch().add({ jobId: "foreign", tags: TAGS, ...job });

    const watch = await run(batch, givenEvent({ RetryCount: 1 }, { Input: { ...INPUT, ...fields } }));

    expect(watch).toMatchObject({ jobId: "job-2", reused: false });
    expect(batch.terminations).toEqual([]);
  });

  it.each<[string, object, object]>([
    ["by name", { jobDefinition: "arn:aws:batch:us-east-1:123456789012:job-definition/d:7" }, {}],
    ["by name and revision", { jobDefinition: "d:7" }, { jobDefinition: "d:7" }],
    ["with parameters among its defaults", { parameters: { n: "1", m: "2" } }, { parameters: { n: "1" } }],
    [
      "with a command of placeholders",
      { container: { command: ["x"] } },
      { containerOverrides: { command: ["Ref::x"] } },
    ],
    [
      "with a variable among others",
      {
        container: {
          environment: [
            { name: "B", value: "" },
            { name: "A", value: "1" },
          ],
        },
      },
      { containerOverrides: { environment: [{ name: "A", value: "1" }] } },
    ],
    [
      "without details",
      {},
      { containerOverrides: { environment: [{ name: "A", value: "1" }] }, parameters: { n: "1" } },
    ],
  ])("adopts its own job, requested %s", async (_title, job, fields) => {
    const batch = new FakeBatch().add({ jobId: "own", tags: TAGS, ...job });

    const watch = await run(batch, givenEvent({ RetryCount: 1 }, { Input: { ...INPUT, ...fields } }));

    expect(watch).toMatchObject({ jobId: "own", reused: true });
  });

  it("does not terminate a surplus job that has ended", async () => {
    const batch = new FakeBatch().add(
      { jobId: "first", createdAt: STARTED_AT_MS, tags: TAGS },
      { jobId: "second", status: "SUCCEEDED", tags: TAGS },
    );

    expect(await run(batch, givenEvent({ RetryCount: 1 }))).toMatchObject({ jobId: "first", duplicates: ["second"] });
    expect(batch.terminations).toEqual([]);
  });

  it("finds the one job after a lost reply and ten retries", async () => {
    const batch = new FakeBatch().loseReplies(1);

    expect((await errorOf(run(batch, givenEvent()))).name).toBe("BatchApi.Server");
    for (let retry = 1; retry <= 10; retry += 1)
      expect(await run(batch, givenEvent({ RetryCount: retry }))).toMatchObject({ jobId: "job-1", reused: true });

    expect(batch.jobs).toHaveLength(1);
  });

  it("keeps the oldest of several jobs, terminates the others, and reports them", async () => {
    const batch = new FakeBatch().add(
      { jobId: "second", createdAt: STARTED_AT_MS + 2_000, tags: TAGS },
      { jobId: "first", createdAt: STARTED_AT_MS + 1_000, tags: TAGS },
      { jobId: "third", createdAt: STARTED_AT_MS + 3_000, tags: TAGS },
    );
    const log = givenLog();

    const watch = await submitJob({ batch, log, pause: noPause }, givenEvent({ RetryCount: 1 }));

    const reason = `Submitted twice by execution ${EXECUTION_ARN}; job first is kept`;
    expect(watch).toMatchObject({ jobId: "first", reused: true, duplicates: ["second", "third"] });
    expect(batch.terminations).toEqual([
      { jobId: "second", reason },
      { jobId: "third", reason },
    ]);
    expect(log.lines).toEqual([expect.objectContaining({ jobId: "first", duplicates: ["second", "third"] })]);
  });

  it.each([
    [["a", "b"], STARTED_AT_MS],
    [["b", "a"], STARTED_AT_MS],
    [["b", "a"], undefined],
  ])("keeps the same one of several jobs created in one millisecond, in any order: %j", async (jobIds, createdAt) => {
    const batch = new FakeBatch().add(...jobIds.map((jobId) => ({ jobId, createdAt, tags: TAGS })));

    expect(await run(batch, givenEvent({ RetryCount: 1 }))).toMatchObject({ jobId: "a", duplicates: ["b"] });
  });

  it.each([
    ["another execution's", { tags: { [EXECUTION_ARN_TAG]: `${EXECUTION_ARN}-2` } }],
    ["without the tag", { tags: { team: "a" } }],
    ["without any tag", {}],
    ["in another queue", { jobQueue: "other", tags: TAGS }],
  ])("ignores a job of the same name that is %s", async (_title, job) => {
    const batch = new FakeBatch().add({ jobId: "foreign", ...job });

    const watch = await run(batch, givenEvent({ RetryCount: 1 }));

    expect(watch).toMatchObject({ jobId: "job-2", reused: false, duplicates: [] });
    expect(batch.terminations).toEqual([]);
  });

  it("reads all pages, because the list is unordered", async () => {
    const batch = new FakeBatch();
    batch.pageSize = 1;
    batch.add({ jobId: "ours", createdAt: STARTED_AT_MS, tags: TAGS }, { jobName: "other" }, {}, {});

    expect(await run(batch, givenEvent({ RetryCount: 1 }))).toMatchObject({ jobId: "ours" });
    expect(batch.listings).toHaveLength(4);
  });

  it("finds a job created before the execution's start, within the margin for clock skew", async () => {
    const batch = new FakeBatch().add({ jobId: "skewed", createdAt: STARTED_AT_MS - 600_000, tags: TAGS });

    expect(await run(batch, givenEvent({ RetryCount: 1 }))).toMatchObject({ jobId: "skewed" });
  });

  it("keeps listing after an old job whose name differs only in case", async () => {
    const batch = new FakeBatch();
    batch.add({ jobId: "ours", tags: TAGS });
    const listOurs = batch.listJobs.bind(batch);
    batch.listJobs = (input) =>
      input.nextToken === undefined
        ? Promise.resolve({ jobSummaryList: [{ jobId: "old", jobName: "MY-JOB", createdAt: 0 }], nextToken: "0" })
        : listOurs(input);

    expect(await run(batch, givenEvent({ RetryCount: 1 }))).toMatchObject({ jobId: "ours", reused: true });
  });

  it("finds its job among more than 100 of the same name", async () => {
    const others = Array.from({ length: 250 }, (_, index) => ({ createdAt: STARTED_AT_MS + 10 + index }));
    const batch = new FakeBatch().add({ jobId: "ours", createdAt: STARTED_AT_MS + 1, tags: TAGS }, ...others);

    const watch = await run(batch, givenEvent({ RetryCount: 1 }));

    expect(watch).toMatchObject({ jobId: "ours", reused: true });
    expect(batch.calls).toEqual([...Array<string>(3).fill("listJobs"), ...Array<string>(3).fill("describeJobs")]);
  });

  it.each<ListJobsCommandOutput["jobSummaryList"]>([undefined, [{ jobId: undefined, jobName: "my-job" }]])(
    "submits when Batch lists no job with an ID: %j",
    async (jobSummaryList) => {
      const batch = new FakeBatch();
      batch.listJobs = () => Promise.resolve({ jobSummaryList, nextToken: undefined });
      batch.describeJobs = () => Promise.resolve({ jobs: undefined });

      expect(await run(batch, givenEvent({ RetryCount: 1 }))).toMatchObject({ reused: false });
      expect(batch.jobs).toHaveLength(1);
    },
  );

  it("asks Step Functions to retry when a listed job, possibly its own, cannot be described", async () => {
    const batch = new FakeBatch().add({ tags: TAGS });
    batch.describeJobs = () => Promise.resolve({ jobs: undefined });

    const attempt = run(batch, givenEvent({ RetryCount: 1 }));
    attempt.catch(() => undefined);

    await expect(attempt).rejects.toMatchObject({ name: "BatchApi.Server" });
    await expect(attempt).rejects.toThrow("DescribeJobs does not know job job-1 yet");
    expect(batch.calls).not.toContain("SubmitJob");
  });

  it("adopts its own job when another listed job cannot be described", async () => {
    const batch = new FakeBatch().add({ tags: TAGS }).add({});
    const { describeJobs } = batch;
    batch.describeJobs = async (jobIds) => {
      const { jobs = [] } = await describeJobs.call(batch, jobIds);
      return { jobs: jobs.filter(({ tags }) => tags !== undefined) };
    };

    expect(await run(batch, givenEvent({ RetryCount: 1 }))).toMatchObject({ jobId: "job-1", reused: true });
  });
});

describe("attach mode", () => {
  it("returns a watch of the existing job without a call to Batch", async () => {
    const batch = new FakeBatch();

    const watch = await run(batch, withInput({ jobId: "existing", wait_time: 5 }));

    expect(batch.calls).toEqual([]);
    expect(jobWatchSchema.parse(watch)).toMatchObject({
      jobId: "existing",
      jobName: null,
      attached: true,
      reused: false,
      waitSeconds: 5,
    });
  });

  it.each([
    ["poll", 3_600, 3_600],
    ["events", 3_600, 60],
    ["events", 5, 5],
  ] as const)("waits for the first poll with %s and wait_time %d at most %d s", async (integration, waitTime, most) => {
    const waits = await Promise.all(
      Array.from({ length: 200 }, async (_, job) => {
        const event = withInput({ jobId: `existing-${job}`, wait_time: waitTime });
        return (await run(new FakeBatch(), { ...event, integration })).waitSeconds;
      }),
    );

    expect(Math.max(...waits)).toBeLessThanOrEqual(most);
    expect(Math.max(...waits)).toBeGreaterThan(0.9 * most);
  });
});

describe("an invalid input", () => {
  it("throws BatchJob.InvalidRequest with a JobResult that lists every violation", async () => {
    const batch = new FakeBatch();

    const error = await errorOf(run(batch, withInput({ ...INPUT, jobName: "my job", wait_time: 0 })));

    expect(error.name).toBe("BatchJob.InvalidRequest");
    expect(JSON.parse(error.message)).toEqual({
      ...EMPTY_RESULT,
      category: "InvalidRequest",
      statusReason:
        'jobName must start with a letter or digit and have at most 128 letters, digits, "-" or "_", got "my job"; ' +
        "wait_time must be an integer from 1 to 86,400, got 0",
    });
    expect(batch.calls).toEqual([]);
  });

  it("does not call Batch for any invalid input", async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (input) => {
        const batch = new FakeBatch();

        const error = await errorOf(run(batch, withInput(input)));

        expect(error.name).toBe("BatchJob.InvalidRequest");
        expect(batch.calls).toEqual([]);
      }),
    );
  });

  it("rethrows an error that is not a violation", async () => {
    const input = new Proxy({}, { has: () => { throw new TypeError("broken"); } }); // prettier-ignore

    await expect(run(new FakeBatch(), withInput(input))).rejects.toThrow(new TypeError("broken"));
  });
});

describe("a failed call", () => {
  it.each([
    ["BatchApi.Client", "BatchJob.InvalidRequest", "InvalidRequest", false],
    ["BatchApi.Throttled", "BatchApi.Throttled", "Unknown", true],
    ["BatchApi.Server", "BatchApi.Server", "Unknown", true],
  ] as const)("ends %s as %s with a JobResult", async (name, errorName, category, retryable) => {
    const batch = new FakeBatch().failOn("submitJob", new BatchApiError(name, "SubmitJob on queue q: no"));

    const error = await errorOf(run(batch, givenEvent()));

    expect(error.name).toBe(errorName);
    expect(error.result).toEqual({
      ...EMPTY_RESULT,
      jobName: "my-job",
      category,
      retryable,
      statusReason: "SubmitJob on queue q: no",
    });
    expect(JSON.parse(error.message)).toEqual(error.result);
  });

  it("retries throttled calls in the same attempt with increasing pauses", async () => {
    const batch = new FakeBatch();
    const submitJob = batch.submitJob.bind(batch);
    let throttled = 4;
    batch.submitJob = (input) =>
      (throttled -= 1) >= 0 ? Promise.reject(new BatchApiError("BatchApi.Throttled", "slow down")) : submitJob(input);
    const pauses: number[] = [];

    const watch = await run(batch, givenEvent(), (pauseMs) => Promise.resolve(pauses.push(pauseMs)));

    expect(watch).toMatchObject({ jobId: "job-1", reused: false, doubt: null });
    expect(pauses).toHaveLength(4);
    for (const [index, pauseMs] of pauses.entries()) expect(pauseMs).toBeLessThanOrEqual(1_000 * 2 ** index);
  });

  it("asks Step Functions to retry when the reply has no jobId", async () => {
    const batch = new FakeBatch();
    batch.submitJob = () => Promise.resolve({ jobId: undefined });

    expect(await errorOf(run(batch, givenEvent()))).toMatchObject({
      name: "BatchApi.Server",
      result: { statusReason: "SubmitJob in job queue q: the reply has no jobId" },
    });
  });

  it("does not submit when the search for the job failed", async () => {
    const batch = new FakeBatch().failOn("listJobs", new BatchApiError("BatchApi.Throttled", "slow down"));

    expect((await errorOf(run(batch, givenEvent({ RetryCount: 1 })))).name).toBe("BatchApi.Throttled");
    expect(batch.submissions).toEqual([]);
  });

  it("limits the message so that Step Functions does not truncate it", async () => {
    const batch = new FakeBatch().failOn(
      "submitJob",
      new BatchApiError("BatchApi.Client", '"\u0001\n\\'.repeat(20_000)),
    );

    const error = await errorOf(run(batch, givenEvent()));
    const wrapped = JSON.stringify({ errorType: error.name, errorMessage: error.message, trace: [error.stack] });

    expect(wrapped.length).toBeLessThan(32_768);
    expect(error.stack).toBe("BatchJob.InvalidRequest");
  });
});

describe("the event", () => {
  it("accepts the event from Step Functions' context", () => {
    const execution = { Id: EXECUTION_ARN, Input: INPUT, Name: "run", RoleArn: "r", StartTime: STARTED_AT };
    const event = { execution, state: { Name: "Submit Job", EnteredTime: STARTED_AT, RetryCount: 0 } };

    expect(parseSubmitJobEvent(event)).toEqual({
      execution: { Id: EXECUTION_ARN, Input: INPUT, StartTime: STARTED_AT },
      state: { EnteredTime: STARTED_AT, RetryCount: 0 },
      integration: "poll",
    });
  });

  it("rejects an event that Step Functions did not send", () => {
    expect(() => parseSubmitJobEvent(INPUT)).toThrow(/execution/);
  });
});
