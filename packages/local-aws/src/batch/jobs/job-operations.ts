import { z } from "zod";
import { clientException } from "../endpoint/api-error";
import { nonEmptySchema } from "../endpoint/common-schemas";
import type { Job } from "./job";
import { describeJob, summarizeJob } from "./job-detail";
import type { JobEngine } from "./job-engine";
import { listJobs, listJobsSchema } from "./list-jobs";
import { defined, operation, type Operation } from "../endpoint/operation";
import { createJob, type SubmitJobParts } from "./submit-job";
import { submitJobSchema } from "./submit-job-schemas";

const reasonSchema = nonEmptySchema.max(1024, "must be at most 1024 characters long");
const stopJobSchema = z.strictObject({ jobId: nonEmptySchema, reason: reasonSchema });
const stopJobsSchema = z.strictObject({
  jobs: z.array(nonEmptySchema).min(1, "must have at least 1 job ID").max(50, "must have at most 50 job IDs"),
  reason: reasonSchema,
});

/**
 * Maximum input of SubmitJob, in KiB of JSON.
 * @see https://docs.aws.amazon.com/batch/latest/userguide/service_limits.html
 */
const MAX_JOB_KIB = 30;

const describeJobsSchema = z.strictObject({
  jobs: z.array(z.string()).max(100, "Maximum number of jobs supported is 100"),
});

/** SubmitJob, DescribeJobs, ListJobs, and TerminateJob and CancelJob for one job or for several. */
export function jobOperations(parts: SubmitJobParts, engine: JobEngine): Operation[] {
  /** Applies a stop to jobs. Batch accepts the ID of a job that does not exist. */
  const stop = (jobIds: readonly string[], apply: (job: Job) => void): void => {
    for (const jobId of jobIds) {
      const job = parts.jobs.find(jobId);
      if (job !== undefined) apply(job);
    }
  };
  return [
    limitSize(
      operation("SubmitJob", submitJobSchema, (input) => {
        const job = createJob(input, parts);
        engine.start(job);
        return { jobArn: job.jobArn, jobName: job.jobName, jobId: job.jobId };
      }),
    ),
    operation("DescribeJobs", describeJobsSchema, ({ jobs: jobIds }) => ({
      jobs: [...new Set(jobIds)].flatMap((jobId) => parts.jobs.find(jobId) ?? []).map(describeJob),
    })),
    operation("ListJobs", listJobsSchema, (input) => {
      const { items, nextToken } = listJobs(input, parts.queues, parts.jobs);
      return defined({ jobSummaryList: items.map(summarizeJob), nextToken });
    }),
    operation("TerminateJob", stopJobSchema, ({ jobId, reason }) => {
      stop([jobId], (job) => {
        engine.terminate(job, reason);
      });
      return {};
    }),
    operation("CancelJob", stopJobSchema, ({ jobId, reason }) => {
      stop([jobId], (job) => {
        engine.cancel(job, reason);
      });
      return {};
    }),
    operation("TerminateJobs", stopJobsSchema, ({ jobs, reason }) => {
      stop(jobs, (job) => {
        engine.terminate(job, reason);
      });
      return { successful: jobs, errors: [] };
    }),
    operation("CancelJobs", stopJobsSchema, ({ jobs, reason }) => {
      stop(jobs, (job) => {
        engine.cancel(job, reason);
      });
      return { successful: jobs, errors: [] };
    }),
  ];
}

/** Rejects an input that is too large, with the message of Batch. */
function limitSize(submitJob: Operation): Operation {
  return {
    ...submitJob,
    handle: (input) => {
      const bytes = Buffer.byteLength(JSON.stringify(input ?? {}));
      if (bytes > MAX_JOB_KIB * 1024)
        throw clientException(`Job size must be less than ${MAX_JOB_KIB} KiB, got ${Math.ceil(bytes / 1024)} KiB`);
      return submitJob.handle(input);
    },
  };
}
