import { WORKFLOW_ERROR } from "../../workflow/result/workflow-errors";
import type { SubmittedJob } from "./find-submitted-jobs";
import { BatchApiError } from "./batch-api-error";

/** @param durationMs - milliseconds */
export type Pause = (durationMs: number) => Promise<unknown>;

/**
 * Pauses between looks for a submitted job, in milliseconds. Their sum exceeds the 11 s that a SubmitJob call can
 * take (REQUEST_LIMITS), so that only the lag of ListJobs can still hide the job.
 */
export const LOOK_PAUSES_MS = [4_000, 9_000];

/**
 * Looks for submitted jobs at once and after each pause, until there is one.
 * @param pausesMs - milliseconds
 * @returns an empty array when the last look found none
 * @throws BatchApiError when the last look failed, or Batch refused one; other failures are ignored
 */
export async function lookRepeatedly(
  pause: Pause,
  pausesMs: readonly number[],
  look: () => Promise<SubmittedJob[]>,
): Promise<SubmittedJob[]> {
  for (const pauseMs of pausesMs) {
    const jobs = await look().catch(ignoreFailure);
    if (jobs.length > 0) return jobs;
    await pause(pauseMs);
  }
  return look();
}

function ignoreFailure(error: unknown): SubmittedJob[] {
  if (error instanceof BatchApiError && error.name !== WORKFLOW_ERROR.client) return [];
  throw error;
}
