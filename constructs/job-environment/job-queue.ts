import { BatchJobQueue } from "@cdktf/provider-aws/lib/batch-job-queue";
import { Construct } from "constructs";

export interface JobQueueProps {
  /** Name of the queue; 1 to 128 letters, digits, `-` or `_`. */
  readonly name: string;
  /** Compute environments in order of preference; 1 to 3. */
  readonly computeEnvironmentArns: readonly string[];
}

/** Minimum of `maxTimeSeconds`, in seconds. */
const MIN_TIME_LIMIT_SECONDS = 600;

/**
 * Reasons why the job at the head of the queue can never start. Insufficient capacity is not one of them: it is
 * temporary, and the workflow's `queue_timeout` limits it.
 * @see https://docs.aws.amazon.com/batch/latest/userguide/job_stuck_in_runnable_time_limit_actions.html
 */
const CANCEL_REASONS = [
  "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE",
  "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT",
];

/** Job queue that cancels jobs that can never start, because they would block all later jobs. */
export class JobQueue extends Construct {
  readonly jobQueueArn: string;

  constructor(scope: Construct, id: string, props: JobQueueProps) {
    super(scope, id);
    const resource = new BatchJobQueue(this, "Resource", {
      name: props.name,
      state: "ENABLED",
      priority: 1,
      computeEnvironmentOrder: props.computeEnvironmentArns.map((computeEnvironment, index) => ({
        computeEnvironment,
        order: index + 1,
      })),
      jobStateTimeLimitAction: CANCEL_REASONS.map((reason) => ({
        action: "CANCEL",
        state: "RUNNABLE",
        reason,
        maxTimeSeconds: MIN_TIME_LIMIT_SECONDS,
      })),
    });
    this.jobQueueArn = resource.arn;
  }
}
