import { describeHeadline } from "../../../console/model/progress/describe-headline";
import { NO_PROGRESS, type RunProgress } from "../../../console/model/progress/run-progress";
import {
  after,
  entered,
  exited,
  failedPoll,
  FAILED_RESULT,
  givenModel,
  poll,
  started,
  submitted,
  WATCH,
  type EventParts,
} from "../../../testing/console/given-history";

const wait = (seconds: number): EventParts => ({
  ...entered("Wait X Seconds", "Wait"),
  stateEnteredEventDetails: { name: "Wait X Seconds", input: JSON.stringify({ ...WATCH, waitSeconds: seconds }) },
});
const headline = (events: readonly EventParts[], seconds: number): string =>
  describeHeadline(givenModel(events).progress, after(seconds));

describe("describeHeadline", () => {
  it("names the job, its duration, the checks and the time of the next one", () => {
    const polled = [...submitted, ...poll(1, "RUNNING"), ...poll(2, "RUNNING"), wait(300)];

    expect(headline(polled, 27)).toBe("The job is running, 15 s. Checked twice, next check 00:05:24 (in 4:57).");
    expect(headline(polled, 324)).toBe("The job is running, 5 min 12 s. Checked twice, checking now.");
  });

  it("names the deadlines, the nearest first", () => {
    const watch = {
      ...WATCH,
      polls: 1,
      status: "RUNNING",
      executionStartedAt: after(0).toISOString(),
      runTimeoutSeconds: 120,
      overallTimeoutSeconds: 3_600,
      queueTimeoutSeconds: 10,
    };
    const events = [...submitted, ...poll(1, "RUNNING", watch), wait(60)];

    expect(headline(events, 72)).toMatch(/ run_timeout in at most 1 min\. overall_timeout in 58 min 48 s\.$/);
    expect(headline(events, 4_000)).toMatch(/ run_timeout has passed\. overall_timeout has passed\.$/);
    expect(headline([...submitted, ...poll(1, "RUNNABLE", { ...watch, status: "RUNNABLE" })], 13)).toMatch(
      / queue_timeout in 9 s\. overall/,
    );
    expect(
      headline([...submitted, ...poll(1, "RUNNABLE", { ...watch, status: "RUNNABLE", hasRun: true })], 13),
    ).not.toContain("queue_timeout");
  });

  it.each<readonly [RunProgress, string]>([
    [NO_PROGRESS, "The job is being submitted."],
    [
      { ...NO_PROGRESS, jobId: "j", attached: true, polls: 0 },
      "The execution waits for a job that already exists. Not checked yet, checking now.",
    ],
    [
      { ...NO_PROGRESS, jobId: "j", jobStatus: "PENDING" },
      "The job waits for other jobs (PENDING). Step Functions is notified when the job ends.",
    ],
    [{ ...NO_PROGRESS, jobId: "j", jobStatus: "NEW", polls: 1 }, "The job has status NEW. Checked once, checking now."],
    [
      { ...NO_PROGRESS, jobId: "j", polls: 1_200, terminating: true },
      "The job is submitted. It is being terminated. Checked 1,200 times, checking now.",
    ],
    [
      { ...NO_PROGRESS, currentState: "Submit Job", failedAttempt: { error: "BatchApi.Throttled", cause: undefined } },
      "The job is being submitted. Submit Job failed with BatchApi.Throttled and is retried.",
    ],
  ])("describes %j", (progress, text) => {
    expect(describeHeadline(progress, after(0))).toBe(text);
  });

  it("reports that the last check found the end", () => {
    expect(headline([...submitted, ...poll(1, "FAILED", failedPoll(FAILED_RESULT))], 20)).toContain(
      "The last check found its end.",
    );
  });

  it("does not take the output of another task for a poll", () => {
    const { progress } = givenModel([started, exited("Other", JSON.stringify({ outcome: "FAILED" }))]);

    expect(progress.found).toBeUndefined();
  });
});

describe("foldEvent", () => {
  const found = (output: object): string | undefined =>
    givenModel([...submitted, ...poll(1, "x", output)]).progress.found;

  it.each([
    [{ ...WATCH, status: "RUNNING", polls: 1 }, "RUNNING"],
    [{ ...WATCH, status: null, polls: 1 }, "no status"],
    [{ ...WATCH, status: "RUNNING", polls: 2, missingPolls: 1 }, "no job"],
    [
      { ...WATCH, status: "RUNNING", polls: 2, outage: { since: after(0).toISOString(), reason: "E" } },
      "no answer from AWS Batch",
    ],
    [{ outcome: "SUCCEEDED", result: { ...FAILED_RESULT, status: "SUCCEEDED" } }, "SUCCEEDED"],
    [failedPoll({ ...FAILED_RESULT, status: "RUNNING" }), "RUNNING"],
    [{ outcome: "FAILED" }, "FAILED"],
  ])("reads the finding of a poll from %j", (output, finding) => {
    expect(found(output)).toBe(finding);
  });
});
