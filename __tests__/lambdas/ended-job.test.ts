import { explainEndedJob } from "../../lambdas/check-job/ended-job";
import { BatchApiError } from "../../lambdas/shared/batch-api";
import { describeJob } from "../../workflow/result/describe-job";
import type { Job } from "../../workflow/result/job";
import { DOCUMENTED_SHAPES } from "../workflow/result/documented-shapes";
import { givenJob, JOB_ID } from "../../testing/workflow/job-fixture";
import { expectedOf, summarize, type JobShape } from "../workflow/result/job-shape";
import { MORE_SHAPES } from "../workflow/result/more-shapes";
import { FakeBatch } from "./fake-batch";

const FACTS = { polls: 1, reused: false, duplicates: [] };
const HOST_LOST: Job = { statusReason: "Host EC2 (instance i-0) terminated.", container: {}, attempts: [] };

const givenChild = (index: number, fields: Job = {}): Job =>
  givenJob({ jobId: `${JOB_ID}:${index}`, arrayProperties: { index }, ...fields });
const givenParent = (fields: Job = {}): Job => ({
  ...givenJob(),
  container: undefined,
  attempts: [],
  statusReason: "Array Child Job failed",
  arrayProperties: { size: 10_000, statusSummary: { FAILED: 2 } },
  ...fields,
});
const givenChildren = (count: number, fields: Job = HOST_LOST): Job[] =>
  Array.from({ length: count }, (_, index) => givenChild(index, fields));

const explain = async (batch: FakeBatch, job: Job) => {
  const errors: string[] = [];
  const explained = await explainEndedJob(batch, job, ({ message }) => errors.push(message));
  return { errors, result: describeJob(explained, FACTS) };
};

const families = [...DOCUMENTED_SHAPES, ...MORE_SHAPES]
  .filter(({ children }) => children !== undefined)
  .map((shape): [string, JobShape] => [shape.title, shape]);

it.each(families)("reports the cause of the failure: %s", async (_title, shape) => {
  const batch = new FakeBatch();
  for (const [index, child] of (shape.children ?? []).entries()) {
    const suffix = child.jobId?.startsWith("#") === true ? child.jobId : `:${child.arrayProperties?.index ?? index}`;
    batch.add({ ...child, jobId: `${JOB_ID}${suffix}` });
  }

  const { result } = await explain(batch, { ...givenParent({ arrayProperties: undefined }), ...shape.job });

  expect(summarize(result, shape)).toEqual(expectedOf(shape));
});

describe("an array job", () => {
  it("returns retryable when all failed children are, across pages", async () => {
    const batch = new FakeBatch().add(...givenChildren(1_234));

    const { result } = await explain(batch, givenParent());

    expect(result).toMatchObject({ category: "HostTerminated", retryable: true });
    expect(batch.calls.filter((call) => call === "describeJobs")).toHaveLength(13);
  });

  it("returns not retryable when one failed child is not, and stops reading there", async () => {
    const batch = new FakeBatch().add(...givenChildren(120), givenChild(120), ...givenChildren(1_000));

    const { result } = await explain(batch, givenParent());

    expect(result).toMatchObject({ category: "HostTerminated", retryable: false });
  });

  it("describes at most 100 children when the first are not retryable", async () => {
    const batch = new FakeBatch().add(...givenChildren(500, {}));

    await explain(batch, givenParent());

    expect(batch.calls.filter((call) => call === "describeJobs")).toHaveLength(1);
  });

  it("includes the reasons of a child on EKS", async () => {
    const batch = new FakeBatch().add(
      givenChild(4, {
        container: undefined,
        attempts: [],
        eksProperties: { podProperties: { containers: [{ name: "main" }] } },
        eksAttempts: [{ containers: [{ name: "main", exitCode: 137, reason: "OOMKilled" }] }],
      }),
    );
    const parent = givenParent({ eksProperties: { podProperties: { containers: [{ name: "main" }] } } });

    const { result } = await explain(batch, parent);

    expect(result).toMatchObject({ category: "OutOfMemory", exitCode: 137, containerReason: "OOMKilled" });
    expect(result.attempts).toMatchObject([{ exitCode: 137, reason: "OOMKilled" }]);
  });

  it("reports the essential container of a child with several containers", async () => {
    const containers = [
      { name: "sidecar", essential: false, exitCode: 143 },
      { name: "main", exitCode: 3 },
    ];
    const batch = new FakeBatch().add(
      givenChild(4, {
        container: {},
        ecsProperties: { taskProperties: [{ containers }] },
        attempts: [{ taskProperties: [{ containers: containers.map(({ name, exitCode }) => ({ name, exitCode })) }] }],
      }),
    );

    const { result } = await explain(batch, givenParent());

    expect(result).toMatchObject({ category: "UserError", exitCode: 3, attempts: [{ exitCode: 3 }] });
  });

  it("reports Terminated when the parent was terminated, regardless of its children", async () => {
    const batch = new FakeBatch().add(givenChild(0));

    const { result } = await explain(batch, givenParent({ isTerminated: true, statusReason: "stop" }));

    expect(result).toMatchObject({ category: "Terminated", retryable: false, exitCode: 1 });
  });

  it("returns not retryable when the paging token repeats", async () => {
    const batch = new FakeBatch().add(...givenChildren(2));
    const list = batch.listJobs.bind(batch);
    batch.listJobs = async (input) => ({ ...(await list({ ...input, nextToken: undefined })), nextToken: "again" });

    const { errors, result } = await explain(batch, givenParent());

    expect(result).toMatchObject({ category: "HostTerminated", retryable: false });
    expect(batch.listings).toHaveLength(2);
    expect(errors).toEqual([expect.stringContaining("repeats the paging token")]);
  });

  it("returns not retryable when the list never ends", async () => {
    const batch = new FakeBatch().add(...givenChildren(2));
    const list = batch.listJobs.bind(batch);
    batch.listJobs = async (input) => ({
      ...(await list({ ...input, nextToken: undefined })),
      nextToken: `token ${batch.listings.length}`,
    });

    const { errors, result } = await explain(batch, givenParent());

    expect(result).toMatchObject({ category: "HostTerminated", retryable: false });
    expect(batch.listings).toHaveLength(200);
    expect(errors).toEqual([expect.stringContaining("more than 200 pages")]);
  });

  it("ignores null entries of a page", async () => {
    const batch = new FakeBatch().add(...givenChildren(2));
    const list = batch.listJobs.bind(batch);
    batch.listJobs = async (input) => {
      const page = await list(input);
      const jobSummaryList: unknown = [null, ...(page.jobSummaryList ?? [])];
      return Object.assign(page, { jobSummaryList });
    };

    const { errors, result } = await explain(batch, givenParent());

    expect(result).toMatchObject({ category: "HostTerminated", retryable: true });
    expect(errors).toEqual([]);
  });

  it("returns not retryable when some children cannot be described, and keeps the reason of the first", async () => {
    const batch = new FakeBatch().add(...givenChildren(150));
    const describeAll = batch.describeJobs.bind(batch);
    batch.describeJobs = (jobIds) =>
      jobIds.includes(`${JOB_ID}:149`)
        ? describeAll(jobIds)
        : Promise.reject(new BatchApiError("BatchApi.Throttled", "slow down"));

    const { errors, result } = await explain(batch, givenParent());

    expect(result).toMatchObject({ category: "Unknown", retryable: false });
    expect(errors).toEqual(["slow down"]);
  });

  it("reports the children that were listed before a page failed", async () => {
    const batch = new FakeBatch().add(...givenChildren(2));
    batch.pageSize = 1;
    const list = batch.listJobs.bind(batch);
    batch.listJobs = (input) =>
      input.nextToken === undefined ? list(input) : Promise.reject(new BatchApiError("BatchApi.Server", "down"));

    const { errors, result } = await explain(batch, givenParent());

    expect(result).toMatchObject({ category: "HostTerminated", retryable: false });
    expect(errors).toEqual(["down"]);
  });
});

