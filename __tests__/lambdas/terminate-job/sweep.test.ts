import * as z from "zod";
import { BatchApiError } from "../../../lambdas/shared/batch-api";
import { parseSweepTarget } from "../../../lambdas/terminate-job/sweep";
import { terminateJob } from "../../../lambdas/terminate-job/terminate-job";
import { parseTerminateJobEvent } from "../../../lambdas/terminate-job/terminate-job-event";
import { EXECUTION_ARN_TAG } from "../../../workflow/tags";
import { EXECUTION_ARN, givenServices, STATE_MACHINE_ARN } from "./given-services";

const TIME = "2026-01-01T12:00:00Z";
const TIME_MS = Date.parse(TIME);
const HOUR_MS = 3_600_000;

const tagsOf = (name: string) => ({ [EXECUTION_ARN_TAG]: `${EXECUTION_ARN}${name}` });
const TAGS = tagsOf("");
const REASON = (status: string): string => `${status} of execution ${EXECUTION_ARN}: the execution has ended`;

/** Event that EventBridge sends. */
const EVENT = {
  version: "0",
  id: "53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa",
  "detail-type": "Scheduled Event",
  source: "aws.events",
  account: "123456789012",
  time: TIME,
  region: "us-east-1",
  resources: ["arn:aws:events:us-east-1:123456789012:rule/sweep"],
  detail: {},
};
const sweep = (services: ReturnType<typeof givenServices>, jobQueues = "q") =>
  terminateJob(
    services,
    parseTerminateJobEvent(EVENT),
    parseSweepTarget({ STATE_MACHINE_ARN, JOB_QUEUES: jobQueues, PATH: "/bin" }),
  );

