import type { TerraformStack } from "cdktf";
import type { DeploymentConfig } from "../config/deployment-config";
import { readJobsStatement, terminateJobStatement } from "../constructs/batch-permissions";
import { DeadLetterQueue } from "../constructs/dead-letter-queue";
import { EventRule, eventRuleArn } from "../constructs/event-rule";
import { readExecutionsStatement } from "../constructs/execution-permissions";
import type { LambdaFunction } from "../constructs/lambda-function";
import { addFunction } from "./add-function";
import { resourceNames } from "./resource-names";

export interface JobCleanupProps {
  /** Folder with one folder for each built Lambda. */
  readonly bundlesPath: string;
  readonly stateMachineArn: string;
}

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
export function addJobCleanup(
  stack: TerraformStack,
  config: DeploymentConfig,
  { bundlesPath, stateMachineArn }: JobCleanupProps,
): JobCleanup {
  const endRuleName = `${config.name}-execution-ended`;
  const sweepRuleName = `${config.name}-sweep`;
  const deadLetterQueue = new DeadLetterQueue(stack, "dead-letter-queue", {
    location: config,
    name: `${config.name}-terminate-job-dead-letters`,
    ruleArns: [endRuleName, sweepRuleName].map((name) => eventRuleArn(config, name)),
  });
  const target = addTerminateJob(stack, config, bundlesPath, stateMachineArn, deadLetterQueue);
  const common = { location: config, target, deadLetterQueue };
  new EventRule(stack, "execution-ended-rule", {
    ...common,
    name: endRuleName,
    description: `Executions of ${config.name} that ended otherwise than by success`,
    trigger: { eventPattern: endPattern(stateMachineArn) },
  });
  new EventRule(stack, "sweep-rule", {
    ...common,
    name: sweepRuleName,
    description: `Looks for jobs of ${config.name} whose execution is over`,
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
  stack: TerraformStack,
  config: DeploymentConfig,
  bundlesPath: string,
  stateMachineArn: string,
  deadLetterQueue: DeadLetterQueue,
): LambdaFunction {
  return addFunction(stack, config, bundlesPath, {
    name: "terminate-job",
    description: "Terminates Batch jobs whose execution is over",
    statements: [
      readJobsStatement("batch:ListJobs", "batch:DescribeJobs"),
      terminateJobStatement(config),
      readExecutionsStatement(config, config.name),
    ],
    timeoutSeconds: TIMEOUT_SECONDS,
    // The only queue to which executions can submit.
    environment: { STATE_MACHINE_ARN: stateMachineArn, JOB_QUEUES: resourceNames(config).jobQueueArn },
    deadLetterQueue,
  });
}

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html */
const endPattern = (stateMachineArn: string) => ({
  source: ["aws.states"],
  "detail-type": ["Step Functions Execution Status Change"],
  detail: { stateMachineArn: [stateMachineArn], status: ["FAILED", "TIMED_OUT", "ABORTED"] },
});
