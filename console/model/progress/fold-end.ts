import type { HistoryEvent } from "@aws-sdk/client-sfn";
import type { JobResult } from "../../../workflow/result/job-result";
import { findFailure } from "../find-failure";
import { findJobResult } from "../job-result-schema";
import type { RunEnd, RunProgress, Step, TimelineEntry } from "./run-progress";

/** Applies the end of the execution. The output or the Cause contains the job's last status. */
export function foldEnd(progress: RunProgress, event: HistoryEvent, at: Date): Step {
  const end = describeEnd(event, at);
  const result = findResultOf(end);
  const change = { end, waitSeconds: undefined, nextCheckAt: undefined, currentState: undefined };
  const status = result?.status ?? undefined;
  if (result === undefined || status === undefined || status === progress.jobStatus) return { change, entries: [] };
  return {
    change: {
      ...change,
      jobStatus: status,
      jobStatusSince: at,
      polls: progress.polls === undefined ? undefined : result.polls,
    },
    entries: [describeLastStatus(result, status, at)],
  };
}

/** Returns the execution's JobResult; undefined if it was stopped or belongs to another state machine. */
export const findResultOf = (end: RunEnd): JobResult | undefined => findJobResult(end.output ?? end.cause);

function describeEnd(event: HistoryEvent, at: Date): RunEnd {
  const failure = findFailure(event);
  return {
    status: STATUS[event.type ?? ""] ?? "FAILED",
    closedAt: at,
    error: failure?.error,
    cause: failure?.cause,
    output: event.executionSucceededEventDetails?.output,
  };
}

const STATUS: Readonly<Record<string, RunEnd["status"]>> = {
  ExecutionSucceeded: "SUCCEEDED",
  ExecutionAborted: "ABORTED",
  ExecutionTimedOut: "TIMED_OUT",
};

function describeLastStatus(result: JobResult, status: string, at: Date): TimelineEntry {
  const seen = result.polls > 0 ? [`poll ${result.polls}`] : [];
  const code = result.exitCode === null ? [] : [`exit code ${result.exitCode}`];
  const tone = status === "SUCCEEDED" ? "good" : status === "FAILED" ? "bad" : "plain";
  return { at, label: status, text: [...seen, ...code].join(", "), tone };
}
