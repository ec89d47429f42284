import { EXECUTION_ARN_TAG } from "../workflow/tags";
import { composeArn, type AwsLocation } from "./aws-location";
import { anyExecution } from "./execution-permissions";
import type { PolicyStatement } from "./policy-document";

export interface SubmitJobTarget {
  readonly location: AwsLocation;
  readonly jobQueueArns: readonly string[];
  /** ARNs of job definitions, each without a revision, for all of them, or with one. */
  readonly jobDefinitionArns: readonly string[];
}

/**
 * Submitting to the given queues from the given definitions, and tagging the job. Batch checks a submit by bare name
 * against the ARN without a revision, and a submit by revision against the ARN with it. `batch:TagResource` has no
 * condition: AWS documents `aws:RequestTag` for a call of TagResource, but not for the tags of a SubmitJob.
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

/** An ARN that ends with a revision, or with a wildcard, says by itself all that it is about. */
function withRevisions(jobDefinitionArn: string): string[] {
  return /(:\d+|\*)$/.test(jobDefinitionArn) ? [jobDefinitionArn] : [jobDefinitionArn, `${jobDefinitionArn}:*`];
}

/**
 * Looking at jobs. These actions know no resources.
 * @see https://docs.aws.amazon.com/batch/latest/userguide/batch-supported-iam-actions-resources.html
 */
export function readJobsStatement(...actions: readonly ("batch:DescribeJobs" | "batch:ListJobs")[]): PolicyStatement {
  return { sid: "ReadJobs", actions, resources: ["*"] };
}

/**
 * Terminating jobs that executions of this state machine submitted, by their tag: a job's ID is not known before it is
 * submitted. IAM denies terminating any other job, such as one that an execution only waits for (`jobId`).
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
 * The rule by which `batch:submitJob.sync` learns that a job has ended; Step Functions makes and manages it.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-batch.html
 */
export function jobEventsStatement(location: AwsLocation): PolicyStatement {
  return {
    sid: "WatchJobs",
    actions: ["events:PutTargets", "events:PutRule", "events:DescribeRule"],
    resources: [composeArn(location, "events", "rule/StepFunctionsGetEventsForBatchJobsRule")],
  };
}

function anyJob(location: AwsLocation): string {
  return composeArn(location, "batch", "job/*");
}
