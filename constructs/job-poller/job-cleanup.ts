import type { Construct } from "constructs";
import { readJobsStatement, terminateJobStatement } from "../iam/batch-permissions";
import { DeadLetterQueue } from "../monitoring/dead-letter-queue";
import { EventRule, eventRuleArn } from "../events/event-rule";
import { readExecutionsStatement } from "../iam/execution-permissions";
import type { LambdaFunction } from "./lambda-function";
import { addFunction } from "./add-function";
import type { JobPollerSettings } from "./props";

/** Names of the cleanup resources, as used in CloudWatch metrics. */
export interface JobCleanup {
  readonly functionName: string;
  /** Rule for ended executions. */
  readonly endRuleName: string;
  /** Rule that schedules sweeps. */
  readonly sweepRuleName: string;
  readonly deadLetterQueueName: string;
}

/** Schedule of the sweep, as an EventBridge expression. */
const SWEEP_SCHEDULE = "rate(15 minutes)";

/**
 * Function timeout, in seconds: the sweep interval, which is also the maximum of Lambda. A sweep describes each
 * execution that has an unfinished job, and the sustained limit of DescribeExecution is 15 calls per second.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
const TIMEOUT_SECONDS = 900;

/**
 * Adds the function that terminates the job of an execution that was stopped, failed or timed out. It is invoked for
 * each such execution, and every 15 minutes, because Step Functions delivers these events on a best-effort basis.
 */
export function addJobCleanup(scope: Construct, settings: JobPollerSettings, stateMachineArn: string): JobCleanup {
  const { location, name } = settings;
  const endRuleName = `${name}-execution-ended`;
  const sweepRuleName = `${name}-sweep`;
  const deadLetterQueue = new DeadLetterQueue(scope, "dead-letter-queue", {
    location,
    name: `${name}-terminate-job-dead-letters`,
    ruleArns: [endRuleName, sweepRuleName].map((ruleName) => eventRuleArn(location, ruleName)),
  });
  const target = addTerminateJob(scope, settings, stateMachineArn, deadLetterQueue);
  const common = { location, target, deadLetterQueue };
  new EventRule(scope, "execution-ended-rule", {
    ...common,
    name: endRuleName,
    description: `Executions of ${name} that failed, timed out or were aborted`,
    trigger: { eventPattern: endPattern(stateMachineArn) },
  });
  new EventRule(scope, "sweep-rule", {
    ...common,
    name: sweepRuleName,
    description: `Schedules the search for jobs of ${name} whose execution has ended`,
    trigger: { scheduleExpression: SWEEP_SCHEDULE },
  });
  return {
    functionName: target.functionName,
    endRuleName,
    sweepRuleName,
    deadLetterQueueName: deadLetterQueue.queueName,
  };
}

function addTerminateJob(
  scope: Construct,
  settings: JobPollerSettings,
  stateMachineArn: string,
  deadLetterQueue: DeadLetterQueue,
): LambdaFunction {
  const { location, name, jobQueueArns } = settings;
  return addFunction(scope, settings, {
    name: "terminate-job",
    description: "Terminates Batch jobs whose execution has ended",
    statements: [
      readJobsStatement("batch:ListJobs", "batch:DescribeJobs"),
      terminateJobStatement(location, name),
      readExecutionsStatement(location, name),
    ],
    timeoutSeconds: TIMEOUT_SECONDS,
    // Executions can submit only to these queues.
    environment: { STATE_MACHINE_ARN: stateMachineArn, JOB_QUEUES: jobQueueArns.join(",") },
    deadLetterQueue,
  });
}

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html */
const endPattern = (stateMachineArn: string) => ({
  source: ["aws.states"],
  "detail-type": ["Step Functions Execution Status Change"],
  detail: { stateMachineArn: [stateMachineArn], status: ["FAILED", "TIMED_OUT", "ABORTED"] },
});
