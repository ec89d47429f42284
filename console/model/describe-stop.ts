import type { RunProgress } from "./progress/run-progress";

/** Describes what happens to the job if the execution is stopped now. */
export function describeStop({
  jobId,
  jobName,
  jobStatus,
  attached,
  endFoundAt,
}: Pick<RunProgress, "jobId" | "jobName" | "jobStatus" | "attached" | "endFoundAt">): string {
  if (jobId === undefined) return "No job is known yet. A job that is being submitted is terminated.";
  const job = jobName === undefined ? jobId : `${jobName} (${jobId})`;
  if (endFoundAt !== undefined) return `Its job ${job} has ended already.`;
  if (attached) return `Job ${job} continues, because the execution did not submit it.`;
  return `Its job ${job}, last seen ${jobStatus ?? "SUBMITTED"}, is terminated within seconds.`;
}
