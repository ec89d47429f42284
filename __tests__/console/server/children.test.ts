import type { JobDetail, JobSummary, ListJobsCommandInput } from "@aws-sdk/client-batch";
import { listChildren } from "../../../console/server/routes/list-children";
import { findChildStreams, readLogTail } from "../../../console/server/routes/read-child-log";
import type { LogSource } from "../../../console/log/log-source";

const { signal } = new AbortController();
const JOB: JobDetail = {
  jobId: "job",
  jobName: "import",
  jobQueue: "queue",
  jobDefinition: "definition",
  status: "PENDING",
  startedAt: 0,
};

const child = (index: number, status: "FAILED" | "SUCCEEDED" | "RUNNING", exitCode?: number): JobSummary => ({
  jobId: `job:${index}`,
  jobName: "import",
  status,
  statusReason: "from Batch",
  arrayProperties: { index },
  container: { exitCode },
});

/** Batch with these children, in pages of 1,000. */
function givenBatch(children: readonly JobSummary[], job: JobDetail | undefined) {
  const calls: ListJobsCommandInput[] = [];
  return {
    calls,
    describeJob: () => Promise.resolve(job),
    listJobs: (input: ListJobsCommandInput) => {
      calls.push(input);
      const from = Number(input.nextToken ?? 0);
      const matching = children.filter(({ status }) => status === input.jobStatus);
      const nextToken = matching.length > from + 1_000 ? String(from + 1_000) : undefined;
      return Promise.resolve({ jobSummaryList: matching.slice(from, from + 1_000), nextToken });
    },
  };
}

describe("listChildren", () => {
  it("returns 10,000 children by index, and lists only statuses that occur", async () => {
    const children = Array.from({ length: 10_000 }, (_, index) =>
      child(index, index === 77 ? "FAILED" : "SUCCEEDED", index === 77 ? 3 : 0),
    ).reverse();
    const statusSummary = { RUNNING: 0, SUCCEEDED: 9_999, FAILED: 1 };
    const batch = givenBatch(children, { ...JOB, arrayProperties: { size: 10_000, statusSummary } });

    const reply = await listChildren(batch, "job", signal);

    expect(reply.children).toHaveLength(10_000);
    expect(reply.children?.[77]).toEqual({ index: 77, status: "FAILED", exitCode: 3, reason: "from Batch" });
    expect(batch.calls.map(({ jobStatus }) => jobStatus)).toEqual([...Array<string>(10).fill("SUCCEEDED"), "FAILED"]);
  });

  it("returns a child once that changes its status during the calls", async () => {
    const batch = givenBatch([child(0, "RUNNING"), child(0, "SUCCEEDED", 0)], {
      ...JOB,
      arrayProperties: { size: 2, statusSummary: { RUNNING: 1 } },
    });

    expect((await listChildren(batch, "job", signal)).children).toEqual([
      { index: 0, status: "SUCCEEDED", exitCode: 0, reason: "from Batch" },
    ]);
  });

  it("returns null for a job without children, and for one that AWS Batch does not have", async () => {
    expect(await listChildren(givenBatch([], JOB), "job", signal)).toEqual({ children: null });
    expect(await listChildren(givenBatch([], undefined), "job", signal)).toEqual({ children: null });
  });
});

describe("the log of a child", () => {
  const source = (job: JobDetail | undefined): LogSource => ({
    describeJob: (jobId) => Promise.resolve(jobId === "job:3" ? job : undefined),
    getLogEvents: () => Promise.resolve({ events: [{ timestamp: 1, message: "hello" }], nextForwardToken: "" }),
    explainError: String,
  });

  it("returns that of its last attempt", async () => {
    const found = await findChildStreams(source({ ...JOB, container: { logStreamName: "s" } }), "job", "3", signal);

    expect(found.streams).toEqual([{ logGroup: "/aws/batch/job", logStream: "s", region: undefined }]);
    expect((await readLogTail(source(JOB), found, signal)).entries.map(({ text }) => text)).toEqual(["hello"]);
  });

  it("notes that a child has none yet", async () => {
    const found = await findChildStreams(source(JOB), "job", "3", signal);

    expect((await readLogTail(source(JOB), found, signal)).entries.map(({ text }) => text)).toEqual(["no log yet"]);
  });

  it.each([
    ["job", "-1", 'child must be the index of a child of the execution\'s job, got "-1"'],
    ["job", "3:4", 'child must be the index of a child of the execution\'s job, got "3:4"'],
    [undefined, "3", 'child must be the index of a child of the execution\'s job, got "3"'],
    ["job", "4", "AWS Batch has no job job:4"],
  ])("rejects job %s and index %s", async (jobId, index, message) => {
    await expect(findChildStreams(source(JOB), jobId, index, signal)).rejects.toThrow(message);
  });
});
