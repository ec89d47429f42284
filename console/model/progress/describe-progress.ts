import { formatDuration } from "../../format/format-duration";
import { isWaitForEvent } from "../wait-for-event";
import type { RunProgress } from "./run-progress";

/**
 * Describes the progress of an execution in one line: `poll 12, RUNNABLE for 3 min, next check in 60 s`.
 * @param sinceLastEventMs - time since the newest event was received, in milliseconds
 */
export function describeProgress(progress: RunProgress, sinceLastEventMs: number): string {
  const { polls, jobStatus, failedAttempt, currentState } = progress;
  const parts: string[] = [];
  if (polls !== undefined && polls > 0) parts.push(`poll ${polls}`);
  if (jobStatus !== undefined)
    parts.push(`${jobStatus} for ${formatDuration(statusSeconds(progress, sinceLastEventMs))}`);
  if (progress.terminating) parts.push("terminating");
  if (failedAttempt !== undefined) parts.push(`${currentState ?? "task"} failed (${failedAttempt.error}), retrying`);
  else if (polls === undefined)
    parts.push(jobStatus === undefined ? "submitting the job" : "waiting for the job to end");
  else parts.push(describeNextCheck(progress, sinceLastEventMs));
  return parts.join(", ");
}

/** Key of a progress line without its times, to detect changes; undefined during a poll. */
export function findMilestone(progress: RunProgress): string | undefined {
  const { polls, jobStatus, terminating, failedAttempt, waitSeconds } = progress;
  if (polls !== undefined && waitSeconds === undefined && failedAttempt === undefined) return undefined;
  return JSON.stringify([polls, jobStatus, terminating, failedAttempt?.error]);
}

function describeNextCheck({ waitSeconds, polls, currentState }: RunProgress, sinceLastEventMs: number): string {
  const check = polls === 0 ? "first check" : "next check";
  const leftSeconds = waitSeconds === undefined ? 0 : Math.ceil(waitSeconds - sinceLastEventMs / 1000);
  if (leftSeconds <= 0) return `${check} now`;
  return `${check} in ${formatWait(leftSeconds)}${isWaitForEvent(currentState) ? " or at an event" : ""}`;
}

/** Shows up to two minutes in seconds, as in `wait_time`. */
const formatWait = (seconds: number): string => (seconds <= 120 ? `${seconds} s` : formatDuration(seconds));

function statusSeconds({ jobStatusSince, lastEventAt }: RunProgress, sinceLastEventMs: number): number {
  if (jobStatusSince === undefined || lastEventAt === undefined) return 0;
  return Math.floor((lastEventAt.getTime() - jobStatusSince.getTime() + sinceLastEventMs) / 1000);
}
