import { arnPattern } from "../arn";

/** Optional index of an array job's child, or node of a multi-node job's child. */
const CHILD = String.raw`(?:[:#]\d{1,5})?`;
const ARN = new RegExp(String.raw`^${arnPattern("batch")}job/([\w.-]+${CHILD})$`);
const ID = new RegExp(String.raw`^[\w.-]+${CHILD}$`);
const BATCH_ID = new RegExp(`^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}${CHILD}$`, "i");
/** Longest job ID, in characters. Batch uses UUIDs; other implementations may use other IDs. */
const MAX_ID_CHARACTERS = 128;

/**
 * ARN of a SageMaker Training job that Batch queues.
 * @see https://docs.aws.amazon.com/batch/latest/userguide/service-jobs.html
 */
export const SERVICE_JOB_ARN = /^arn:aws[a-z-]*:batch:[^:]*:[^:]*:service-job\//;
export const SERVICE_JOB_RULE =
  "must not be a service job: only DescribeServiceJob describes those, and service jobs are not supported";

/** Form of a job ID, as the end of "jobId ...". */
export const JOB_ID_RULE =
  "must be the ID of a job, such as 876da822-4198-45f2-a252-6cea32512ea8, with :INDEX or #NODE for a child, or its ARN";

/**
 * Reduces the ARN of a job to the job's ID, which is what DescribeJobs and TerminateJob take.
 * @param job - ID or ARN of a job, of an array job's child (`ID:3`), or of a multi-node job's child (`ID#0`)
 * @returns undefined when `job` is neither
 */
export function findJobId(job: string): string | undefined {
  const id = ARN.exec(job)?.[1] ?? job;
  return ID.test(id) && id.length <= MAX_ID_CHARACTERS ? id : undefined;
}

/** Whether a job ID has the form that AWS Batch gives it: a UUID, with `:index` or `#node` for a child. */
export const isBatchJobId = (id: string): boolean => BATCH_ID.test(id);
