import type { CleanupResult } from "./cleanup";
import { endJobs } from "./end-jobs";
import type { Services } from "./services";
import { sweep } from "./sweep";
import type { SweepTarget } from "./sweep-target";
import type { TerminateJobEvent } from "./terminate-job-event";

/**
 * Leaves no job running that nobody waits for: of the execution that has just ended, or, in a sweep, of any whose event
 * was lost. Doing it again is harmless.
 * @throws IncompleteCleanupError, at the end, when something could not be looked at or terminated
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
