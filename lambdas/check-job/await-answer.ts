import type { CheckJobResult, JobWatch } from "../../workflow/result/job-watch";
import { isOutageBudgetSpent, MAX_OUTAGE_SECONDS, outageWaitSeconds } from "../../workflow/pacing";
import { WORKFLOW_ERROR } from "../../workflow/result/workflow-errors";
import type { BatchApiError } from "../shared/batch-api-error";
import { cutText } from "../shared/termination-reason";
import { findKnownDeadline } from "./running-job";
import { giveUp } from "./outcome";
import type { Poll } from "./poll";

/** Maximum length of an error in the watch, in characters. */
const MAX_REASON_CHARACTERS = 512;
/** Maximum time for which DescribeJobs may be refused for a job that was never seen, in seconds. */
const MAX_REFUSAL_SECONDS = 120;

/**
 * Waits until Batch replies again, because an error does not describe the job. Fails the run after an outage of a
 * day, or after two minutes if DescribeJobs is denied for an attached job that was never seen.
 */
export function awaitAnswer({ watch, nowMs, log }: Poll, error: BatchApiError): CheckJobResult {
  const since = watch.outage?.since ?? new Date(nowMs).toISOString();
  const ageSeconds = Math.max(0, nowMs - Date.parse(since)) / 1000;
  const reason = cutText(error.message, MAX_REASON_CHARACTERS);
  log.warn({ message: "Batch did not answer", jobId: watch.jobId, since, reason });
  const isRefused = error.name === WORKFLOW_ERROR.client && watch.attached && watch.status === null;
  if (isRefused && ageSeconds > MAX_REFUSAL_SECONDS) return giveUp(watch, undefined, "InvalidRequest", reason);
  if (ageSeconds >= MAX_OUTAGE_SECONDS || isOutageBudgetSpent(watch))
    return giveUp(watch, undefined, "Unknown", `Batch has not answered since ${since}; last error: ${reason}`);
  return { ...watch, outage: { since, reason }, waitSeconds: findWaitSeconds(watch, nowMs, ageSeconds) };
}

function findWaitSeconds(watch: JobWatch, nowMs: number, ageSeconds: number): number {
  const untilDeadlineSeconds = Math.ceil((findKnownDeadline(watch) - nowMs) / 1000);
  if (untilDeadlineSeconds <= 0) return outageWaitSeconds(ageSeconds, watch, true);
  return Math.min(outageWaitSeconds(ageSeconds, watch, false), untilDeadlineSeconds);
}
