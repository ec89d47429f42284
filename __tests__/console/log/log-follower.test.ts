import { LogFollower, type FollowedJob } from "../../../console/log/log-follower";
import { EMPTY_RESULT, type JobResult } from "../../../workflow/result/job-result";
import { awsError, FakeLogSource } from "./fake-log-source";

const RUNNING: FollowedJob = { jobId: "job", result: undefined, hasEnded: false };
const NOT_SUBMITTED: FollowedJob = { jobId: undefined, result: undefined, hasEnded: false };

const resultWith = (...streams: readonly (string | null)[]): JobResult => ({
  ...EMPTY_RESULT,
  logGroup: "group",
  logUrl: "https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#log",
  attempts: streams.map((logStreamName, index) => ({
    number: index + 1,
    exitCode: 0,
    reason: null,
    startedAt: null,
    stoppedAt: null,
    logStreamName,
  })),
});
const ended = (...streams: readonly (string | null)[]): FollowedJob => ({
  jobId: "job",
  result: resultWith(...streams),
  hasEnded: true,
});

describe("LogFollower", () => {
  let source: FakeLogSource;
  let nowMs: number;
  let follower: LogFollower;
  const given = (tailLines?: number): void => {
    source = new FakeLogSource();
    nowMs = 0;
    follower = new LogFollower({ source, describeMs: 10, tailLines });
  };
  /** Reads once, ten milliseconds after the read before. */
  async function read(job: FollowedJob = RUNNING): Promise<readonly string[]> {
    nowMs += 10;
    const { entries } = await follower.read(job, nowMs, new AbortController().signal);
    return entries.map(({ kind, text }) => (kind === "note" ? `(${text})` : text));
  }
  beforeEach(() => {
    given();
  });

  it("makes no calls before the job has been submitted", async () => {
    expect(await read(NOT_SUBMITTED)).toEqual([]);

    expect([source.describeCalls, source.logCalls]).toEqual([[], []]);
  });

  it("waits for the job, for its log stream, and for the stream to exist", async () => {
    expect(await read()).toEqual([]);
    source.run();
    expect(await read()).toEqual([]);
    source.run("s1");
    expect(await read()).toEqual([]);
    expect(source.logCalls).toHaveLength(1);

    source.write("s1", "one");

    expect(await read()).toEqual(["one"]);
  });

  it("reads each line once, in order", async () => {
    source.run("s1");
    source.write("s1", "one", "two");

    expect(await read()).toEqual(["one", "two"]);
    expect(await read()).toEqual([]);
    source.write("s1", "three");
    expect(await read()).toEqual(["three"]);
  });

  it("calls DescribeJobs at most once per interval", async () => {
    source.run("s1");
    await read();

    await follower.read(RUNNING, nowMs + 9, new AbortController().signal);
    expect(source.describeCalls).toHaveLength(1);
    await follower.read(RUNNING, nowMs + 10, new AbortController().signal);

    expect(source.describeCalls).toHaveLength(2);
  });

  it("describes the job of an execution that ended without a result once, and reads its log", async () => {
    source.run("s1");
    source.write("s1", "one");
    const stopped: FollowedJob = { jobId: "job", result: undefined, hasEnded: true };

    expect(await read(stopped)).toEqual(["one"]);
    source.write("s1", "two");
    expect(await read(stopped)).toEqual(["two"]);

    expect(source.describeCalls).toHaveLength(1);
  });

  it("continues with the next attempt after the lines of the one before", async () => {
    source.run("s1");
    source.write("s1", "one");
    await read();
    source.write("s1", "two");
    source.write("s2", "three");
    source.run("s1", "s2");

    expect([await read(), await read(), await read()]).toEqual([["two"], [], ["(attempt 2:)", "three"]]);
  });

  it("reads attempts from the result that DescribeJobs did not show", async () => {
    source.run("s1");
    source.write("s1", "one");
    source.write("s3", "three");
    await read();

    const job = ended("s1", null, "s3");

    expect([await read(job), await read(job)]).toEqual([[], ["(attempt 2:)", "three"]]);
    expect(source.logCalls.at(-1)?.region).toBe("eu-west-1");
  });

  it("begins a job that has already started with the last lines of its last attempt", async () => {
    given(2);
    source.run("s1", "s2");
    source.write("s1", "of the first attempt");
    source.write("s2", "one", "two", "three");

    expect(await read()).toEqual(["(last 2 lines of the log so far:)", "two", "three"]);
    source.write("s2", "four");
    expect(await read()).toEqual(["four"]);
  });

  it("begins a job that starts later with its first line", async () => {
    given(2);
    source.run();
    await read();
    source.run("s1");
    source.write("s1", "one", "two", "three");

    expect(await read()).toEqual(["one", "two", "three"]);
  });

  it("reads from the first line if the last page is empty", async () => {
    given(2);
    source.run("s1");
    source.streams.set("s1", []);
    await read();
    source.write("s1", "one", "two", "three");

    expect(await read()).toEqual(["one", "two", "three"]);
  });

  it("continues at the time of the last line when the token has expired", async () => {
    source.run("s1");
    source.write("s1", "one", "two");
    await read();
    source.write("s1", "three");
    source.logErrors = [awsError("InvalidParameterException")];

    expect([await read(), await read()]).toEqual([[], ["three"]]);
    expect(source.logCalls.at(-1)).toMatchObject({ startTime: 3, startFromHead: true });
  });

  it("warns once that access to the log is denied, and makes no further calls", async () => {
    source.run("s1");
    source.logErrors = [awsError("AccessDeniedException")];

    expect(await read()).toEqual(["(cannot read the log: AccessDeniedException message)"]);
    const calls = source.describeCalls.length;
    expect(await read()).toEqual([]);
    expect(source.describeCalls).toHaveLength(calls);
  });

  it("warns once that access to jobs is denied, and reads the log after the end", async () => {
    source.describeErrors = [awsError("AccessDeniedException")];
    source.write("s1", "one");

    expect(await read()).toEqual(["(cannot find the log before the job has ended: AccessDeniedException message)"]);
    expect(await read()).toEqual([]);
    expect(source.describeCalls).toHaveLength(1);
    expect(await read(ended("s1"))).toEqual(["one"]);
  });

  it("warns once of a failure that lasts, and continues after it", async () => {
    source.run("s1");
    source.write("s1", "one");
    source.logErrors = Array.from({ length: 7 }, () => awsError("ThrottlingException"));
    // A successful DescribeJobs call in between does not count as a success.
    const reads: string[] = [];

    for (let count = 0; count < 8; count += 1) reads.push(...(await read()));

    expect(reads).toEqual(["(cannot read the log: ThrottlingException message)", "one"]);
  });

  it("reports nothing when it was aborted", async () => {
    source.run("s1");
    source.logErrors = [awsError("AccessDeniedException")];

    const { entries } = await follower.read(RUNNING, 10, AbortSignal.abort());

    expect(entries).toEqual([]);
  });

  it.each([
    ["an array job", { arrayProperties: { size: 3 } }, "attach to job job:0"],
    [
      "a multi-node job",
      { nodeProperties: { numNodes: 2, mainNode: 0, nodeRangeProperties: [] } },
      "attach to job job#0",
    ],
  ])("explains that %s has no log of its own, once", async (_what, properties, text) => {
    source.run();
    if (source.job !== undefined) source.job = { ...source.job, container: undefined, ...properties };

    const [note = ""] = await read();

    expect(note).toContain("no log: each");
    expect(note).toContain(text);
    expect(await read()).toEqual([]);
  });

  it("explains that a job does not log to CloudWatch Logs", async () => {
    source.run("s1");
    if (source.job !== undefined)
      source.job = { ...source.job, container: { logConfiguration: { logDriver: "splunk" } } };

    expect(await read()).toEqual(["(the job does not log to CloudWatch Logs)"]);
  });

  it("rests after the job's end until the execution has ended", async () => {
    source.run("s1");
    source.write("s1", "one");
    await read();
    if (source.job !== undefined) source.job = { ...source.job, status: "SUCCEEDED" };
    for (let count = 0; count < 5; count += 1) await read();
    const calls = [source.describeCalls.length, source.logCalls.length];

    await read();
    expect([source.describeCalls.length, source.logCalls.length]).toEqual(calls);
    source.write("s1", "late");

    expect(await read(ended("s1"))).toEqual(["late"]);
  });

  it("has nothing to read for a result without a log", async () => {
    const { entries, atEnd } = await follower.read(
      { jobId: undefined, result: EMPTY_RESULT, hasEnded: true },
      10,
      new AbortController().signal,
    );

    expect([entries, atEnd]).toEqual([[], true]);
  });
});
