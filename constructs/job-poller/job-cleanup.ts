import type { Construct } from "constructs";
import { readJobsStatement, terminateJobStatement } from "../batch-permissions";
import { DeadLetterQueue } from "../dead-letter-queue";
import { EventRule, eventRuleArn } from "../event-rule";
import { readExecutionsStatement } from "../execution-permissions";
import type { LambdaFunction } from "../lambda-function";
import { addFunction } from "./add-function";
import type { JobPollerSettings } from "./props";

/** What ends jobs, by the names under which CloudWatch counts. */
export interface JobCleanup {
  readonly functionName: string;
  /** The rule for executions that have ended. */
  readonly endRuleName: string;
  /** The rule for sweeps. */
  readonly sweepRuleName: string;
  readonly deadLetterQueueName: string;
}

/** How often jobs are looked for whose execution is over, as EventBridge takes it. */
const SWEEP_SCHEDULE = "rate(15 minutes)";

/**
 * Longest run of the function, in seconds: until the next sweep begins, which is also the longest that Lambda takes. A
 * sweep looks up each execution that has an unfinished job, and Step Functions answers 15 a second for long.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
const TIMEOUT_SECONDS = 900;

/**
 * Adds what terminates the job of an execution that was stopped, failed or ran into its time limit: a function, called
 * for each such end, and every 15 minutes besides, because Step Functions sends those events at best effort.
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
    description: `Executions of ${name} that ended otherwise than by success`,
    trigger: { eventPattern: endPattern(stateMachineArn) },
  });
  new EventRule(scope, "sweep-rule", {
    ...common,
    name: sweepRuleName,
    description: `Looks for jobs of ${name} whose execution is over`,
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
    description: "Terminates Batch jobs whose execution is over",
    statements: [
      readJobsStatement("batch:ListJobs", "batch:DescribeJobs"),
      terminateJobStatement(location, name),
      readExecutionsStatement(location, name),
    ],
    timeoutSeconds: TIMEOUT_SECONDS,
    // The only queues to which executions can submit.
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
