import { z } from "zod";
import { VirtualClock } from "../../../src/clock";
import { closeBatches, givenBatch, JOB_DEFINITION, type GivenBatch } from "../given-batch";

afterEach(closeBatches);

const listSchema = z.object({
  jobSummaryList: z.array(z.looseObject({ jobId: z.string(), jobName: z.string(), status: z.string() })),
  nextToken: z.string().optional(),
});

const list = async (given: GivenBatch, input: object) => listSchema.parse(await given.call("ListJobs", input));
const names = async (given: GivenBatch, input: object): Promise<string[]> =>
  (await list(given, { jobQueue: "q", ...input })).jobSummaryList.map(({ jobName }) => jobName);

const byFilter = (name: string, value: string) => ({ filters: [{ name, values: [value] }] });

it("lists RUNNING jobs by default, newest first", async () => {
  const given = await givenBatch({ simulate: () => ({ runsForMs: Number.POSITIVE_INFINITY }) });
  await given.submit({ jobName: "one" });
  await given.untilStatus(await given.submit({ jobName: "two" }), "RUNNING");
  await given.submit({ jobName: "three" });

  expect(await names(given, {})).toEqual(["two", "one"]);
  expect(await names(given, { jobStatus: "SUBMITTED" })).toEqual(["three"]);
});

it("returns timestamps, exit code, reason, status reason and definition in a summary", async () => {
  const given = await givenBatch({ simulate: () => ({ exitCode: 5, reason: "why" }) });
  const job = await given.untilFinished(await given.submit());

  const { jobSummaryList } = await list(given, { jobQueue: "q", jobStatus: "FAILED" });

  expect(jobSummaryList).toEqual([
    {
      jobArn: `arn:aws:batch:us-east-2:123456789012:job/${job.jobId}`,
      jobId: job.jobId,
      jobName: "job",
      createdAt: job.createdAt,
      startedAt: job.startedAt,
      stoppedAt: job.stoppedAt,
      status: "FAILED",
      statusReason: "Essential container in task exited",
      container: { exitCode: 5, reason: "why" },
      jobDefinition: "arn:aws:batch:us-east-2:123456789012:job-definition/d:1",
    },
  ]);
});

it("matches JOB_NAME in any case, as a whole or a prefix with *, in any status", async () => {
  const given = await givenBatch({ simulate: ({ jobName }) => ({ exitCode: jobName === "Test1" ? 1 : 0 }) });
  for (const jobName of ["Test1", "test1", "TEST10", "other"])
    await given.untilFinished(await given.submit({ jobName }));

  expect(await names(given, { ...byFilter("JOB_NAME", "tEST1"), jobStatus: "RUNNING" })).toEqual(["test1", "Test1"]);
  expect(await names(given, byFilter("JOB_NAME", "test1*"))).toEqual(["TEST10", "test1", "Test1"]);
  expect(await names(given, byFilter("JOB_NAME", "*"))).toHaveLength(4);
});

it("matches JOB_DEFINITION by name, prefix with *, or the ARN of one revision", async () => {
  const given = await givenBatch();
  await given.call("RegisterJobDefinition", JOB_DEFINITION);
  await given.call("RegisterJobDefinition", { ...JOB_DEFINITION, jobDefinitionName: "d2" });
  await given.submit({ jobName: "first", jobDefinition: "d:1" });
  await given.submit({ jobName: "second", jobDefinition: "d" });
  await given.submit({ jobName: "third", jobDefinition: "d2" });

  expect(await names(given, byFilter("JOB_DEFINITION", "d"))).toEqual(["second", "first"]);
  expect(await names(given, byFilter("JOB_DEFINITION", "d*"))).toEqual(["third", "second", "first"]);
  expect(
    await names(given, byFilter("JOB_DEFINITION", "arn:aws:batch:us-east-2:123456789012:job-definition/d:1")),
  ).toEqual(["first"]);
});

it("compares BEFORE_CREATED_AT and AFTER_CREATED_AT with createdAt", async () => {
  const clock = new VirtualClock();
  const given = await givenBatch({ clock });
  await given.submit({ jobName: "old" });
  await clock.sleep(60_000);
  const middle = String(clock.now() - 30_000);
  await given.submit({ jobName: "new" });

  expect(await names(given, byFilter("BEFORE_CREATED_AT", middle))).toEqual(["old"]);
  expect(await names(given, byFilter("AFTER_CREATED_AT", middle))).toEqual(["new"]);
});

