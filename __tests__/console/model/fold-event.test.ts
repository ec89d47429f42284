import type { HistoryEvent } from "@aws-sdk/client-sfn";
import { describeProgress } from "../../../console/model/progress/describe-progress";
import { foldEvent } from "../../../console/model/progress/fold-event";
import { NO_PROGRESS, type RunProgress, type TimelineEntry } from "../../../console/model/progress/run-progress";
import { WATCH } from "../../../testing/console/given-history";

const AT = new Date("2026-01-01T00:00:00Z");
const later = (seconds: number): Date => new Date(AT.getTime() + seconds * 1000);

type EventParts = Omit<HistoryEvent, "id" | "timestamp">;
const exited = (watch: object): EventParts => ({
  type: "TaskStateExited",
  stateExitedEventDetails: { name: "Submit Job", output: JSON.stringify(watch) },
});
const waiting = (watch: object): EventParts => ({
  type: "WaitStateEntered",
  stateEnteredEventDetails: { name: "Wait X Seconds", input: JSON.stringify(watch) },
});
const entered = (name: string): EventParts => ({ type: "TaskStateEntered", stateEnteredEventDetails: { name } });

/** Folds events that are one minute apart. */
function fold(...events: EventParts[]) {
  let progress: RunProgress = NO_PROGRESS;
  const entries: TimelineEntry[] = [];
  events.forEach((parts, index) => {
    const step = foldEvent(progress, { ...parts, id: index + 1, timestamp: later(60 * index) });
    progress = step.progress;
    entries.push(...step.entries);
  });
  return { progress, lines: entries.map(({ label, text }) => `${label} ${text}`) };
}

describe("foldEvent", () => {
  it("adds one entry per status, with its first poll and the reason from Batch", () => {
    const { lines } = fold(
      exited(WATCH),
      exited({ ...WATCH, polls: 1, status: "RUNNABLE" }),
      exited({ ...WATCH, polls: 2, status: "RUNNABLE" }),
      exited({ ...WATCH, polls: 3, status: "RUNNABLE", statusReason: "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY" }),
      exited({ ...WATCH, polls: 4, status: "RUNNABLE", statusReason: "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY" }),
      exited({ ...WATCH, polls: 5, status: "STARTING" }),
    );

    expect(lines).toEqual([
      "SUBMITTED my-job, 0c4f6c9e",
      "RUNNABLE poll 1",
      "RUNNABLE poll 3, CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY",
      "STARTING poll 5",
    ]);
  });

  it("keeps the last status while the job is not found", () => {
    const { progress, lines } = fold(
      exited(WATCH),
      exited({ ...WATCH, polls: 1, status: "RUNNING" }),
      exited({ ...WATCH, polls: 2, status: null }),
    );

    expect(progress.jobStatus).toBe("RUNNING");
    expect(lines).toHaveLength(2);
  });

  it("reports a job found after a lost response, and its terminated duplicates", () => {
    const { lines } = fold(exited({ ...WATCH, reused: true, duplicates: ["a", "b"] }));

    expect(lines).toEqual([
      "SUBMITTED my-job, 0c4f6c9e, found after a lost SubmitJob response",
      "TERMINATED duplicate jobs: a, b",
    ]);
  });

  it("reports that the execution is attached to an existing job", () => {
    const { progress, lines } = fold(exited({ ...WATCH, attached: true, jobName: null }));

    expect(lines).toEqual(["ATTACHED to job 0c4f6c9e"]);
    expect(describeProgress(progress, 0)).toBe("first check now");
  });

  it("reports the reason for a termination once", () => {
    const termination = { category: "QueueTimeout", reason: "queue_timeout of 60 s has passed", requestedAt: "x" };

    const { progress, lines } = fold(
      exited(WATCH),
      exited({ ...WATCH, polls: 1, status: "RUNNABLE", termination }),
      exited({ ...WATCH, polls: 2, status: "RUNNABLE", termination }),
      waiting({ ...WATCH, waitSeconds: 30 }),
    );

    expect(lines.slice(2)).toEqual([
      "TERMINATE QueueTimeout: queue_timeout of 60 s has passed; waiting for the job to end",
    ]);
    expect(describeProgress(progress, 0)).toBe("poll 2, RUNNABLE for 2 min, terminating, next check in 30 s");
  });

  it.each([
    [
      "LambdaFunctionFailed",
      { lambdaFunctionFailedEventDetails: { error: "BatchApi.Throttled", cause: '{"errorMessage":"Too many"}' } },
      "BatchApi.Throttled: Too many",
    ],
    ["LambdaFunctionTimedOut", { lambdaFunctionTimedOutEventDetails: { error: "States.Timeout" } }, "States.Timeout"],
    [
      "LambdaFunctionScheduleFailed",
      { lambdaFunctionScheduleFailedEventDetails: { error: "E", cause: "why" } },
      "E: why",
    ],
    ["LambdaFunctionStartFailed", { lambdaFunctionStartFailedEventDetails: {} }, "unnamed error"],
    ["TaskFailed", { taskFailedEventDetails: { resourceType: "batch", resource: "submitJob.sync", error: "E" } }, "E"],
    [
      "TaskTimedOut",
      { taskTimedOutEventDetails: { resourceType: "batch", resource: "submitJob.sync", error: "E" } },
      "E",
    ],
    [
      "TaskStartFailed",
      { taskStartFailedEventDetails: { resourceType: "batch", resource: "submitJob.sync", error: "E" } },
      "E",
    ],
    [
      "TaskSubmitFailed",
      { taskSubmitFailedEventDetails: { resourceType: "batch", resource: "submitJob.sync", error: "E" } },
      "E",
    ],
  ] as const)("reports a retry after %s", (type, details, why) => {
    const { lines } = fold(
      entered("Get Job Status"),
      { type: "LambdaFunctionScheduled" },
      { type, ...details },
      { type: "LambdaFunctionScheduled" },
    );

    expect(lines).toEqual([`RETRY Get Job Status, attempt 2, after ${why}`]);
  });

  it("ignores unknown events and unknown outputs", () => {
    const { progress, lines } = fold(
      { type: undefined },
      { type: "MapStateEntered" },
      exited({ some: "output" }),
      { type: "TaskStateExited", stateExitedEventDetails: { name: "x", output: "not JSON" } },
      waiting({ some: "input" }),
      { type: "TaskSubmitted", taskSubmittedEventDetails: { resourceType: "x", resource: "y", output: "{}" } },
      { type: "ExecutionSucceeded", executionSucceededEventDetails: { output: '{"attempts":1}' } },
    );

    expect(lines).toEqual([]);
    expect(progress.end).toMatchObject({ status: "SUCCEEDED", output: '{"attempts":1}' });
  });

  it("uses the time of the previous event for an event without a timestamp", () => {
    const first = foldEvent(NO_PROGRESS, { type: "ExecutionStarted", id: 1, timestamp: AT });
    const second = foldEvent(first.progress, { type: "ExecutionTimedOut", id: 2, timestamp: undefined });

    expect(second.progress.end).toMatchObject({ status: "TIMED_OUT", closedAt: AT });
    expect(
      foldEvent(NO_PROGRESS, { type: "ExecutionStarted", id: 1, timestamp: undefined }).progress.startedAt,
    ).toEqual(new Date(0));
  });
});

