import { containing, matching } from "../../../../../testing/matchers";
import { closeBatches, givenBatch, type GivenBatch } from "../given-batch";

afterEach(closeBatches);

async function givenFaults(...faults: readonly object[]): Promise<GivenBatch> {
  const given = await givenBatch();
  given.batch.faults.load({ faults });
  return given;
}

const describeJobs = ({ batch }: GivenBatch) => batch.call("DescribeJobs", { jobs: [] });
const fetchJobs = ({ batch }: GivenBatch) =>
  fetch(`${batch.url}/v1/describejobs`, { method: "POST", body: '{"jobs":[]}' });

it.each([
  ["Throttled", 429, "TooManyRequestsException"],
  ["ServerError", 500, "ServerException"],
  ["RequestTimeout", 408, "RequestTimeoutException"],
])("fails only the first calls of the operation under %s, with status %d", async (fault, status, errorType) => {
  const given = await givenFaults({ fault, operation: "DescribeJobs", times: 2 });

  const replies = [await describeJobs(given), await describeJobs(given), await describeJobs(given)];
  const jobId = await given.submit();

  expect(replies.map((reply) => reply.status)).toEqual([status, status, 200]);
  expect(replies[0]?.errorType).toBe(errorType);
  expect(jobId).toEqual(expect.any(String));
});

it("does not change the first afterCalls calls", async () => {
  const given = await givenFaults({ fault: "Throttled", operation: "DescribeJobs", afterCalls: 1 });

  const statuses = [await describeJobs(given), await describeJobs(given), await describeJobs(given)];

  expect(statuses.map(({ status }) => status)).toEqual([200, 429, 200]);
});

it("ends forSeconds after the script was loaded", async () => {
  const given = await givenFaults({ fault: "Throttled", operation: "DescribeJobs", times: 9, forSeconds: 10 });

  const during = await describeJobs(given);
  await given.clock.sleep(10_000);

  expect([during.status, (await describeJobs(given)).status]).toEqual([429, 200]);
});

it("starts fromSeconds after the script was loaded, and counts calls from then on", async () => {
  const given = await givenFaults({ fault: "Throttled", operation: "DescribeJobs", fromSeconds: 10, afterCalls: 1 });

  const before = [await describeJobs(given), await describeJobs(given)];
  await given.clock.sleep(10_000);
  const after = [await describeJobs(given), await describeJobs(given), await describeJobs(given)];

  expect([...before, ...after].map(({ status }) => status)).toEqual([200, 200, 200, 429, 200]);
});

it("changes every call of its window when times is ALL", async () => {
  const window = { times: "ALL", fromSeconds: 10, forSeconds: 5 };
  const given = await givenFaults({ fault: "ServerError", operation: "DescribeJobs", ...window });
  const statuses: number[] = [];

  for (let second = 0; second < 20; second += 1) {
    statuses.push((await describeJobs(given)).status);
    await given.clock.sleep(1_000);
  }

  expect(statuses).toEqual([
    ...Array<number>(10).fill(200),
    ...Array<number>(5).fill(500),
    ...Array<number>(5).fill(200),
  ]);
});

it.each([
  ["ACCESS_DENIED", "AccessDeniedException", "application/json", "is not authorized to perform"],
  [
    "EXPIRED_TOKEN",
    "ExpiredTokenException",
    "application/json",
    "The security token included in the request is expired",
  ],
  ["HTML", null, "text/html", "<html>"],
])("returns status 403 under Refused with the reason %s", async (reason, errorType, contentType, body) => {
  const given = await givenFaults({ fault: "Refused", reason, operation: "DescribeJobs", times: 2 });

  const reply = await fetchJobs(given);
  const inProcess = await describeJobs(given);

  expect(reply.status).toBe(403);
  expect(reply.headers.get("x-amzn-errortype")).toBe(errorType);
  expect(reply.headers.get("content-type")).toBe(contentType);
  expect(await reply.text()).toContain(body);
  expect(inProcess).toMatchObject({ status: 403, body: { message: containing("") } });
});