it("combines SHARE_IDENTIFIER with a status", async () => {
  const given = await givenBatch();
  await given.createFairQueue();
  const fair = { jobQueue: "fair", schedulingPriorityOverride: 5 };
  const done = await given.submit({ ...fair, jobName: "done", shareIdentifier: "A" });
  await given.untilFinished(done);
  await given.submit({ ...fair, jobName: "new", shareIdentifier: "A" });
  await given.submit({ ...fair, jobName: "foreign", shareIdentifier: "B" });
  const shareA = { ...byFilter("SHARE_IDENTIFIER", "A"), jobQueue: "fair" };

  expect(await names(given, shareA)).toEqual(["new", "done"]);
  expect(await names(given, { ...shareA, jobStatus: "SUCCEEDED" })).toEqual(["done"]);
  expect(await given.describe(done)).toMatchObject({ shareIdentifier: "A", schedulingPriority: 5 });
});

it("returns complete and ordered pages while new jobs are submitted", async () => {
  const clock = new VirtualClock();
  const given = await givenBatch({ clock });
  const release = clock.hold();
  for (const jobName of ["a", "b", "c", "d", "e"]) await given.submit({ jobName });

  const first = await list(given, { jobQueue: "q", jobStatus: "SUBMITTED", maxResults: 2 });
  await given.submit({ jobName: "f" });
  const second = await list(given, {
    jobQueue: "q",
    jobStatus: "SUBMITTED",
    maxResults: 2,
    nextToken: first.nextToken,
  });
  const third = await list(given, {
    jobQueue: "q",
    jobStatus: "SUBMITTED",
    maxResults: 2,
    nextToken: second.nextToken,
  });
  release();

  expect([first, second, third].map((page) => page.jobSummaryList.map(({ jobName }) => jobName))).toEqual([
    ["e", "d"],
    ["c", "b"],
    ["a"],
  ]);
  expect(third.nextToken).toBeUndefined();
});

it("returns at most 1,000 jobs per page, or 100 with a filter", async () => {
  const clock = new VirtualClock();
  const given = await givenBatch({ clock });
  const release = clock.hold();
  for (let count = 0; count < 1001; count += 1) await given.submit();

  const unfiltered = await list(given, { jobQueue: "q", jobStatus: "SUBMITTED", maxResults: 5000 });
  const filtered = await list(given, { jobQueue: "q", ...byFilter("JOB_NAME", "job"), maxResults: 5000 });
  release();

  expect(unfiltered.jobSummaryList).toHaveLength(1000);
  expect(filtered.jobSummaryList).toHaveLength(100);
});

it("lists children by arrayJobId, status and page, and only the parent by queue", async () => {
  const given = await givenBatch({ simulate: ({ arrayIndex }) => ({ exitCode: arrayIndex === 1 ? 1 : 0 }) });
  const parent = await given.submit({ arrayProperties: { size: 4 } });
  await given.untilFinished(parent);

  const first = await list(given, { arrayJobId: parent, jobStatus: "SUCCEEDED", maxResults: 2 });
  const second = await list(given, { arrayJobId: parent, jobStatus: "SUCCEEDED", nextToken: first.nextToken });

  expect([...first.jobSummaryList, ...second.jobSummaryList].map(({ jobId }) => jobId)).toEqual([
    `${parent}:3`,
    `${parent}:2`,
    `${parent}:0`,
  ]);
  expect(await names(given, byFilter("JOB_NAME", "job"))).toHaveLength(1);
  expect((await list(given, { arrayJobId: parent })).jobSummaryList).toEqual([]);
});

it.each([
  ["neither queue nor array job", {}, "exactly one of jobQueue and arrayJobId must be given"],
  ["both queue and array job", { jobQueue: "q", arrayJobId: "a" }, "exactly one of jobQueue and arrayJobId"],
  ["an unknown queue", { jobQueue: "none" }, "none does not exist"],
  ["an unknown array job", { arrayJobId: "none" }, "array job none does not exist"],
  ["an unknown status", { jobQueue: "q", jobStatus: "DONE" }, "jobStatus must be one of SUBMITTED"],
  [
    "two filters",
    { jobQueue: "q", filters: [1, 2].map(() => ({ name: "JOB_NAME", values: ["x"] })) },
    "at most 1 filter",
  ],
  ["an invalid time", { jobQueue: "q", ...byFilter("AFTER_CREATED_AT", "now") }, "milliseconds since 1970, got now"],
  ["a token of another endpoint", { jobQueue: "q", nextToken: "foreign" }, "nextToken is not valid, got foreign"],
  ["maxResults 0", { jobQueue: "q", maxResults: 0 }, "maxResults must be at least 1, got 0"],
  ["a multinode job", { jobQueue: "q", multiNodeJobId: "m" }, "multiNodeJobId is not supported"],
])("refuses %s", async (_, input, expected) => {
  const given = await givenBatch();

  expect(await given.refusal("ListJobs", input)).toContain(expected);
});
