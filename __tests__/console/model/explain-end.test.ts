import { explainEnd } from "../../../console/model/explain-end";
import { FAILURE_CATEGORIES, type FailureCategory } from "../../../workflow/result/failure";
import { EMPTY_RESULT, type JobResult } from "../../../workflow/result/job-result";
import {
  after,
  exited,
  FAILED_RESULT,
  failedExecution,
  givenFailure,
  givenModel,
  started,
  WATCH,
  type EventParts,
} from "../../../testing/console/given-history";

const explain = (...events: EventParts[]) => explainEnd(givenModel([started, ...events]));

describe("explainEnd", () => {
  it("returns undefined while the execution is running and after it succeeded", () => {
    expect(explain()).toBeUndefined();
    expect(explain({ type: "ExecutionSucceeded", executionSucceededEventDetails: { output: "{}" } })).toBeUndefined();
  });

  it("includes the exit code and the reason from Batch", () => {
    expect(explainEnd(givenFailure())).toMatchObject({
      what: "The job's program exited with exit code 3",
      reason: "Essential container in task exited",
    });
  });

  it.each(FAILURE_CATEGORIES)("explains %s and lists next steps", (category) => {
    const explanation = explainEnd(givenFailure({ ...FAILED_RESULT, category, exitCode: null }));

    expect(explanation?.what).toMatch(/^[A-Z].*[^.]$/);
    expect(explanation?.next.every((line) => line.endsWith("."))).toBe(true);
    expect(explanation?.next).not.toHaveLength(0);
  });

  it("joins both reasons from Batch without duplicates, and omits missing ones", () => {
    const both = { ...FAILED_RESULT, statusReason: "a", containerReason: "b" };

    expect(explainEnd(givenFailure(both))?.reason).toBe("a; b");
    expect(explainEnd(givenFailure({ ...both, containerReason: "a" }))?.reason).toBe("a");
    expect(explainEnd(givenFailure({ ...both, statusReason: null, containerReason: null }))?.reason).toBeUndefined();
  });

  it.each([
    [
      "Array job failed: 4 of 60 children failed; child 3: Essential",
      "UserError",
      "4 of 60 children failed. Child 3: the job's program exited with exit code 3",
    ],
    [
      "Array job failed: child 3: Essential",
      "ImagePull",
      "A child failed. Child 3: the container image could not be pulled",
    ],
    ["Array job failed: child 3: Essential", "NotFound", "A child failed. Child 3: AWS Batch has no job with this ID"],
  ] as const)("names the failed children of an array job: %s, %s", (statusReason, category, what) => {
    const explanation = explainEnd(givenFailure({ ...FAILED_RESULT, statusReason, category }));

    expect(explanation?.what).toBe(what);
    if (category === "UserError") expect(explanation?.next[0]).toBe("Read the log of child 3.");
  });

  it.each([
    ["BatchApi.Client", "AWS Batch rejected the request"],
    ["BatchApi.Throttled", "AWS Batch throttled the submission until the retries were exhausted"],
    ["BatchApi.Server", "AWS Batch failed to accept the job until the retries were exhausted"],
    ["Lambda.Unknown", "A Lambda function of the workflow could not run"],
    ["States.Timeout", "A state of the workflow timed out"],
    ["States.Runtime", "The state machine failed"],
    ["Custom", "The execution failed"],
  ])("explains %s", (error, what) => {
    expect(explain(failedExecution(error, "why"))).toMatchObject({ what, reason: "why" });
  });

  it("prefers the explanation of the workflow's error to that of the category", () => {
    const cause = JSON.stringify({ ...EMPTY_RESULT, category: "InvalidRequest", statusReason: "no such queue" });

    expect(explain(failedExecution("BatchApi.Client", cause))).toMatchObject({
      what: "AWS Batch rejected the request",
      reason: "no such queue",
    });
  });

  it.each([
    ["ExecutionAborted", "The execution was stopped before a job was known"],
    ["ExecutionTimedOut", "The execution timed out before a job was known"],
  ] as const)("explains %s", (type, what) => {
    expect(explain({ type })).toMatchObject({ what, reason: undefined });
  });

  it("recommends the log only if a container wrote one", () => {
    const next = (change: Partial<JobResult>) =>
      explainEnd(givenFailure({ ...FAILED_RESULT, category: "Terminated", ...change }))?.next;

    expect(next({})).toContain("Read the job's log.");
    expect(next({ attempts: [] })).not.toContain("Read the job's log.");
    expect(next({ logGroup: null })).not.toContain("Read the job's log.");
    expect(next({ attempts: [] })).not.toHaveLength(0);
  });

  it("explains exit code 137, except after the container exceeded its memory", () => {
    const next = (category: FailureCategory, exitCode: number) =>
      explainEnd(givenFailure({ ...FAILED_RESULT, category, exitCode }))?.next.join(" ");

    expect(next("UserError", 137)).toMatch(/^Exit code 137 means that the program was killed \(SIGKILL\)/);
    expect(next("OutOfMemory", 137)).not.toContain("Exit code");
    expect(next("UserError", 3)).not.toContain("Exit code");
  });
});

describe("a stopped execution", () => {
  const aborted: EventParts = { type: "ExecutionAborted", executionAbortedEventDetails: { cause: "wrong input" } };
  const stopped = (job?: Partial<JobResult>, watch: object = WATCH) => {
    const model = givenModel([started, exited("Submit Job", JSON.stringify(watch)), aborted]);
    if (job !== undefined) model.setJobAfterEnd({ ...EMPTY_RESULT, jobId: "0c4f6c9e", ...job });
    return explainEnd(model);
  };

  it("promises that its job is terminated while the job's status is not known", () => {
    expect(stopped()).toMatchObject({
      what: "The execution was stopped. Its job is terminated within seconds",
      next: ["If job 0c4f6c9e has not ended after 15 minutes, terminate it in AWS Batch."],
      reason: "wrong input",
    });
  });

  it.each([
    [{ status: "RUNNING" }, "Its job is RUNNING and is being terminated"],
    [
      { status: "FAILED", category: "Terminated", stoppedAt: after(6).toISOString(), exitCode: 143 },
      "Its job was terminated 4 s later with exit code 143",
    ],
    [{ status: "FAILED", category: "UserError", stoppedAt: after(1).toISOString() }, "Its job failed 1 s before"],
    [{ status: "SUCCEEDED" }, "Its job had succeeded"],
  ] as const)("reports the job %j", (job, what) => {
    expect(stopped(job)?.what).toBe(`The execution was stopped. ${what}`);
  });

  it("reports that a job continues that the execution did not submit", () => {
    expect(stopped({ status: "RUNNING" }, { ...WATCH, attached: true })).toMatchObject({
      what: "The execution was stopped. Its job continues, because the execution did not submit it",
      next: ["If job 0c4f6c9e must not continue, terminate it in AWS Batch."],
    });
  });
});