describe("the parent of a multi-node job", () => {
  const parent = givenParent({ arrayProperties: undefined, nodeProperties: { mainNode: 1 } });

  it("reports the main node, with the reasons of both", async () => {
    const batch = new FakeBatch().add(givenJob({ jobId: `${JOB_ID}#1`, statusReason: "node failed" }));

    const { result } = await explain(batch, { ...parent, statusReason: "job failed" });

    expect(result).toMatchObject({
      jobId: JOB_ID,
      category: "UserError",
      exitCode: 1,
      statusReason: "job failed: node 1: node failed",
      attempts: { length: 1 },
    });
  });

  it("returns no reason when neither has one", async () => {
    const batch = new FakeBatch().add(
      givenJob({ jobId: `${JOB_ID}#0`, statusReason: undefined, container: { exitCode: 2 }, attempts: undefined }),
    );

    const job = { ...parent, nodeProperties: {}, statusReason: undefined, attempts: undefined };
    const { result } = await explain(batch, job);

    expect(result).toMatchObject({ statusReason: null, exitCode: 2, attempts: [] });
  });

  it("keeps the parent's reason and attempts when the node has none", async () => {
    const batch = new FakeBatch().add(
      givenJob({ jobId: `${JOB_ID}#1`, statusReason: undefined, container: { exitCode: 2 }, attempts: undefined }),
    );

    const { result } = await explain(batch, { ...parent, statusReason: "job failed", attempts: [{}] });

    expect(result).toMatchObject({ statusReason: "job failed", exitCode: 2, attempts: { length: 1 } });
  });

  it("does not describe the main node when the parent has an exit code", async () => {
    const batch = new FakeBatch();

    await explain(batch, { ...parent, attempts: [{ container: { exitCode: 3 } }] });

    expect(batch.calls).toEqual([]);
  });

  it.each([
    ["is gone", new FakeBatch()],
    ["cannot be read", new FakeBatch().failOn("describeJobs", new BatchApiError("BatchApi.Client", "no access"))],
  ])("reports the failure when the main node %s", async (_title, batch) => {
    const { result } = await explain(batch, parent);

    expect(result).toMatchObject({ status: "FAILED", category: "Unknown", retryable: false });
  });
});

it.each<[string, Job]>([
  ["an array job", givenParent()],
  ["a multi-node job", givenJob({ container: undefined, attempts: [], nodeProperties: { mainNode: 0 } })],
])("keeps the reason of %s when the reply about its children contains null or another job", async (_title, job) => {
  const batch = new FakeBatch().add(...givenChildren(1));
  Object.assign(batch, { describeJobs: () => Promise.resolve({ jobs: [null, givenJob({ jobId: "other" })] }) });

  const { result } = await explain(batch, job);

  expect(result).toMatchObject({ jobId: JOB_ID, status: "FAILED", exitCode: null, statusReason: job.statusReason });
});
