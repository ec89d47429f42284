import { BatchApiError, clientException } from "../endpoint/api-error";
import type { BatchContext } from "../batch-context";
import type { JobFaults } from "../faults/job-faults";
import type { ArrayJob, Job, JobSettings } from "./job";
import type { JobDefinition, JobDefinitionStore } from "../resources/job-definition";
import type { JobQueue, JobQueueStore } from "../resources/job-queue";
import { resolveJobSettings } from "./job-settings";
import type { JobStore } from "./job-store";
import type { SubmitJobInput } from "./submit-job-schemas";

export interface SubmitJobParts {
  readonly context: BatchContext;
  readonly queues: JobQueueStore;
  readonly definitions: JobDefinitionStore;
  readonly jobs: JobStore;
}

/**
 * Creates the job of a SubmitJob call. The job is SUBMITTED and stored, but its life cycle has not started.
 * @throws BatchApiError (ClientException) that names the invalid queue, job definition, dependency or setting
 */
export function createJob(input: SubmitJobInput, parts: SubmitJobParts): Job {
  const { context, jobs } = parts;
  const queue = findQueue(input, parts.queues);
  const definition = findDefinition(input, parts.definitions);
  checkFit(input, queue, definition);
  checkDependencies(input, jobs);
  const jobId = context.newJobId();
  const faults = context.faults.forJob(input.jobName);
  const job: Job = {
    jobId,
    jobArn: context.arns.job(jobId),
    jobName: input.jobName,
    sequence: jobs.nextSequence(),
    queue,
    definition,
    settings: applyJobFaults(resolveJobSettings(definition, input, queue.platform), faults),
    faults,
    createdAt: context.clock.now(),
    tags: input.tags,
    status: "SUBMITTED",
    statusReason: undefined,
    startedAt: undefined,
    stoppedAt: undefined,
    isCancelled: false,
    isTerminated: false,
    cancelReason: undefined,
    attempts: [],
    array: input.arrayProperties?.size === undefined ? undefined : newArray(input.arrayProperties.size, context),
    child: undefined,
    stop: new AbortController(),
    onFinished: [],
  };
  jobs.add(job);
  return job;
}

function findQueue({ jobQueue }: SubmitJobInput, queues: JobQueueStore): JobQueue {
  const queue = queues.find(jobQueue);
  if (queue === undefined) throw clientException(`JobQueue ${jobQueue} not found.`);
  if (queue.state !== "ENABLED")
    throw clientException(`JobQueue ${jobQueue} is in DISABLED state and does not accept jobs`);
  if (queue.status !== "VALID")
    throw clientException(`JobQueue ${jobQueue} is not VALID, its status is ${queue.status}`);
  return queue;
}

function findDefinition({ jobDefinition }: SubmitJobInput, definitions: JobDefinitionStore): JobDefinition {
  const definition = definitions.find(jobDefinition);
  if (definition === undefined) throw clientException(`JobDefinition ${jobDefinition} not found.`);
  if (definition.status !== "ACTIVE") throw clientException(`JobDefinition ${jobDefinition} is not ACTIVE`);
  return definition;
}

/**
 * Checks the submission against the platform and the scheduling policy of the queue.
 * @see https://github.com/nextflow-io/nextflow/pull/3505 for the message about a priority
 */
function checkFit(input: SubmitJobInput, queue: JobQueue, definition: JobDefinition): void {
  const capabilities = definition.platformCapabilities ?? ["EC2"];
  if (!capabilities.includes(queue.platform))
    throw new BatchApiError(
      "ClientException",
      `Job Queue is attached to Compute Environment that can not run Jobs with capability ${capabilities.join(", ")}.`,
    );
  const fairShare = queue.schedulingPolicyArn !== undefined;
  if (!fairShare && (input.shareIdentifier !== undefined || input.schedulingPriorityOverride !== undefined))
    throw new BatchApiError(
      "ClientException",
      "Job with shareIdentifier or schedulingPriority can only be submitted to job queue with fair share scheduling policy.",
    );
  if (fairShare && input.shareIdentifier === undefined)
    throw clientException(`shareIdentifier is required by the scheduling policy of job queue ${queue.jobQueueName}`);
  if (fairShare && (input.schedulingPriorityOverride ?? definition.schedulingPriority) === undefined)
    throw new BatchApiError(
      "ClientException",
      "Either schedulingPriority in job definition or schedulingPriorityOverride should be specified.",
    );
}

function checkDependencies(input: SubmitJobInput, jobs: JobStore): void {
  const size = input.arrayProperties?.size;
  for (const { jobId, type } of input.dependsOn) {
    // Batch accepts SEQUENTIAL with a job ID for any job, and waits for that job.
    const needsArray = type === "N_TO_N" || (type === "SEQUENTIAL" && jobId === undefined);
    if (needsArray && size === undefined)
      throw clientException(`dependsOn of type ${type} is only for array jobs; job ${input.jobName} has no array size`);
    if (jobId === undefined) continue;
    const dependency = jobs.find(jobId);
    if (dependency === undefined) throw clientException(`dependsOn job ${jobId} does not exist`);
    if (type === "N_TO_N" && dependency.array?.size !== size)
      throw clientException(`dependsOn job ${jobId} of type N_TO_N must be an array job of size ${String(size)}`);
  }
}

/** Returns the settings of a job with the changes that its faults make. */
function applyJobFaults(settings: JobSettings, { logGroup, environment }: JobFaults): JobSettings {
  const { container } = settings;
  return {
    ...settings,
    container: {
      ...container,
      ...(environment.length > 0 && { environment: [...(container.environment ?? []), ...environment] }),
      ...(logGroup !== undefined && {
        logConfiguration: {
          logDriver: "awslogs",
          ...container.logConfiguration,
          options: { ...container.logConfiguration?.options, "awslogs-group": logGroup },
        },
      }),
    },
  };
}

function newArray(size: number, { clock }: BatchContext): ArrayJob {
  return {
    size,
    children: [],
    statusSummary: { SUBMITTED: 0, PENDING: 0, RUNNABLE: 0, STARTING: 0, RUNNING: 0, SUCCEEDED: 0, FAILED: 0 },
    statusSummaryLastUpdatedAt: clock.now(),
  };
}
