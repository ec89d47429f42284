import { BatchApiError } from "../../../lambdas/shared/batch-api";
import { LOOK_PAUSES_MS } from "../../../lambdas/shared/submitted-jobs";
import { parseTerminateJobEvent } from "../../../lambdas/terminate-job/terminate-job-event";
import { terminateJob } from "../../../lambdas/terminate-job/terminate-job";
import { explainFailure } from "../../../workflow/result/classify-failure";
import { EXECUTION_ARN_TAG } from "../../../workflow/tags";
import { EXECUTION_ARN, givenServices } from "./given-services";

const STARTED_AT_MS = Date.parse("2026-01-01T00:00:00.000Z");
const TAGS = { [EXECUTION_ARN_TAG]: EXECUTION_ARN };
const INPUT = { jobName: "my-job", jobDefinition: "d", jobQueue: "q", wait_time: 60 };
const TARGET = { executionArnPrefix: "not used", jobQueues: [] };
const REASON = (status: string): string => `${status} of execution ${EXECUTION_ARN}: the execution has ended`;

/** Event that Step Functions sends through EventBridge. */
const givenEvent = (detail: object = {}) =>
  parseTerminateJobEvent({
    version: "0",
    id: "315c1398-40ff-a850-213b-158f73e60175",
    "detail-type": "Step Functions Execution Status Change",
    source: "aws.states",
    account: "123456789012",
    time: "2026-01-01T00:10:00Z",
    region: "us-east-1",
    resources: [EXECUTION_ARN],
    detail: {
      executionArn: EXECUTION_ARN,
      stateMachineArn: "arn:aws:states:us-east-1:123456789012:stateMachine:poller",
      name: "run",
      status: "ABORTED",
      startDate: STARTED_AT_MS,
      stopDate: STARTED_AT_MS + 600_000,
      input: JSON.stringify(INPUT),
      inputDetails: { included: true },
      output: null,
      outputDetails: null,
      redriveCount: 0,
      ...detail,
    },
  });
const end = (services: ReturnType<typeof givenServices>, detail: object = {}) =>
  terminateJob(services, givenEvent(detail), TARGET);

const refusalOf = (action: string, code: string, status: number, message: string): BatchApiError =>
  new BatchApiError("BatchApi.Client", message, { action, code, status });

describe("an ended execution", () => {
  it.each(["ABORTED", "TIMED_OUT", "FAILED"])(
    "terminates the job with a reason that names the execution and its status: %s",
    async (status) => {
      const services = givenServices();
      services.batch.add({ jobId: "ours", tags: TAGS });

      const result = await end(services, { status });

      expect(services.batch.terminations).toEqual([{ jobId: "ours", reason: REASON(status) }]);
      expect(result).toEqual({ terminated: ["ours"], left: {} });
    },
  );

  it.each(["SUBMITTED", "PENDING", "RUNNABLE", "STARTING", "RUNNING", "SOMETHING_NEW"])(
    "terminates a job that is %s",
    async (status) => {
      const services = givenServices();
      services.batch.add({ jobId: "ours", status, tags: TAGS });

      expect(await end(services)).toMatchObject({ terminated: ["ours"] });
    },
  );

  it.each(["SUCCEEDED", "FAILED"])("does not terminate a job that is %s", async (status) => {
    const services = givenServices();
    services.batch.add({ status, tags: TAGS });

    expect(await end(services, { status: "FAILED" })).toEqual({ terminated: [], left: { [`already ${status}`]: 1 } });
    expect(services.batch.terminations).toEqual([]);
  });

  it("terminates every job that the execution submitted", async () => {
    const services = givenServices();
    services.batch.add({ jobId: "one", tags: TAGS }, { jobId: "two", tags: TAGS });

    expect(await end(services)).toMatchObject({ terminated: ["one", "two"] });
  });

  it.each([
    ["another execution's", { tags: { [EXECUTION_ARN_TAG]: `${EXECUTION_ARN}-2` } }],
    ["without the tag", { tags: { team: "a" } }],
    ["without any tag", {}],
    ["in another queue", { jobQueue: "other", tags: TAGS }],
  ])("does not terminate a job of the same name that is %s", async (_title, job) => {
    const services = givenServices();
    services.batch.add({ jobId: "foreign", ...job });

    expect(await end(services)).toEqual({ terminated: [], left: {} });
    expect(services.batch.terminations).toEqual([]);
  });

  it("does not terminate an attached job", async () => {
    const services = givenServices();
    services.batch.add({ jobId: "theirs", tags: { [EXECUTION_ARN_TAG]: `${EXECUTION_ARN}-2` } });

    const result = await end(services, { input: JSON.stringify({ jobId: "theirs" }) });

    expect(result).toEqual({ terminated: [], left: { "the execution's input submits no job": 0 } });
    expect(services.batch.calls).toEqual([]);
  });

  it.each(['"text"', "null", '{"jobName":7,"jobQueue":"q"}'])(
    "terminates nothing when the input was invalid: %s",
    async (input) => {
      const services = givenServices();

      expect(await end(services, { input, status: "FAILED" })).toMatchObject({ terminated: [] });
      expect(services.batch.calls).toEqual([]);
    },
  );

  it("finds the job when other input fields were invalid, because `sync` submits it anyway", async () => {
    const services = givenServices();
    services.batch.add({ jobId: "ours", tags: TAGS });

    const result = await end(services, { input: JSON.stringify({ ...INPUT, wait_time: "soon" }) });

    expect(result).toMatchObject({ terminated: ["ours"] });
  });

  it.each([
    ["null", { input: null, inputDetails: { included: false } }],
    ["absent", { input: undefined }],
  ])("looks up the input when the event omits it: %s", async (_title, detail) => {
    const services = givenServices();
    services.batch.add({ jobId: "ours", tags: TAGS });
    services.executions.add(EXECUTION_ARN, { status: "ABORTED", input: JSON.stringify(INPUT) });

    expect(await end(services, detail)).toMatchObject({ terminated: ["ours"] });
    expect(services.executions.asked).toEqual([EXECUTION_ARN]);
  });

  it("terminates nothing when the input is no longer available", async () => {
    const services = givenServices();

    expect(await end(services, { input: null })).toMatchObject({ terminated: [] });
    expect(services.batch.calls).toEqual([]);
  });

  it("gives a reason that is classified as Terminated for any execution name", () => {
    const reason = REASON("ABORTED").replace("run", "Task failed to start-CannotPull");

    expect(explainFailure({ status: "FAILED", isTerminated: true, statusReason: reason }).category).toBe("Terminated");
  });

  it("logs the job and the reason", async () => {
    const services = givenServices();
    services.batch.add({ jobId: "ours", status: "RUNNING", tags: TAGS });

    await end(services);

    expect(services.log.lines).toEqual([
      { message: "terminated the job", jobId: "ours", was: "RUNNING", reason: REASON("ABORTED") },
      { message: "cleaned up", terminated: ["ours"], left: {} },
    ]);
  });
});

