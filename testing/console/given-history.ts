import type { HistoryEvent } from "@aws-sdk/client-sfn";
import { ExecutionModel } from "../../console/model/execution-model";
import { EMPTY_RESULT, type JobResult } from "../../workflow/result/job-result";
import { eventsDefinition } from "../../workflow/definitions/events-definition";
import { pollDefinition } from "../../workflow/definitions/poll-definition";
import { givenWatch } from "../workflow/watch-fixture";

export const EXECUTION_ARN = "arn:aws:states:us-east-1:123456789012:execution:m:e-1";
export const DEFINITION = JSON.stringify(
  pollDefinition({ submitJobFunctionArn: "arn:submit", checkJobFunctionArn: "arn:check" }),
);
export const EVENTS_DEFINITION = JSON.stringify(
  eventsDefinition({ submitJobFunctionArn: "arn:submit", checkJobFunctionArn: "arn:check", waitTableName: "waits" }),
);
const START = new Date("2026-01-01T00:00:00Z");
export const after = (seconds: number): Date => new Date(START.getTime() + seconds * 1000);

export type EventParts = Omit<HistoryEvent, "id" | "timestamp" | "previousEventId">;

/** Watch of a job that was submitted and not polled yet. */
export const WATCH = givenWatch({ executionArn: EXECUTION_ARN });

export const entered = (name: string, type = "Task"): EventParts => ({
  type: type === "Wait" ? "WaitStateEntered" : type === "Choice" ? "ChoiceStateEntered" : "TaskStateEntered",
  stateEnteredEventDetails: { name, input: "{}" },
});
export const exited = (name: string, output = "{}"): EventParts => ({
  type: "TaskStateExited",
  stateExitedEventDetails: { name, output },
});
export const started: EventParts = { type: "ExecutionStarted", executionStartedEventDetails: { input: '{"a":1}' } };

/** Events before the first wait. */
export const submitted: readonly EventParts[] = [
  started,
  entered("Submit Job"),
  { type: "LambdaFunctionScheduled", lambdaFunctionScheduledEventDetails: { resource: "arn:submit" } },
  { type: "LambdaFunctionStarted" },
  { type: "LambdaFunctionSucceeded" },
  exited("Submit Job", JSON.stringify(WATCH)),
];

/** The nine events of a poll. @param output - output of Get Job Status; by default, a running job with this status */
export function poll(polls: number, status: string, output?: object): EventParts[] {
  const watch = JSON.stringify(output ?? { ...WATCH, polls, status });
  return [
    entered("Wait X Seconds", "Wait"),
    { ...exited("Wait X Seconds"), type: "WaitStateExited" },
    entered("Get Job Status"),
    { type: "LambdaFunctionScheduled", lambdaFunctionScheduledEventDetails: { resource: "arn:check" } },
    { type: "LambdaFunctionStarted" },
    { type: "LambdaFunctionSucceeded" },
    exited("Get Job Status", watch),
    entered("Job Complete?", "Choice"),
    { ...exited("Job Complete?", watch), type: "ChoiceStateExited" },
  ];
}

/** Ends of a wait for an event: an event with a job status, no event, or a table that refuses the wait. */
type WaitEnd = { readonly status: string } | "timeout" | "refused";

const WAIT_ENDS: Readonly<Record<"timeout" | "refused", EventParts>> = {
  timeout: {
    type: "TaskTimedOut",
    taskTimedOutEventDetails: { resourceType: "", resource: "", error: "States.Timeout" },
  },
  refused: {
    type: "TaskFailed",
    taskFailedEventDetails: { resourceType: "", resource: "", error: "DynamoDb.Refused" },
  },
};

/** The 13 events of a poll after a wait that an event can end. */
export function eventPoll(polls: number, status: string, end: WaitEnd): EventParts[] {
  const succeeded = (output: object): EventParts => ({
    type: "TaskSucceeded",
    taskSucceededEventDetails: { resourceType: "", resource: "", output: JSON.stringify(output) },
  });
  return [
    {
      type: "TaskStateEntered",
      stateEnteredEventDetails: { name: "Wait for Event", input: JSON.stringify({ ...WATCH, waitSeconds: 3_600 }) },
    },
    { type: "TaskScheduled" },
    { type: "TaskStarted" },
    { type: "TaskSubmitted" },
    typeof end === "string" ? WAIT_ENDS[end] : succeeded({ jobId: WATCH.jobId, ...end }),
    exited("Wait for Event", JSON.stringify({ ...WATCH, polls: polls - 1, wake: {} })),
    ...poll(polls, status).slice(2),
  ];
}

export const failedExecution = (error: string, cause?: string): EventParts => ({
  type: "ExecutionFailed",
  executionFailedEventDetails: { error, cause },
});

/** Result of a job that ran from second 18 to second 38 and failed with exit code 3. */
export const FAILED_RESULT: JobResult = {
  ...EMPTY_RESULT,
  jobId: "0c4f6c9e",
  jobName: "my-job",
  status: "FAILED",
  category: "UserError",
  exitCode: 3,
  statusReason: "Essential container in task exited",
  attempts: [
    {
      number: 1,
      exitCode: 3,
      reason: null,
      startedAt: after(18).toISOString(),
      stoppedAt: after(38).toISOString(),
      logStreamName: "stream/1",
    },
  ],
  logGroup: "/aws/batch/job",
  logUrl: "https://us-east-1.console.aws.amazon.com/cloudwatch/home#log",
  consoleUrl: "https://us-east-1.console.aws.amazon.com/batch/home#job",
  createdAt: after(1).toISOString(),
  startedAt: after(18).toISOString(),
  stoppedAt: after(38).toISOString(),
  polls: 4,
};

/** Adds IDs and timestamps to events, one event per second. */
export const number = (parts: readonly EventParts[], firstId = 1): HistoryEvent[] =>
  parts.map((event, index) => ({
    ...event,
    id: firstId + index,
    previousEventId: firstId + index - 1,
    timestamp: after(firstId + index - 1),
  }));

/** Returns a model of these events, one event per second. */
export function givenModel(parts: readonly EventParts[], definition: string | undefined = DEFINITION): ExecutionModel {
  const model = new ExecutionModel({ executionArn: EXECUTION_ARN, definition });
  model.append(number(parts));
  return model;
}

/** Output of a poll that ended the execution with this result. */
export const failedPoll = (result: JobResult): object => ({
  outcome: "FAILED",
  failure: { errorType: `BatchJob.${result.category ?? ""}`, errorMessage: JSON.stringify(result) },
});

/** Returns a model with four polls, the last of which returns FAILED. */
export const givenFailure = (result: JobResult = FAILED_RESULT): ExecutionModel =>
  givenModel([
    ...submitted,
    ...poll(1, "RUNNABLE"),
    ...poll(2, "RUNNING"),
    ...poll(3, "RUNNING"),
    ...poll(4, "FAILED", failedPoll(result)),
    { type: "FailStateEntered", stateEnteredEventDetails: { name: "Job Failed", input: "{}" } },
    failedExecution(`BatchJob.${result.category ?? ""}`, JSON.stringify(result)),
  ]);
