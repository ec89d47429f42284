import * as z from "zod";
import { describeJob } from "../../../workflow/result/describe-job";
import type { Job } from "../../../workflow/result/job";
import { EMPTY_RESULT } from "../../../workflow/result/job-result";
import { FAILURE_OUTPUT, OVERALL_TIMEOUT, SUCCESS_OUTPUT } from "../../../workflow/definitions/sync-definition";
import { evaluateExpression, toPascalCase } from "./evaluate-expression";
import { givenInput } from "../../../testing/workflow/input-fixture";
import { FAILURES, givenJob } from "../../../testing/workflow/job-fixture";

const FACTS = { polls: 0, reused: false, duplicates: [] };

const failureSchema = z.strictObject({ error: z.string(), cause: z.string() });
const failureOf = async (errorOutput: { Error: string; Cause?: string }, input: unknown = givenInput()) => {
  const { error, cause } = failureSchema.parse(await evaluateExpression(FAILURE_OUTPUT, { errorOutput, input }));
  const result: unknown = JSON.parse(cause);
  return { error, result };
};
const jobResultSchema = z.looseObject({ statusReason: z.string() });
const failedJob = (job: Job) => ({ Error: "States.TaskFailed", Cause: JSON.stringify(toPascalCase(job)) });

describe("a job that succeeded", () => {
  it.each<[string, Job]>([
    ["one attempt", {}],
    ["no log", { container: { exitCode: 0 }, attempts: [] }],
    [
      "its own log group",
      {
        container: {
          exitCode: 0,
          logStreamName: "a b/[c]",
          logConfiguration: { logDriver: "awslogs", options: { "awslogs-group": "/my/jobs" } },
        },
      },
    ],
    ["another log driver", { container: { exitCode: 0, logConfiguration: { logDriver: "splunk" } } }],
    [
      "two attempts",
      { attempts: [{ statusReason: "Host EC2 (instance i-1) terminated." }, { container: { exitCode: 0 } }] },
    ],
    ["no exit code", { container: {}, attempts: [{}] }],
    ["the partition of China", { jobArn: "arn:aws-cn:batch:cn-north-1:123456789012:job/x" }],
    ["the partition of GovCloud", { jobArn: "arn:aws-us-gov:batch:us-gov-west-1:123456789012:job/x" }],
    ["clocks that disagree", { startedAt: 1_000, stoppedAt: 500, createdAt: 2_000 }],
    ["no start", { startedAt: undefined }],
    ["no ARN", { jobArn: undefined }],
  ])("returns the same JobResult as polling: %s", async (_title, fields) => {
    const job = givenJob({ status: "SUCCEEDED", statusReason: undefined, ...fields });

    const result = await evaluateExpression(SUCCESS_OUTPUT, { result: toPascalCase(job), input: givenInput() });

    expect(result).toEqual(describeJob(job, FACTS));
  });
});

describe("a job that failed", () => {
  it.each(FAILURES)("returns the same Error and JobResult as polling: %s, %s", async (_title, category, fields) => {
    const job = givenJob(fields);

    const failure = await failureOf(failedJob(job));

    expect(failure).toEqual({ error: `BatchJob.${category}`, result: describeJob(job, FACTS) });
  });

  it("reports run_timeout as the cause when it was given", async () => {
    const job = givenJob({ statusReason: "Job attempt duration exceeded timeout", isTerminated: true });

    const failure = await failureOf(failedJob(job), givenInput({ run_timeout: 60 }));

    expect(failure).toEqual({ error: "BatchJob.RunTimeout", result: describeJob(job, FACTS, "RunTimeout") });
  });

  it("keeps any text of the reason", async () => {
    const statusReason = 'a "quoted"\n\\ reason \u0001 🚀';

    const failure = await failureOf(failedJob(givenJob({ statusReason })));

    expect(failure.result).toMatchObject({ statusReason });
  });
});

describe("a failure without a job", () => {
  it.each([
    [{ Error: "States.Timeout" }, "BatchJob.OverallTimeout", "OverallTimeout", false],
    [{ Error: "States.Timeout", Cause: "" }, "BatchJob.OverallTimeout", "OverallTimeout", false],
    [
      { Error: "Batch.ClientException", Cause: "JobQueue q not found (Service: AWSBatch; Status Code: 400; ...)" },
      "BatchJob.InvalidRequest",
      "InvalidRequest",
      false,
    ],
    [
      { Error: "Batch.BatchException", Cause: "not authorized to perform: batch:SubmitJob (Status Code: 403; ...)" },
      "BatchJob.InvalidRequest",
      "InvalidRequest",
      false,
    ],
    [
      {
        Error: "Batch.BatchException",
        Cause: "Too Many Requests (Status Code: 429; Error Code: TooManyRequestsException)",
      },
      "BatchApi.Throttled",
      "Unknown",
      true,
    ],
    [{ Error: "Batch.ServerException", Cause: "(Status Code: 500; ...)" }, "BatchApi.Server", "Unknown", true],
    [{ Error: "States.TaskFailed", Cause: "no JSON at all" }, "BatchApi.Server", "Unknown", true],
    [{ Error: "States.TaskFailed" }, "BatchApi.Server", "Unknown", true],
  ])("returns a JobResult with every field: %j", async (errorOutput, error, category, retryable) => {
    const failure = await failureOf(errorOutput);

    const { statusReason, ...result } = jobResultSchema.parse(failure.result);
    expect(failure.error).toBe(error);
    expect(statusReason).not.toBe("");
    expect({ ...result, statusReason: null }).toEqual({ ...EMPTY_RESULT, jobName: "my-job", category, retryable });
  });
});

describe("overall_timeout", () => {
  it.each([
    [givenInput({ overall_timeout: 90 }), 90],
    [givenInput(), 99_999_999],
  ])("sets the timeout of the task: %j", async (input, seconds) => {
    expect(await evaluateExpression(OVERALL_TIMEOUT, { input })).toBe(seconds);
  });
});