describe("a sweep", () => {
  it.each(["FAILED", "TIMED_OUT", "ABORTED", "SUCCEEDED"])(
    "terminates the job of an execution whose event was lost: %s",
    async (status) => {
      const services = givenServices();
      services.batch.add({ jobId: "orphan", tags: TAGS });
      services.executions.add(EXECUTION_ARN, { status });

      expect(await sweep(services)).toEqual({ terminated: ["orphan"], left: {} });
      expect(services.batch.terminations).toEqual([{ jobId: "orphan", reason: REASON(status) }]);
    },
  );

  it.each(["RUNNING", "PENDING_REDRIVE", "SOMETHING_NEW", undefined])(
    "does not terminate the job of an execution that is %s",
    async (status) => {
      const services = givenServices();
      services.batch.add({ tags: TAGS });
      services.executions.add(EXECUTION_ARN, { status });

      expect(await sweep(services)).toEqual({ terminated: [], left: { "its execution is not over": 1 } });
      expect(services.batch.terminations).toEqual([]);
    },
  );

  it.each([
    ["without the tag", { tags: { team: "a" } }],
    ["without any tag", {}],
    ["of another state machine", { tags: { [EXECUTION_ARN_TAG]: EXECUTION_ARN.replace(":poller:", ":poller-2:") } }],
    ["of another account", { tags: { [EXECUTION_ARN_TAG]: EXECUTION_ARN.replace("123456789012", "210987654321") } }],
  ])("does not terminate a job %s, and does not look up its execution", async (_title, job) => {
    const services = givenServices();
    services.batch.add({ jobId: "foreign", ...job });

    expect(await sweep(services)).toEqual({ terminated: [], left: { "not submitted by this state machine": 1 } });
    expect(services.batch.terminations).toEqual([]);
    expect(services.executions.asked).toEqual([]);
  });

  it("lists all configured queues and no other", async () => {
    const services = givenServices();
    services.executions.add(EXECUTION_ARN, { status: "ABORTED" });
    services.batch.add(
      { jobId: "a", jobQueue: "q1", tags: TAGS },
      { jobId: "b", jobQueue: "q2", tags: TAGS },
      { jobId: "c", jobQueue: "q3", tags: TAGS },
    );

    expect(await sweep(services, "q1,q2")).toMatchObject({ terminated: ["a", "b"] });
  });

  it("lists every status except the final ones", async () => {
    const services = givenServices();
    services.executions.add(EXECUTION_ARN, { status: "ABORTED" });
    for (const status of ["SUBMITTED", "PENDING", "RUNNABLE", "STARTING", "RUNNING", "SUCCEEDED", "FAILED"])
      services.batch.add({ jobId: status, status, tags: TAGS });

    const { terminated } = await sweep(services);

    expect(terminated).toEqual(["SUBMITTED", "PENDING", "RUNNABLE", "STARTING", "RUNNING"]);
  });

  it("does not terminate a job that has ended since it was listed", async () => {
    const services = givenServices();
    services.executions.add(EXECUTION_ARN, { status: "FAILED" });
    services.batch.add({ jobId: "ended", tags: TAGS });
    services.batch.describeJobs = (jobIds) =>
      Promise.resolve({ jobs: services.batch.jobs.map((job) => ({ ...job, jobId: jobIds[0], status: "FAILED" })) });

    expect(await sweep(services)).toEqual({ terminated: [], left: {} });
  });

  it("terminates a job once when it changed its status during the sweep", async () => {
    const services = givenServices();
    services.executions.add(EXECUTION_ARN, { status: "ABORTED" });
    services.batch.add({ jobId: "moving", status: "STARTING", tags: TAGS });
    const list = services.batch.listJobs.bind(services.batch);
    services.batch.listJobs = (input) =>
      list({ ...input, ...(input.jobStatus === "RUNNING" ? { jobStatus: "STARTING" } : {}) });

    expect(await sweep(services)).toMatchObject({ terminated: ["moving"] });
    expect(services.batch.terminations).toHaveLength(1);
  });

  it("reads all pages, describes 100 jobs at a time, and looks up each execution once", async () => {
    const services = givenServices();
    services.executions.add(`${EXECUTION_ARN}-0`, { status: "ABORTED" }).add(`${EXECUTION_ARN}-1`, {});
    services.batch.add(...Array.from({ length: 250 }, (_, index) => ({ tags: tagsOf(`-${index % 2}`) })));

    const { terminated, left } = await sweep(services);

    expect(terminated).toHaveLength(125);
    expect(left).toEqual({ "its execution is not over": 125 });
    expect(services.executions.asked).toHaveLength(2);
    expect(services.batch.calls.filter((call) => call === "listJobs")).toHaveLength(7);
    expect(services.batch.calls.filter((call) => call === "describeJobs")).toHaveLength(3);
  });

  it.each<[string, object]>([
    ["lists nothing", { listJobs: () => Promise.resolve({}) }],
    ["lists a job without an ID", { listJobs: () => Promise.resolve({ jobSummaryList: [{ jobName: "a" }] }) }],
    ["describes nothing", { describeJobs: () => Promise.resolve({}) }],
    [
      "describes a job without an ID",
      { describeJobs: () => Promise.resolve({ jobs: [{ jobId: undefined, tags: TAGS, status: "RUNNING" }] }) },
    ],
  ])("terminates nothing when Batch %s", async (_title, replies) => {
    const services = givenServices();
    services.executions.add(EXECUTION_ARN, { status: "ABORTED" });
    services.batch.add({ tags: TAGS });
    Object.assign(services.batch, replies);

    expect(await sweep(services)).toMatchObject({ terminated: [] });
  });

  it("ignores null entries and unrequested jobs, and terminates the requested ones", async () => {
    const services = givenServices();
    services.executions.add(EXECUTION_ARN, { status: "ABORTED" });
    services.batch.add({ jobId: "asked", tags: TAGS });
    const asked = services.batch.jobs[0];
    const replySchema = z.custom<Awaited<ReturnType<typeof services.batch.describeJobs>>>();
    services.batch.describeJobs = () =>
      Promise.resolve(replySchema.parse({ jobs: [null, { ...asked, jobId: "other" }, asked, asked] }));

    expect(await sweep(services)).toEqual({ terminated: ["asked"], left: {} });
    expect(services.batch.terminations.map(({ jobId }) => jobId)).toEqual(["asked"]);
  });

  it("counts jobs that were listed but not described", async () => {
    const services = givenServices();
    services.batch.add({ tags: TAGS }, { tags: TAGS });
    services.batch.describeJobs = () => Promise.resolve({ jobs: [] });

    expect(await sweep(services)).toEqual({ terminated: [], left: { "listed, but not described by Batch": 2 } });
  });
});