describe("a late event", () => {
  it.each([
    [0, 1],
    [undefined, 1],
    [1, 2],
  ])("does not terminate the job of an execution that was redriven since (%s, %s)", async (before, now) => {
    const services = givenServices();
    services.batch.add({ tags: TAGS });
    services.executions.add(EXECUTION_ARN, { status: "RUNNING", redriveCount: now });

    const result = await end(services, { redriveCount: before });

    expect(result).toEqual({ terminated: [], left: { "the execution was redriven": 0 } });
    expect(services.batch.calls).toEqual([]);
  });

  it.each([
    ["still shown as running", { status: "RUNNING", redriveCount: 1 }],
    ["over once more", { status: "FAILED", redriveCount: 2 }],
  ])("trusts the event when the execution is %s", async (_title, execution) => {
    const services = givenServices();
    services.batch.add({ jobId: "ours", tags: TAGS });
    services.executions.add(EXECUTION_ARN, execution);

    expect(await end(services, { redriveCount: 1 })).toMatchObject({ terminated: ["ours"] });
  });

  it("does nothing the second time", async () => {
    const services = givenServices();
    services.batch.add({ jobId: "ours", tags: TAGS });
    await end(services);
    Object.assign(services.batch.jobs[0] ?? {}, { status: "FAILED" });

    expect(await end(services)).toEqual({ terminated: [], left: { "already FAILED": 1 } });
    expect(services.batch.terminations).toHaveLength(1);
  });
});