describe("describeProgress", () => {
  const polled = fold(
    exited(WATCH),
    exited({ ...WATCH, polls: 12, status: "RUNNABLE" }),
    { type: "ChoiceStateEntered", stateEnteredEventDetails: { name: "Job Complete?" } },
    waiting({ ...WATCH, waitSeconds: 60 }),
  ).progress;

  it.each([
    [0, "poll 12, RUNNABLE for 2 min, next check in 60 s"],
    [20_500, "poll 12, RUNNABLE for 2 min 20 s, next check in 40 s"],
    [61_000, "poll 12, RUNNABLE for 3 min 1 s, next check now"],
  ])("adds the time since the last event: %d ms", (sinceMs, line) => {
    expect(describeProgress(polled, sinceMs)).toBe(line);
  });

  it("shows long waits in minutes and hours", () => {
    expect(describeProgress({ ...polled, waitSeconds: 5_400 }, 0)).toContain("next check in 1 h 30 min");
  });

  it("reports that the job is being submitted", () => {
    expect(describeProgress(NO_PROGRESS, 0)).toBe("submitting the job");
  });

  it("reports that the service integration waits for the job", () => {
    expect(describeProgress({ ...NO_PROGRESS, jobStatus: "SUBMITTED" }, 0)).toBe(
      "SUBMITTED for 0 s, waiting for the job to end",
    );
  });

  it("reports a failed attempt that will be retried", () => {
    const failedAttempt = { error: "BatchApi.Throttled", cause: undefined };

    expect(describeProgress({ ...polled, currentState: "Get Job Status", failedAttempt }, 0)).toContain(
      "Get Job Status failed (BatchApi.Throttled), retrying",
    );
    expect(describeProgress({ ...NO_PROGRESS, failedAttempt }, 0)).toBe("task failed (BatchApi.Throttled), retrying");
  });
});