it("submits the job and closes the connection without a reply under ReplyLost", async () => {
  const given = await givenFaults({ fault: "ReplyLost", operation: "SubmitJob" });

  const sent = fetch(`${given.batch.url}/v1/submitjob`, {
    method: "POST",
    body: JSON.stringify({ jobName: "job", jobQueue: "q", jobDefinition: "d" }),
  });

  await expect(sent).rejects.toThrow("fetch failed");
  expect(given.changes.map(({ status }) => status)).toContain("SUBMITTED");
});

it("sends no reply until the client times out under NeverAnswered", async () => {
  const given = await givenFaults({ fault: "NeverAnswered", operation: "DescribeJobs" });
  const giveUp = new AbortController();
  const sent = fetch(`${given.batch.url}/v1/describejobs`, {
    method: "POST",
    body: '{"jobs":[]}',
    signal: giveUp.signal,
  });

  const other = await fetchJobs(given);
  giveUp.abort();

  expect(other.status).toBe(200);
  await expect(sent).rejects.toThrow("aborted");
});

it("returns a lost reply to a caller in the same process as a server error", async () => {
  const given = await givenFaults({ fault: "ReplyLost", operation: "DescribeJobs" });

  expect(await describeJobs(given)).toMatchObject({ status: 500, errorType: "ServerException" });
});

it("does not perform a rejected call whose reply is lost", async () => {
  const given = await givenFaults({ fault: "ReplyLost", operation: "SubmitJob" });

  expect(await given.batch.call("SubmitJob", {})).toMatchObject({ status: 400, delivery: "close" });
});

it("hides jobs of a given age from DescribeJobs, but not from ListJobs, under JobsNotFound", async () => {
  const given = await givenFaults({ fault: "JobsNotFound", fromSeconds: 10, forSeconds: 20 });
  const jobId = await given.submit({ jobName: "hidden" });
  const countDescribed = async (): Promise<number> => {
    const { jobs } = await given.call("DescribeJobs", { jobs: [jobId] });
    return Array.isArray(jobs) ? jobs.length : -1;
  };

  const before = await countDescribed();
  await given.clock.sleep(10_000);
  const during = await countDescribed();
  const listed = await given.call("ListJobs", {
    jobQueue: "q",
    filters: [{ name: "JOB_NAME", values: ["hidden"] }],
  });
  await given.clock.sleep(20_000);

  expect([before, during, await countDescribed()]).toEqual([1, 0, 1]);
  expect(listed["jobSummaryList"]).toHaveLength(1);
});

it("hides a job permanently from DescribeJobs and ListJobs under JobForgotten", async () => {
  const given = await givenFaults({ fault: "JobForgotten", afterSeconds: 30, jobName: "old" });
  const [old, other] = [await given.submit({ jobName: "old" }), await given.submit({ jobName: "other" })];

  await given.clock.sleep(30_000);

  const described = await given.call("DescribeJobs", { jobs: [old, other] });
  const listed = await given.call("ListJobs", { jobQueue: "q", filters: [{ name: "JOB_NAME", values: ["old"] }] });
  expect(described["jobs"]).toEqual([expect.objectContaining({ jobId: other })]);
  expect(listed["jobSummaryList"]).toEqual([]);
});

it("returns an undocumented status under UnknownStatus", async () => {
  const given = await givenFaults({ fault: "UnknownStatus", times: 2, afterCalls: 1 });
  const jobId = await given.submit();

  const statuses: string[] = [];
  for (let call = 0; call < 4; call += 1) statuses.push((await given.describe(jobId)).status);

  expect(statuses).toEqual(["SUBMITTED", "PAUSED", "PAUSED", "SUBMITTED"]);
});

const JOB_NAME_FILTER = { jobQueue: "q", filters: [{ name: "JOB_NAME", values: ["job"] }] };

