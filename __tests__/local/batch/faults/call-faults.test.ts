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
])("%s refuses the first calls of its operation with %d, and no other", async (fault, status, errorType) => {
  const given = await givenFaults({ fault, operation: "DescribeJobs", times: 2 });

  const replies = [await describeJobs(given), await describeJobs(given), await describeJobs(given)];
  const jobId = await given.submit();

  expect(replies.map((reply) => reply.status)).toEqual([status, status, 200]);
  expect(replies[0]?.errorType).toBe(errorType);
  expect(jobId).toEqual(expect.any(String));
});

it("lets the first afterCalls calls pass", async () => {
  const given = await givenFaults({ fault: "Throttled", operation: "DescribeJobs", afterCalls: 1 });

  const statuses = [await describeJobs(given), await describeJobs(given), await describeJobs(given)];

  expect(statuses.map(({ status }) => status)).toEqual([200, 429, 200]);
});

it("is over forSeconds after the script was loaded", async () => {
  const given = await givenFaults({ fault: "Throttled", operation: "DescribeJobs", times: 9, forSeconds: 10 });

  const during = await describeJobs(given);
  await given.clock.sleep(10_000);

  expect([during.status, (await describeJobs(given)).status]).toEqual([429, 200]);
});

it("ReplyLost takes the job and closes the connection without a reply", async () => {
  const given = await givenFaults({ fault: "ReplyLost", operation: "SubmitJob" });

  const sent = fetch(`${given.batch.url}/v1/submitjob`, {
    method: "POST",
    body: JSON.stringify({ jobName: "job", jobQueue: "q", jobDefinition: "d" }),
  });

  await expect(sent).rejects.toThrow("fetch failed");
  expect(given.changes.map(({ status }) => status)).toContain("SUBMITTED");
});

it("NeverAnswered keeps a client waiting until it gives up", async () => {
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

it("shows a caller in the same process a lost reply as a failure of the server", async () => {
  const given = await givenFaults({ fault: "ReplyLost", operation: "DescribeJobs" });

  expect(await describeJobs(given)).toMatchObject({ status: 500, errorType: "ServerException" });
});

it("a call that Batch refuses stays refused when its reply is lost", async () => {
  const given = await givenFaults({ fault: "ReplyLost", operation: "SubmitJob" });

  expect(await given.batch.call("SubmitJob", {})).toMatchObject({ status: 400, delivery: "close" });
});

it("JobsNotFound hides jobs from DescribeJobs for a time of their age, and not from ListJobs", async () => {
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

it("JobForgotten hides a job from DescribeJobs and ListJobs for good", async () => {
  const given = await givenFaults({ fault: "JobForgotten", afterSeconds: 30, jobName: "old" });
  const [old, other] = [await given.submit({ jobName: "old" }), await given.submit({ jobName: "other" })];

  await given.clock.sleep(30_000);

  const described = await given.call("DescribeJobs", { jobs: [old, other] });
  const listed = await given.call("ListJobs", { jobQueue: "q", filters: [{ name: "JOB_NAME", values: ["old"] }] });
  expect(described["jobs"]).toEqual([expect.objectContaining({ jobId: other })]);
  expect(listed["jobSummaryList"]).toEqual([]);
});

it("UnknownStatus shows a status that Batch is not known to use", async () => {
  const given = await givenFaults({ fault: "UnknownStatus", times: 2, afterCalls: 1 });
  const jobId = await given.submit();

  const statuses: string[] = [];
  for (let call = 0; call < 4; call += 1) statuses.push((await given.describe(jobId)).status);

  expect(statuses).toEqual(["SUBMITTED", "PAUSED", "PAUSED", "SUBMITTED"]);
});
