import type { CleanupResult, CleanupServices } from "./cleanup";
import { endJobs } from "./end-jobs";
import { sweep, type SweepTarget } from "./sweep";
import type { TerminateJobEvent } from "./terminate-job-event";

/**
 * Terminates the jobs of an ended execution or, in a sweep, of all executions whose event was lost. Idempotent.
 * @throws IncompleteCleanupError at the end, when a job could not be described or terminated
 */
export function terminateJob(
  services: CleanupServices,
  event: TerminateJobEvent,
  target: SweepTarget,
): Promise<CleanupResult> {
  return event["detail-type"] === "Scheduled Event"
    ? sweep(services, target, Date.parse(event.time))
    : endJobs(services, event.detail);
}
