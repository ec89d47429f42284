import { formatDuration } from "../../format/format-duration";
import { formatCountdown, formatTimeOfDay } from "../../format/format-time";
import type { RunProgress } from "./run-progress";

/** Descriptions of the job by status. */
const SUBJECTS: Readonly<Record<string, string>> = {
  SUBMITTED: "The job is submitted",
  PENDING: "The job waits for other jobs (PENDING)",
  RUNNABLE: "The job is queued (RUNNABLE)",
  STARTING: "The job is starting",
  RUNNING: "The job is running",
};

/**
 * Describes a running execution in sentences: `The job is running, 5 min. Checked twice, next check 22:32:16
 * (in 4:57). overall_timeout in 52 min.`
 */
export function describeHeadline(progress: RunProgress, now: Date): string {
  return [
    describeJob(progress, now),
    progress.terminating ? "It is being terminated." : undefined,
    describeChecks(progress, now),
    ...(progress.terminating ? [] : progress.deadlines.map(({ name, at }) => describeDeadline(name, at, now))),
  ]
    .filter((sentence) => sentence !== undefined)
    .join(" ");
}

function describeJob({ jobId, jobStatus, jobStatusSince, attached }: RunProgress, now: Date): string {
  if (jobId === undefined) return "The job is being submitted.";
  if (jobStatus === undefined)
    return attached ? "The execution waits for a job that already exists." : "The job is submitted.";
  const lasted = jobStatusSince === undefined ? "" : `, ${formatDuration(secondsBetween(jobStatusSince, now))}`;
  return `${SUBJECTS[jobStatus] ?? `The job has status ${jobStatus}`}${lasted}.`;
}

function describeChecks(progress: RunProgress, now: Date): string | undefined {
  const { jobId, polls, failedAttempt, currentState, nextCheckAt, endFoundAt } = progress;
  if (failedAttempt !== undefined)
    return `${currentState ?? "A task"} failed with ${failedAttempt.error} and is retried.`;
  if (endFoundAt !== undefined) return "The last check found its end.";
  if (jobId === undefined) return undefined;
  if (polls === undefined) return "Step Functions is notified when the job ends.";
  const checked = polls === 0 ? "Not checked yet" : `Checked ${countTimes(polls)}`;
  if (nextCheckAt === undefined || nextCheckAt <= now) return `${checked}, checking now.`;
  return `${checked}, next check ${formatTimeOfDay(nextCheckAt)} (in ${formatCountdown(secondsBetween(now, nextCheckAt))}).`;
}

const countTimes = (count: number): string =>
  count === 1 ? "once" : count === 2 ? "twice" : `${count.toLocaleString("en-US")} times`;

function describeDeadline(name: string, at: Date, now: Date): string {
  const seconds = secondsBetween(now, at);
  if (seconds <= 0) return `${name} has passed.`;
  // The start of the attempt is known only from a poll.
  return `${name} in ${name === "run_timeout" ? "at most " : ""}${formatDuration(seconds)}.`;
}

const secondsBetween = (from: Date, to: Date): number => (to.getTime() - from.getTime()) / 1000;