describe("a job whose execution is not found", () => {
  it("terminates an old job, because Step Functions deletes old executions", async () => {
    const services = givenServices();
    services.batch.add({ jobId: "old", createdAt: TIME_MS - HOUR_MS - 1, tags: TAGS });

    expect(await sweep(services)).toMatchObject({ terminated: ["old"] });
    expect(services.batch.terminations).toEqual([{ jobId: "old", reason: REASON("End") }]);
  });

  it.each([TIME_MS - HOUR_MS, TIME_MS, TIME_MS + HOUR_MS, undefined])(
    "does not terminate the job while its execution may just have started: %s",
    async (createdAt) => {
      const services = givenServices();
      services.batch.add({ createdAt, tags: TAGS });

      expect(await sweep(services)).toEqual({ terminated: [], left: { "its execution is not over": 1 } });
    },
  );
});

describe("a sweep with failures", () => {
  const givenTwoOrphans = () => {
    const services = givenServices();
    services.executions
      .add(`${EXECUTION_ARN}-1`, { status: "ABORTED" })
      .add(`${EXECUTION_ARN}-2`, { status: "FAILED" });
    services.batch.add(
      { jobId: "one", status: "RUNNABLE", tags: tagsOf("-1") },
      { jobId: "two", status: "RUNNING", tags: tagsOf("-2") },
    );
    return services;
  };
  const incomplete = (failure: string) => ({
    name: "TerminateJob.Incomplete",
    message: `1 failed: ${failure}; done: {"terminated":["two"],"left":{}}`,
  });

  it("continues when a job cannot be terminated", async () => {
    const services = givenTwoOrphans();
    const terminate = services.batch.terminateJob.bind(services.batch);
    services.batch.terminateJob = (jobId, reason) =>
      jobId === "one" ? Promise.reject(new BatchApiError("BatchApi.Client", "denied")) : terminate(jobId, reason);

    await expect(sweep(services)).rejects.toMatchObject(incomplete("BatchApi.Client: denied"));
  });

  it("continues when an execution cannot be looked up, and does not terminate its job", async () => {
    const services = givenTwoOrphans();
    services.executions.failOn(`${EXECUTION_ARN}-1`, new Error("throttled"));

    await expect(sweep(services)).rejects.toMatchObject(incomplete("Error: throttled"));
    expect(services.batch.terminations.map(({ jobId }) => jobId)).toEqual(["two"]);
  });

  it("continues when one status cannot be listed", async () => {
    const services = givenTwoOrphans();
    const list = services.batch.listJobs.bind(services.batch);
    services.batch.listJobs = (input) =>
      input.jobStatus === "RUNNABLE" ? Promise.reject(new BatchApiError("BatchApi.Server", "500")) : list(input);

    await expect(sweep(services)).rejects.toMatchObject(incomplete("BatchApi.Server: 500"));
  });

  it("stops listing when the paging token repeats, and terminates the jobs listed so far", async () => {
    const services = givenTwoOrphans();
    const list = services.batch.listJobs.bind(services.batch);
    services.batch.listJobs = async (input) => ({
      ...(await list({ ...input, nextToken: undefined })),
      nextToken: input.jobStatus === "RUNNING" ? "again" : undefined,
    });

    await expect(sweep(services)).rejects.toMatchObject({
      name: "TerminateJob.Incomplete",
      message:
        "1 failed: BatchApi.Server: ListJobs on job queue q: page 2 repeats the paging token of an earlier page; " +
        'done: {"terminated":["one","two"],"left":{}}',
    });
  });

  it("searches all queues of all pages with *", async () => {
    const services = givenServices();
    services.executions.add(EXECUTION_ARN, { status: "ABORTED" });
    services.batch.add({ jobId: "a", jobQueue: "q1", tags: TAGS }, { jobId: "b", jobQueue: "q2", tags: TAGS });

    expect(await sweep(services, "*")).toEqual({ terminated: ["a", "b"], left: {} });
    expect(services.batch.calls.filter((call) => call === "describeJobQueues")).toHaveLength(2);
  });

  it.each([
    ["no list", {}],
    ["a null entry", { jobQueues: [null], nextToken: "" }],
  ])("finds no queues in a reply with %s", async (_title, reply) => {
    const services = givenServices();
    Object.assign(services.batch, { describeJobQueues: () => Promise.resolve(reply) });

    expect(await sweep(services, "*")).toEqual({ terminated: [], left: {} });
    expect(services.batch.listings).toEqual([]);
  });

  it("fails when the queues cannot be listed, or their pages never end", async () => {
    const services = givenServices();
    services.batch.failOn("describeJobQueues", new BatchApiError("BatchApi.Server", "500"));
    const endless = givenServices();
    Object.assign(endless.batch, { describeJobQueues: () => Promise.resolve({ nextToken: "1" }) });

    await expect(sweep(services, "*")).rejects.toThrow("500");
    await expect(sweep(endless, "*")).rejects.toThrow("repeats the paging token");
  });

  it("continues when 100 jobs cannot be described", async () => {
    const services = givenServices();
    services.executions.add(EXECUTION_ARN, { status: "ABORTED" });
    services.batch.add(...Array.from({ length: 101 }, (_, index) => ({ createdAt: TIME_MS - index, tags: TAGS })));
    const describeJobs = services.batch.describeJobs.bind(services.batch);
    services.batch.describeJobs = (jobIds) =>
      jobIds.length === 100 ? Promise.reject(new BatchApiError("BatchApi.Server", "500")) : describeJobs(jobIds);

    await expect(sweep(services)).rejects.toThrow('1 failed: BatchApi.Server: 500; done: {"terminated":["job-101"]');
  });
});

