import { formatDuration } from "../../format/format-duration";
import type { RunProgress } from "./run-progress";

/**
 * One line on where an execution stands: `poll 12, RUNNABLE for 3 min, next check in 60 s`.
 * @param sinceLastEventMs - how long ago the newest event was seen; whose clock that is does not matter then
 */
export function describeProgress(progress: RunProgress, sinceLastEventMs: number): string {
  const { polls, jobStatus, failedAttempt, currentState } = progress;
  const parts: string[] = [];
  if (polls !== undefined && polls > 0) parts.push(`poll ${polls}`);
  if (jobStatus !== undefined)
    parts.push(`${jobStatus} for ${formatDuration(statusSeconds(progress, sinceLastEventMs))}`);
  if (progress.terminating) parts.push("being terminated");
  if (failedAttempt !== undefined)
    parts.push(`${currentState ?? "task"} failed (${failedAttempt.error}), trying again`);
  else if (polls === undefined)
    parts.push(jobStatus === undefined ? "submitting the job" : "Step Functions waits for its end");
  else parts.push(describeNextCheck(progress, sinceLastEventMs));
  return parts.join(", ");
}

/** What a progress line is about, without the times in it; undefined while the job is being looked at. */
export function findMilestone(progress: RunProgress): string | undefined {
  const { polls, jobStatus, terminating, failedAttempt, waitSeconds } = progress;
  if (polls !== undefined && waitSeconds === undefined && failedAttempt === undefined) return undefined;
  return JSON.stringify([polls, jobStatus, terminating, failedAttempt?.error]);
}

function describeNextCheck({ waitSeconds, polls }: RunProgress, sinceLastEventMs: number): string {
  const check = polls === 0 ? "first check" : "next check";
  const leftSeconds = waitSeconds === undefined ? 0 : Math.ceil(waitSeconds - sinceLastEventMs / 1000);
  return leftSeconds > 0 ? `${check} in ${formatWait(leftSeconds)}` : `${check} now`;
}

/** Up to two minutes in seconds, as in `wait_time`. */
const formatWait = (seconds: number): string => (seconds <= 120 ? `${seconds} s` : formatDuration(seconds));

function statusSeconds({ jobStatusSince, lastEventAt }: RunProgress, sinceLastEventMs: number): number {
  if (jobStatusSince === undefined || lastEventAt === undefined) return 0;
  return Math.floor((lastEventAt.getTime() - jobStatusSince.getTime() + sinceLastEventMs) / 1000);
}
