import type { HistoryEvent } from "@aws-sdk/client-sfn";
import { explainCause, findFailure } from "../find-failure";
import type { RunProgress, Step } from "./run-progress";

/** An attempt failed; whether another follows shows only later. */
export function foldFailedAttempt(_progress: RunProgress, event: HistoryEvent): Step {
  const failure = findFailure(event);
  const failedAttempt = { error: failure?.error ?? "an error without a name", cause: explainCause(failure?.cause) };
  return { change: { failedAttempt }, entries: [] };
}

/** An attempt begins; after a failed one it is a retry. */
export function foldNextAttempt(progress: RunProgress, _event: HistoryEvent, at: Date): Step {
  const { failedAttempt, currentState } = progress;
  const attempts = progress.attempts + 1;
  const change = { attempts, failedAttempt: undefined };
  if (failedAttempt === undefined) return { change, entries: [] };
  const { error, cause } = failedAttempt;
  const text = `${currentState ?? "the task"}, attempt ${attempts}, after ${error}${cause === undefined ? "" : `: ${cause}`}`;
  return { change, entries: [{ at, label: "RETRY", text, tone: "notice" }] };
}