describe("a job that ListJobs returns late", () => {
  it.each([1, LOOK_PAUSES_MS.length])("finds the job by another search: %d", async (looks) => {
    let left = looks;
    const services = givenServices({
      onPause: () => (--left === 0 ? services.batch.add({ jobId: "late", tags: TAGS }) : 0),
    });

    expect(await end(services, { status: "FAILED" })).toMatchObject({ terminated: ["late"] });
    expect(services.pauses).toEqual(LOOK_PAUSES_MS.slice(0, looks));
  });

  it("stops after three searches when the execution failed", async () => {
    const services = givenServices();

    expect(await end(services, { status: "FAILED" })).toEqual({ terminated: [], left: {} });
    expect(services.pauses).toEqual(LOOK_PAUSES_MS);
    expect(services.batch.calls).toEqual(Array<string>(LOOK_PAUSES_MS.length + 1).fill("listJobs"));
  });

  it.each(["ABORTED", "TIMED_OUT"])(
    "searches until submit-job must have ended when the execution was interrupted: %s",
    async (status) => {
      const services = givenServices();

      expect(await end(services, { status })).toEqual({ terminated: [], left: {} });
      expect(services.pauses.reduce((sum, pauseMs) => sum + pauseMs)).toBeGreaterThan(55_000);
    },
  );

  it("terminates the late job in addition to the first one", async () => {
    const services = givenServices({
      onPause: () => services.batch.add({ jobId: "second", tags: TAGS, createdAt: STARTED_AT_MS + 599_000 }),
    });
    services.batch.add({ jobId: "first", tags: TAGS, createdAt: STARTED_AT_MS + 598_000 });

    expect(await end(services)).toMatchObject({ terminated: ["first", "second"] });
    expect(services.batch.terminations).toHaveLength(2);
  });

  it.each<[number | undefined, number | null, boolean]>([
    [STARTED_AT_MS + 299_999, STARTED_AT_MS + 600_000, false],
    [STARTED_AT_MS + 300_000, STARTED_AT_MS + 600_000, true],
    [undefined, STARTED_AT_MS + 600_000, true],
    [STARTED_AT_MS, null, true],
  ])(
    "decides whether to expect a late job from createdAt %p and the end at %p",
    async (createdAt, stopDate, looksOn) => {
      const services = givenServices();
      services.batch.add({ jobId: "only", tags: TAGS, createdAt });

      await end(services, { stopDate });

      expect(services.pauses.length > 0).toBe(looksOn);
    },
  );
});

it.each<[object, object]>([
  [
    { startDate: 0, stopDate: null },
    { name: "AFTER_CREATED_AT", values: ["0"] },
  ],
  [{ stopDate: STARTED_AT_MS + 3_599_999 }, { name: "AFTER_CREATED_AT", values: [String(STARTED_AT_MS - 900_000)] }],
  [{ stopDate: STARTED_AT_MS + 3_600_000 }, { name: "JOB_NAME", values: ["my-job"] }],
])("uses the filter that matches fewer jobs: %j", async (detail, filter) => {
  const services = givenServices();

  await end(services, detail);

  expect(services.batch.listings[0]).toEqual({ jobQueue: "q", filters: [filter], nextToken: undefined });
});

describe("a failed call", () => {
  it("terminates the other jobs, then throws so that Lambda retries the invocation", async () => {
    const services = givenServices();
    services.batch.add({ jobId: "one", tags: TAGS }, { jobId: "two", tags: TAGS });
    const terminate = services.batch.terminateJob.bind(services.batch);
    services.batch.terminateJob = (jobId, reason) =>
      jobId === "one" ? Promise.reject(new BatchApiError("BatchApi.Server", "no reply")) : terminate(jobId, reason);

    await expect(end(services)).rejects.toMatchObject({
      name: "TerminateJob.Incomplete",
      message: '1 failed: BatchApi.Server: no reply; done: {"terminated":["two"],"left":{}}',
    });
    expect(services.log.lines).toContainEqual({
      message: "continues after a failure",
      error: "BatchApi.Server: no reply",
    });
  });

  it.each(["listJobs", "describeJobs"] as const)("terminates nothing when %s fails, and throws", async (action) => {
    const services = givenServices();
    services.batch.add({ tags: TAGS }).failOn(action, new BatchApiError("BatchApi.Throttled", "slow down"));

    await expect(end(services)).rejects.toThrow("slow down");
    expect(services.batch.terminations).toEqual([]);
  });

  it("terminates nothing when the queue does not exist", async () => {
    const services = givenServices();
    const message = "ListJobs on job queue q: ClientException: q does not exist";
    services.batch.failOn("listJobs", refusalOf("ListJobs", "ClientException", 400, message));

    const result = await end(services, { status: "FAILED" });

    expect(result).toEqual({ terminated: [], left: { [message]: 0 } });
    expect(services.batch.calls).toEqual(["listJobs"]);
  });

  it.each([
    ["listJobs", refusalOf("ListJobs", "AccessDeniedException", 403, "denied")],
    ["listJobs", refusalOf("ListJobs", "ValidationException", 400, "invalid filter")],
    ["listJobs", refusalOf("ListJobs", "ClientException", 403, "forbidden")],
    ["listJobs", new BatchApiError("BatchApi.Server", "no reply")],
    ["listJobs", new TypeError("a bug")],
    ["describeJobs", refusalOf("DescribeJobs", "ClientException", 400, "invalid")],
  ] as const)("makes the function fail otherwise: %s, %s", async (action, error) => {
    const services = givenServices();
    services.batch.add({ tags: TAGS });
    const fail = (): Promise<never> => Promise.reject(error);
    services.batch[action] = fail;

    await expect(end(services)).rejects.toBe(error);
  });

  it("terminates nothing when the execution cannot be looked up", async () => {
    const services = givenServices();
    services.batch.add({ tags: TAGS });
    services.executions.failOn(EXECUTION_ARN, new Error("access denied"));

    await expect(end(services)).rejects.toThrow("access denied");
    expect(services.batch.terminations).toEqual([]);
  });
});
