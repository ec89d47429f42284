import { explainEnd } from "../../../console/model/explain-end";
import { FAILURE_CATEGORIES } from "../../../workflow/result/failure";
import { EMPTY_RESULT } from "../../../workflow/result/job-result";
import {
  FAILED_RESULT,
  failedExecution,
  givenFailure,
  givenModel,
  started,
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
    ["ExecutionAborted", "The execution was stopped"],
    ["ExecutionTimedOut", "The execution timed out"],
  ] as const)("explains %s", (type, what) => {
    expect(explain({ type })).toMatchObject({ what, reason: undefined });
  });
});
