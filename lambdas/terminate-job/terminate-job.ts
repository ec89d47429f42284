import type { CleanupResult } from "./cleanup";
import { endJobs } from "./end-jobs";
import type { Services } from "./services";
import { sweep } from "./sweep";
import type { SweepTarget } from "./sweep-target";
import type { TerminateJobEvent } from "./terminate-job-event";

/**
 * Terminates the jobs of an ended execution or, in a sweep, of all executions whose event was lost. Idempotent.
 * @throws IncompleteCleanupError at the end, when a job could not be described or terminated
 */
export function terminateJob(
  services: Services,
  event: TerminateJobEvent,
  target: SweepTarget,
): Promise<CleanupResult> {
  return event["detail-type"] === "Scheduled Event"
    ? sweep(services, target, Date.parse(event.time))
    : endJobs(services, event.detail);
}
