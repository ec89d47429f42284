import { EXECUTION_ARN_TAG } from "../../workflow/tags";
import { composeArn, type AwsLocation } from "../aws-location";
import { anyExecution } from "./execution-permissions";
import type { PolicyStatement } from "./policy-document";

export interface SubmitJobTarget {
  /** Partition, region and account. */
  readonly location: AwsLocation;
  /** ARNs of job queues, or one ARN pattern. */
  readonly jobQueueArns: readonly string[];
  /** ARNs of job definitions, or one ARN pattern. An ARN without a revision allows all revisions. */
  readonly jobDefinitionArns: readonly string[];
}

/**
 * Returns the target of a list of job queues and job definitions, with one ARN pattern for `"any"`.
 */
export function submitTarget(
  location: AwsLocation,
  jobQueueArns: readonly string[] | "any",
  jobDefinitionArns: readonly string[] | "any",
): SubmitJobTarget {
  return {
    location,
    jobQueueArns: jobQueueArns === "any" ? [anyJobQueue(location)] : jobQueueArns,
    jobDefinitionArns:
      jobDefinitionArns === "any" ? [composeArn(location, "batch", "job-definition/*")] : jobDefinitionArns,
  };
}

/** Whether executions may submit to every job queue of the region and account. */
export function allowsAnyQueue({ location, jobQueueArns }: SubmitJobTarget): boolean {
  return jobQueueArns.includes(anyJobQueue(location));
}

/**
 * Allows submitting jobs to the given queues from the given job definitions, and tagging them. SubmitJob has two
 * required resource types, job-definition and job-queue, and a policy must allow both. Batch checks a SubmitJob by
 * name against the ARN without a revision, and one by revision against the ARN with it.
 * `batch:TagResource` has no condition: AWS documents `aws:RequestTag` for TagResource calls, but not for the tags in
 * SubmitJob.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbatch.html - SubmitJob
 * @see https://docs.aws.amazon.com/batch/latest/userguide/iam-example-restrict-job-queue.html
 */
export function submitJobStatements(target: SubmitJobTarget): PolicyStatement[] {
  return [
    {
      sid: "SubmitJob",
      actions: ["batch:SubmitJob"],
      resources: [...target.jobQueueArns, ...target.jobDefinitionArns.flatMap(withRevisions)],
    },
    { sid: "TagJob", actions: ["batch:TagResource"], resources: [anyJob(target.location)] },
  ];
}

/** End of an ARN with a revision or a wildcard. */
export const HAS_REVISION = /(:\d+|\*)$/;

/** Adds `:*` for all revisions, unless the ARN ends with a revision or a wildcard. */
function withRevisions(jobDefinitionArn: string): string[] {
  return HAS_REVISION.test(jobDefinitionArn) ? [jobDefinitionArn] : [jobDefinitionArn, `${jobDefinitionArn}:*`];
}

/**
 * Allows reading jobs. These actions do not support resource-level permissions.
 * @see https://docs.aws.amazon.com/batch/latest/userguide/batch-supported-iam-actions-resources.html
 */
export function readJobsStatement(...actions: readonly ("batch:DescribeJobs" | "batch:ListJobs")[]): PolicyStatement {
  return { sid: "ReadJobs", actions, resources: ["*"] };
}

/**
 * Allows finding the job queues to sweep if executions may submit to any. The action does not support resource-level
 * permissions.
 */
export function findQueuesStatements(target: SubmitJobTarget): PolicyStatement[] {
  if (!allowsAnyQueue(target)) return [];
  return [{ sid: "FindQueues", actions: ["batch:DescribeJobQueues"], resources: ["*"] }];
}

/**
 * Allows terminating jobs that executions of this state machine submitted. The condition is on the job's tag, because
 * a job ID is not known before submission. Other jobs, such as one that an execution only waits for (`jobId`), are
 * denied.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_batch.html - `TerminateJob` has the
 * resource type `job` and the condition key `aws:ResourceTag/${TagKey}`
 */
export function terminateJobStatement(location: AwsLocation, stateMachineName: string): PolicyStatement {
  return {
    sid: "TerminateJob",
    actions: ["batch:TerminateJob"],
    resources: [anyJob(location)],
    conditions: { StringLike: { [`aws:ResourceTag/${EXECUTION_ARN_TAG}`]: anyExecution(location, stateMachineName) } },
  };
}

/**
 * Allows the managed EventBridge rule that notifies `batch:submitJob.sync` when a job ends. Step Functions creates
 * it.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-batch.html
 */
export function jobEventsStatement(location: AwsLocation): PolicyStatement {
  return {
    sid: "WatchJobs",
    actions: ["events:PutTargets", "events:PutRule", "events:DescribeRule"],
    resources: [composeArn(location, "events", "rule/StepFunctionsGetEventsForBatchJobsRule")],
  };
}

function anyJobQueue(location: AwsLocation): string {
  return composeArn(location, "batch", "job-queue/*");
}

function anyJob(location: AwsLocation): string {
  return composeArn(location, "batch", "job/*");
}