it("hides a job from ListJobs, but not from DescribeJobs, until it is forSeconds old under ListJobsLag", async () => {
  const given = await givenFaults({ fault: "ListJobsLag", jobName: "job", forSeconds: 30 });
  const jobId = await given.submit();

  const early = await given.call("ListJobs", JOB_NAME_FILTER);
  const described = await given.describe(jobId);
  await given.clock.sleep(30_000);
  const late = await given.call("ListJobs", JOB_NAME_FILTER);

  expect(early["jobSummaryList"]).toEqual([]);
  expect(described.jobId).toBe(jobId);
  expect(late["jobSummaryList"]).toHaveLength(1);
});

it("returns the first page of ListJobs repeatedly, with the same token, under RepeatingToken", async () => {
  const given = await givenFaults({ fault: "RepeatingToken", forSeconds: 60 });
  await given.submit();
  const list = (nextToken?: unknown) => given.call("ListJobs", { ...JOB_NAME_FILTER, nextToken });

  const first = await list();
  const second = await list(first["nextToken"]);
  await given.clock.sleep(60_000);
  const last = await list(second["nextToken"]);

  expect(first["nextToken"]).toEqual(expect.any(String));
  expect(second).toEqual(first);
  expect(last["jobSummaryList"]).toHaveLength(1);
  expect(last).not.toHaveProperty("nextToken");
});

it.each([1e20, -1])("returns %d as every timestamp of the job under OddNumbers", async (number) => {
  const given = await givenFaults({ fault: "OddNumbers", number });
  const jobId = await given.submit();
  await given.clock.sleep(10_000);

  const [odd, usual] = [await given.describe(jobId), await given.describe(jobId)];

  expect([odd.createdAt, odd.startedAt ?? number]).toEqual([number, number]);
  expect(usual.createdAt).not.toBe(number);
});

describe("WrongAnswer", () => {
  const jobArn = matching(/^arn:aws:batch:eu-central-1:/u);
  const job = (members: object): unknown => expect.objectContaining(members);
  const another = job({ jobId: matching(/^ffff/u), status: "SUCCEEDED" });
  const right = (jobId: string): unknown => job({ jobId, jobName: "job" });

  it.each<[string, (jobId: string) => unknown]>([
    ["NULL", () => ({ jobs: [null] })],
    ["ANOTHER_JOB", () => ({ jobs: [another] })],
    ["TWO_JOBS", (jobId) => ({ jobs: [another, right(jobId)] })],
    ["OTHER_REGION", (jobId) => ({ jobs: [job({ jobId, jobArn })] })],
    ["NO_JOBS_MEMBER", () => ({})],
  ])("returns %s once, then the correct reply", async (answer, expected) => {
    const given = await givenFaults({ fault: "WrongAnswer", answer });
    const jobId = await given.submit();

    const wrong = await given.call("DescribeJobs", { jobs: [jobId] });
    const then = await given.call("DescribeJobs", { jobs: [jobId] });

    expect(wrong).toEqual(expected(jobId));
    expect(then).toEqual({ jobs: [right(jobId)] });
  });

  it("returns an HTML page for NOT_JSON", async () => {
    const given = await givenFaults({ fault: "WrongAnswer", answer: "NOT_JSON" });

    const reply = await fetchJobs(given);

    expect([reply.status, reply.headers.get("content-type")]).toEqual([200, "text/html"]);
    expect(await reply.text()).toContain("<html>");
  });

  it("returns the job as first described for STALE", async () => {
    const given = await givenFaults({
      fault: "WrongAnswer",
      answer: "STALE",
      afterCalls: 1,
      times: "ALL",
      forSeconds: 300,
    });
    const jobId = await given.submit();

    const first = await given.call("DescribeJobs", { jobs: [jobId] });
    await given.clock.sleep(120_000);
    const stale = await given.call("DescribeJobs", { jobs: [jobId] });
    await given.clock.sleep(180_000);

    expect(stale).toEqual(first);
    expect((await given.describe(jobId)).status).toBe("SUCCEEDED");
  });
});
