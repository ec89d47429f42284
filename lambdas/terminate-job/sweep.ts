import type { JobDetail } from "@aws-sdk/client-batch";
import * as z from "zod";
import { executionArnOf } from "../../workflow/arn";
import { END_STATUSES } from "../../workflow/execution-status";
import { isTerminal, UNFINISHED_STATUSES } from "../../workflow/result/job";
import { EXECUTION_ARN_TAG } from "../../workflow/tags";
import {
  describeJobs,
  inPortions,
  iterateJobs,
  listJobQueues,
  type BatchApi,
  type DescribedJob,
} from "../shared/batch-api";
import { Cleanup, type CleanupResult, type CleanupServices } from "./cleanup";
import type { Execution } from "./execution-api";

/** Target of a sweep, from the function's environment variables. */
const sweepTargetSchema = z
  .object({
    /** Jobs of other state machines' executions are left alone. */
    STATE_MACHINE_ARN: z.string().regex(/:stateMachine:[^:]+$/, "must be the ARN of a state machine"),
    /** Queues that executions may submit to, by name or ARN, comma-separated; `*` for all of the account. */
    JOB_QUEUES: z.string().min(1),
  })
  .transform(({ STATE_MACHINE_ARN: stateMachineArn, JOB_QUEUES: jobQueues }) => ({
    /** Prefix of the ARNs of the state machine's executions. */
    executionArnPrefix: executionArnOf(stateMachineArn, ""),
    jobQueues: jobQueues.split(","),
  }));

export type SweepTarget = z.output<typeof sweepTargetSchema>;

/** @throws ZodError that names the variable that is missing or wrong */
export const parseSweepTarget = (environment: unknown): SweepTarget => sweepTargetSchema.parse(environment);

/** Entry of JOB_QUEUES for all queues. */
const ALL_QUEUES = "*";

/** Statuses that an execution leaves only by a redrive. */
const CLOSED_STATUSES: readonly (string | undefined)[] = END_STATUSES;
/**
 * Age from which a job's execution that is not found is taken for one that Step Functions has forgotten, in
 * milliseconds: DescribeExecution is eventually consistent, and may not know one that has only just begun.
 */
const FORGOTTEN_AGE_MS = 3_600_000;

type TaggedJob = DescribedJob & { readonly executionArn: string };

/**
 * Terminates the unfinished jobs of ended executions of this state machine, by their tag. A job of an execution that
 * SUCCEEDED is a second submission. Jobs of running executions and of other callers are ignored.
 * @param nowMs - milliseconds since 1970
 */
export async function sweep(services: CleanupServices, target: SweepTarget, nowMs: number): Promise<CleanupResult> {
  const cleanup = new Cleanup(services.batch, services.log);
  const jobQueues = target.jobQueues.includes(ALL_QUEUES) ? await listJobQueues(services.batch) : target.jobQueues;
  const known = new Map<string, Execution | undefined>();
  for (const portion of inPortions(await listUnfinishedJobs(services.batch, jobQueues, cleanup)))
    await cleanup.attempt(async () => {
      const jobs = await describeJobs(services.batch, portion);
      const unknown = portion.length - jobs.length;
      if (unknown > 0) cleanup.leave("listed, but not described by Batch", unknown);
      const ours = jobs.flatMap((job) => findTaggedJob(job, target));
      if (ours.length < jobs.length) cleanup.leave("not submitted by this state machine", jobs.length - ours.length);
      for (const job of ours.filter(({ status }) => !isTerminal(status)))
        await cleanup.attempt(async () => {
          const { executionArn } = job;
          if (!known.has(executionArn))
            known.set(executionArn, await services.executions.describeExecution(executionArn));
          const status = findClosedStatus(known.get(executionArn), job, nowMs);
          if (status === undefined) cleanup.leave("its execution is not over", 1);
          else await cleanup.terminate(job, { executionArn, status });
        });
    });
  return cleanup.conclude();
}

/** A job that moves on while the statuses are gone through in its order may be listed twice, but not be missed. */
async function listUnfinishedJobs(
  batch: BatchApi,
  jobQueues: readonly string[],
  cleanup: Cleanup,
): Promise<readonly string[]> {
  const jobIds = new Set<string>();
  for (const jobQueue of jobQueues)
    for (const jobStatus of UNFINISHED_STATUSES)
      await cleanup.attempt(async () => {
        // Not listAllJobs: jobs of earlier pages are handled although a later page fails.
        for await (const { jobId } of iterateJobs(batch, { jobQueue, jobStatus }))
          if (jobId !== undefined) jobIds.add(jobId);
      });
  return [...jobIds];
}

function findTaggedJob(job: DescribedJob, { executionArnPrefix }: SweepTarget): TaggedJob[] {
  const executionArn = job.tags?.[EXECUTION_ARN_TAG];
  return executionArn?.startsWith(executionArnPrefix) === true ? [{ ...job, executionArn }] : [];
}

/** Returns the status of an ended execution; undefined while it may run. */
function findClosedStatus(execution: Execution | undefined, job: JobDetail, nowMs: number): string | undefined {
  if (execution !== undefined) return CLOSED_STATUSES.includes(execution.status) ? execution.status : undefined;
  return nowMs - (job.createdAt ?? nowMs) > FORGOTTEN_AGE_MS ? "End" : undefined;
}
