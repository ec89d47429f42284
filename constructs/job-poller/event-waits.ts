import type { Construct } from "constructs";
import { JOB_EVENT } from "../../workflow/job-event";
import { TERMINAL_STATUSES } from "../../workflow/result/job";
import { EventRule, eventRuleArn } from "../events/event-rule";
import { allowsAnyQueue } from "../iam/batch-permissions";
import { DeadLetterQueue } from "../monitoring/dead-letter-queue";
import { addEndWait } from "./functions";
import type { LambdaFunction } from "./lambda-function";
import type { JobPollerSettings } from "./props";
import { WaitTable } from "./wait-table";

/** Resources with which a change of a job ends the wait for it. */
export interface EventWaits {
  /** Table in which the state machine stores its waits. */
  readonly table: WaitTable;
  /** Function that the rules invoke. */
  readonly endWait: LambdaFunction;
  /** Queue for events that could not be processed. */
  readonly deadLetterQueue: DeadLetterQueue;
  /** Rules for ended jobs and blocked queues. */
  readonly ruleNames: readonly string[];
}

/** Adds the table, the function and the rules of the integration `events`; nothing with another integration. */
export function addEventWaits(scope: Construct, settings: JobPollerSettings): EventWaits | undefined {
  const { location, namePrefix, kmsKeyArn, integrationPattern } = settings;
  if (integrationPattern !== "events") return undefined;
  const [endedRuleName, blockedRuleName] = [`${namePrefix}-job-ended`, `${namePrefix}-queue-blocked`];
  const table = new WaitTable(scope, "wait-table", { location, name: `${namePrefix}-waits`, kmsKeyArn });
  const deadLetterQueue = new DeadLetterQueue(scope, "end-wait-dead-letter-queue", {
    location,
    name: `${namePrefix}-end-wait-dead-letters`,
    ruleArns: [endedRuleName, blockedRuleName].map((ruleName) => eventRuleArn(location, ruleName)),
    kmsKeyArn,
  });
  const endWait = addEndWait(scope, settings, table, deadLetterQueue);
  const common = { location, target: endWait, deadLetterQueue };
  new EventRule(scope, "job-ended-rule", {
    ...common,
    name: endedRuleName,
    description: `Jobs that have ended, for the waits of ${namePrefix}`,
    trigger: { eventPattern: jobPattern(settings, JOB_EVENT.stateChange, TERMINAL_STATUSES) },
  });
  new EventRule(scope, "queue-blocked-rule", {
    ...common,
    name: blockedRuleName,
    description: `Jobs that block their queue, for the waits of ${namePrefix}`,
    trigger: { eventPattern: jobPattern(settings, JOB_EVENT.queueBlocked) },
  });
  return { table, endWait, deadLetterQueue, ruleNames: [endedRuleName, blockedRuleName] };
}

/** Event pattern of the jobs in the queues that executions can submit to. */
function jobPattern(settings: JobPollerSettings, detailType: string, statuses?: readonly string[]): object {
  return {
    source: [JOB_EVENT.source],
    "detail-type": [detailType],
    detail: {
      // A pattern without a field matches every value, but it must not be empty.
      jobQueue: allowsAnyQueue(settings) ? [{ exists: true }] : settings.jobQueueArns,
      ...(statuses === undefined ? {} : { status: statuses }),
    },
  };
}
