import type { Construct } from "constructs";
import { FAILED_STATUSES } from "../../workflow/execution-status";
import { EventRule, eventRuleArn } from "../events/event-rule";
import { endedExecutionPattern } from "../events/execution-notification/ended-execution";
import { DeadLetterQueue } from "../monitoring/dead-letter-queue";
import { addTerminateJob } from "./functions";
import type { LambdaFunction } from "./lambda-function";
import type { JobPollerSettings } from "./props";

/** Resources that terminate the jobs of ended executions. */
export interface JobCleanup {
  /** Function that the rules invoke. */
  readonly terminateJob: LambdaFunction;
  /** Queue for events that could not be processed. */
  readonly deadLetterQueue: DeadLetterQueue;
  /** Rule for ended executions. */
  readonly endRuleName: string;
  /** Rule that schedules sweeps. */
  readonly sweepRuleName: string;
}

/** Schedule of the sweep, as an EventBridge expression. */
const SWEEP_SCHEDULE = "rate(15 minutes)";

/**
 * Adds the function that terminates the job of an execution that was stopped, failed or timed out. It is invoked for
 * each such execution, and every 15 minutes, because Step Functions delivers these events on a best-effort basis.
 * @param stateMachineArn - literal ARN
 */
export function addJobCleanup(scope: Construct, settings: JobPollerSettings, stateMachineArn: string): JobCleanup {
  const { location, namePrefix, kmsKeyArn } = settings;
  const endRuleName = `${namePrefix}-execution-ended`;
  const sweepRuleName = `${namePrefix}-sweep`;
  const deadLetterQueue = new DeadLetterQueue(scope, "dead-letter-queue", {
    location,
    name: `${namePrefix}-terminate-job-dead-letters`,
    ruleArns: [endRuleName, sweepRuleName].map((ruleName) => eventRuleArn(location, ruleName)),
    kmsKeyArn,
  });
  const terminateJob = addTerminateJob(scope, settings, stateMachineArn, deadLetterQueue);
  const common = { location, target: terminateJob, deadLetterQueue };
  new EventRule(scope, "execution-ended-rule", {
    ...common,
    name: endRuleName,
    description: `Executions of ${namePrefix} that failed, timed out or were aborted`,
    trigger: { eventPattern: endedExecutionPattern(stateMachineArn, FAILED_STATUSES) },
  });
  new EventRule(scope, "sweep-rule", {
    ...common,
    name: sweepRuleName,
    description: `Schedules the search for jobs of ${namePrefix} whose execution has ended`,
    trigger: { scheduleExpression: SWEEP_SCHEDULE },
  });
  return { terminateJob, deadLetterQueue, endRuleName, sweepRuleName };
}
