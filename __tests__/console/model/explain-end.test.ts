import { explainEnd } from "../../../console/model/explain-end";
import { FAILURE_CATEGORIES } from "../../../workflow/failure-category";
import { EMPTY_RESULT } from "../../../workflow/job-result";
import { FAILED_RESULT, failedExecution, givenFailure, givenModel, started, type EventParts } from "./given-history";

const explain = (...events: EventParts[]) => explainEnd(givenModel([started, ...events]));

describe("why an execution ended as it did", () => {
  it("is nothing to be said of while it runs, and when it succeeded", () => {
    expect(explain()).toBeUndefined();
    expect(explain({ type: "ExecutionSucceeded", executionSucceededEventDetails: { output: "{}" } })).toBeUndefined();
  });

  it("names the exit code of the job's program, and Batch's reason", () => {
    expect(explainEnd(givenFailure())).toMatchObject({
      what: "The job's own program ended with exit code 3",
      reason: "Essential container in task exited",
    });
  });

  it.each(FAILURE_CATEGORIES)("says for %s what happened and what to do", (category) => {
    const explanation = explainEnd(givenFailure({ ...FAILED_RESULT, category, exitCode: null }));

    expect(explanation?.what).toMatch(/^[A-Z].*[^.]$/);
    expect(explanation?.next.every((line) => line.endsWith("."))).toBe(true);
    expect(explanation?.next).not.toHaveLength(0);
  });

  it("gives both of Batch's reasons once, and none where there is none", () => {
    const both = { ...FAILED_RESULT, statusReason: "a", containerReason: "b" };

    expect(explainEnd(givenFailure(both))?.reason).toBe("a; b");
    expect(explainEnd(givenFailure({ ...both, containerReason: "a" }))?.reason).toBe("a");
    expect(explainEnd(givenFailure({ ...both, statusReason: null, containerReason: null }))?.reason).toBeUndefined();
  });

  it.each([
    ["BatchApi.Client", "AWS Batch refused the call"],
    ["BatchApi.Throttled", "AWS Batch throttled the submission for too long"],
    ["BatchApi.Server", "AWS Batch did not take the job for too long"],
    ["Lambda.Unknown", "A Lambda function of the workflow could not be run"],
    ["States.Timeout", "A step of the workflow took too long"],
    ["States.Runtime", "The state machine itself failed"],
    ["Custom", "The execution failed"],
  ])("explains %s", (error, what) => {
    expect(explain(failedExecution(error, "why"))).toMatchObject({ what, reason: "why" });
  });

  it("prefers what the workflow's own error says to the category", () => {
    const cause = JSON.stringify({ ...EMPTY_RESULT, category: "InvalidRequest", statusReason: "no such queue" });

    expect(explain(failedExecution("BatchApi.Client", cause))).toMatchObject({
      what: "AWS Batch refused the call",
      reason: "no such queue",
    });
  });

  it.each([
    ["ExecutionAborted", "Somebody stopped the execution"],
    ["ExecutionTimedOut", "The execution exceeded its own time limit"],
  ] as const)("explains %s", (type, what) => {
    expect(explain({ type })).toMatchObject({ what, reason: undefined });
  });
});
