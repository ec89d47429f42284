import type { Job } from "./job";

/**
 * Environment of a job's process: the variables of the job definition, the overrides, and those that Batch sets.
 * @see https://docs.aws.amazon.com/batch/latest/userguide/job_env_vars.html
 */
export function jobEnvironment(job: Job): Record<string, string> {
  const own = Object.fromEntries(
    (job.settings.container.environment ?? []).map(({ name = "", value = "" }) => [name, value]),
  );
  const batch: Record<string, string> = {
    AWS_BATCH_JOB_ID: job.jobId,
    AWS_BATCH_JOB_ATTEMPT: String(job.attempts.length),
    AWS_BATCH_JQ_NAME: job.queue.jobQueueName,
    AWS_BATCH_CE_NAME: job.queue.computeEnvironments[0]?.environment.computeEnvironmentName ?? "",
  };
  if (job.child !== undefined) {
    batch["AWS_BATCH_JOB_ARRAY_INDEX"] = String(job.child.index);
    batch["AWS_BATCH_JOB_ARRAY_SIZE"] = String(job.child.parent.array?.size);
  }
  return { ...own, ...batch };
}
