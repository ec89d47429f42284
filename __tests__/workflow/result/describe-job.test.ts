import { describeJob } from "../../../workflow/result/describe-job";
import { CREATED_AT_MS, givenJob, JOB_ARN, JOB_ID } from "../../../testing/workflow/job-fixture";

const FACTS = { polls: 3, reused: true, duplicates: ["other"] };

it("returns all details of a failed job", () => {
  expect(describeJob(givenJob(), FACTS)).toEqual({
    jobId: JOB_ID,
    jobArn: JOB_ARN,
    jobName: "my-job",
    status: "FAILED",
    category: "UserError",
    retryable: false,
    exitCode: 1,
    statusReason: "Essential container in task exited",
    containerReason: null,
    attempts: [
      {
        number: 1,
        exitCode: 1,
        reason: "Essential container in task exited",
        startedAt: "2026-01-01T00:00:30.000Z",
        stoppedAt: "2026-01-01T00:02:00.000Z",
        logStreamName: "sample/default/0123456789abcdef",
      },
    ],
    logGroup: "/aws/batch/job",
    logUrl:
      "https://us-east-2.console.aws.amazon.com/cloudwatch/home?region=us-east-2" +
      "#logsV2:log-groups/log-group/$252Faws$252Fbatch$252Fjob/log-events/sample$252Fdefault$252F0123456789abcdef",
    consoleUrl: `https://us-east-2.console.aws.amazon.com/batch/home?region=us-east-2#jobs/detail/${JOB_ID}`,
    createdAt: "2026-01-01T00:00:00.000Z",
    startedAt: "2026-01-01T00:00:30.000Z",
    stoppedAt: "2026-01-01T00:02:00.000Z",
    queuedSeconds: 30,
    runSeconds: 90,
    polls: 3,
    reused: true,
    duplicates: ["other"],
  });
});

it("returns no category for a job that succeeded", () => {
  const job = givenJob({ status: "SUCCEEDED", container: { exitCode: 0 } });

  expect(describeJob(job, FACTS)).toMatchObject({ category: null, retryable: false, exitCode: 0 });
});

it("returns no category for a running job unless one is given", () => {
  const job = givenJob({ status: "RUNNING" });

  expect(describeJob(job, FACTS).category).toBeNull();
  expect(describeJob(job, FACTS, "QueueTimeout")).toMatchObject({ category: "QueueTimeout", retryable: true });
});

it("returns null, not 0, for missing values", () => {
  const result = describeJob({}, { polls: 0, reused: false, duplicates: [] });

  expect(result).toEqual({
    jobId: null,
    jobArn: null,
    jobName: null,
    status: null,
    category: null,
    retryable: false,
    exitCode: null,
    statusReason: null,
    containerReason: null,
    attempts: [],
    logGroup: null,
    logUrl: null,
    consoleUrl: null,
    createdAt: null,
    startedAt: null,
    stoppedAt: null,
    queuedSeconds: null,
    runSeconds: null,
    polls: 0,
    reused: false,
    duplicates: [],
  });
});

it("numbers the attempts and returns null for their missing values", () => {
  const attempts = [
    { statusReason: "Host EC2 (instance i-1) terminated." },
    { container: { reason: "OutOfMemoryError", exitCode: 0 }, statusReason: "less telling", startedAt: CREATED_AT_MS },
    {},
  ];
  const nothing = { exitCode: null, reason: null, startedAt: null, stoppedAt: null, logStreamName: null };

  expect(describeJob(givenJob({ attempts }), FACTS).attempts).toEqual([
    { ...nothing, number: 1, reason: "Host EC2 (instance i-1) terminated." },
    { ...nothing, number: 2, reason: "OutOfMemoryError", exitCode: 0, startedAt: "2026-01-01T00:00:00.000Z" },
    { ...nothing, number: 3 },
  ]);
});

it("counts the whole time of a job that never ran as queued", () => {
  const job = givenJob({ startedAt: undefined, stoppedAt: CREATED_AT_MS + 5_500 });

  expect(describeJob(job, FACTS)).toMatchObject({ startedAt: null, queuedSeconds: 5.5, runSeconds: null });
});

it("returns no negative time when Batch's clocks disagree", () => {
  const job = givenJob({ startedAt: CREATED_AT_MS - 1, stoppedAt: CREATED_AT_MS - 2 });

  expect(describeJob(job, FACTS)).toMatchObject({ queuedSeconds: 0, runSeconds: 0 });
});

it.each([1e20, NaN, -8.65e15])("returns no times for %d, which is out of range", (timeMs) => {
  const times = { createdAt: timeMs, startedAt: timeMs, stoppedAt: timeMs };

  const result = describeJob(givenJob({ ...times, attempts: [times] }), FACTS);

  const none = { startedAt: null, stoppedAt: null };
  expect(result).toMatchObject({ ...none, createdAt: null, queuedSeconds: null, runSeconds: null, attempts: [none] });
});

describe("the log", () => {
  it("returns the log group of the job definition", () => {
    const logConfiguration = { logDriver: "awslogs", options: { "awslogs-group": "/my/jobs" } };

    const result = describeJob(givenJob({ container: { logStreamName: "a", logConfiguration } }), FACTS);

    expect(result.logGroup).toBe("/my/jobs");
    expect(result.logUrl).toMatch(/log-group\/\$252Fmy\$252Fjobs\/log-events\/a$/);
  });

  it("returns Batch's default log group when the job definition has none", () => {
    const job = givenJob({ container: { logStreamName: "a", logConfiguration: { options: {} } } });

    expect(describeJob(job, FACTS).logGroup).toBe("/aws/batch/job");
  });

  it("returns a log group but no URL before the container has a log stream", () => {
    const logConfiguration = { logDriver: "awslogs", options: { "awslogs-group": "/my/jobs" } };
    const job = givenJob({ container: { logConfiguration }, attempts: [] });

    expect(describeJob(job, FACTS)).toMatchObject({ logGroup: "/my/jobs", logUrl: null });
  });

  it("returns no log group for another log driver", () => {
    const logConfiguration = { logDriver: "splunk", options: { "awslogs-group": "/my/jobs" } };
    const job = givenJob({ container: { logStreamName: "a", logConfiguration } });

    expect(describeJob(job, FACTS)).toMatchObject({ logGroup: null, logUrl: null });
  });
});

it.each([
  [{ jobArn: undefined }, null, null],
  [{ jobArn: "nonsense" }, null, null],
  [{ jobId: undefined }, null, describeJob(givenJob(), FACTS).logUrl],
])("returns no URL when the ARN or ID is missing: %j", (fields, consoleUrl, logUrl) => {
  expect(describeJob(givenJob(fields), FACTS)).toMatchObject({ consoleUrl, logUrl });
});
