import type { HistoryEvent } from "@aws-sdk/client-sfn";
import { explainCause, findFailure } from "../find-failure";
import type { RunProgress, Step } from "./run-progress";

/** Applies a failed attempt. A retry may follow. */
export function foldFailedAttempt(_progress: RunProgress, event: HistoryEvent): Step {
  const failure = findFailure(event);
  const failedAttempt = { error: failure?.error ?? "unnamed error", cause: explainCause(failure?.cause) };
  return { change: { failedAttempt }, entries: [] };
}

/** Applies the start of an attempt, which is a retry after a failed attempt. */
export function foldNextAttempt(progress: RunProgress, _event: HistoryEvent, at: Date): Step {
  const { failedAttempt, currentState } = progress;
  const attempts = progress.attempts + 1;
  const change = { attempts, failedAttempt: undefined };
  if (failedAttempt === undefined) return { change, entries: [] };
  const { error, cause } = failedAttempt;
  const text = `${currentState ?? "the task"}, attempt ${attempts}, after ${error}${cause === undefined ? "" : `: ${cause}`}`;
  return { change, entries: [{ at, label: "RETRY", text, tone: "notice" }] };
}