describe("the settings of a sweep", () => {
  it.each([
    [{}, /STATE_MACHINE_ARN/],
    [{ STATE_MACHINE_ARN }, /JOB_QUEUES/],
    [{ STATE_MACHINE_ARN, JOB_QUEUES: "" }, /JOB_QUEUES/],
    [{ STATE_MACHINE_ARN: EXECUTION_ARN, JOB_QUEUES: "q" }, /must be the ARN of a state machine/],
  ])("rejects invalid settings by name: %j", (environment, message) => {
    expect(() => parseSweepTarget(environment)).toThrow(message);
  });
});

describe("the event", () => {
  const ended = {
    source: "aws.states",
    "detail-type": "Step Functions Execution Status Change",
    detail: { executionArn: EXECUTION_ARN, status: "ABORTED", startDate: 0 },
  };

  it.each([ended, EVENT])("accepts an event from EventBridge", (event) => {
    expect(parseTerminateJobEvent(event)).toMatchObject({ source: event.source });
  });

  it.each([
    ["a success", { ...ended, detail: { ...ended.detail, status: "SUCCEEDED" } }],
    ["a running execution", { ...ended, detail: { ...ended.detail, status: "RUNNING" } }],
    ["another source", { ...ended, source: "mine" }],
    ["another kind", { ...ended, "detail-type": "Batch Job State Change" }],
    ["nothing", undefined],
  ])("rejects an event that is %s", (_title, event) => {
    expect(() => parseTerminateJobEvent(event)).toThrow();
  });
});
